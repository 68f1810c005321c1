/**
 * Runs in the browser: writes each time in the reader's own zone, with UTC beside it, and the days of a picture's axis as
 * they are there. Without scripts, times and days stay in UTC.
 */
export const LOCAL_TIMES = `{
  const format = (timeZone) => new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone });
  const zones = [format(), format('UTC')];
  for (const time of document.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const [[day, hour], [utcDay, utcHour]] = zones.map((zone) => zone.format(at).split(/, (?=[\\d:]+ [^,]*$)/).map((part, isHour) => isHour ? part.replaceAll(' ', '\\u00a0') : part));
    if (hour !== utcHour) time.textContent = day + ', ' + hour + ' (' + (day === utcDay ? '' : utcDay + ', ') + utcHour + ')';
  }
  const date = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
  for (const text of document.querySelectorAll('[data-date]')) text.textContent = date.format(new Date(text.dataset.date));
  for (const day of document.querySelectorAll('[data-day]')) {
    const shift = new Date(day.dataset.day).getTimezoneOffset() / 60 * day.dataset.hour;
    const x = Number(day.dataset.x) + shift;
    if (x < day.dataset.from || x > day.dataset.until) day.remove();
    else day.setAttribute('transform', 'translate(' + shift + ')');
  }
}
`;
