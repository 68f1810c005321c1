/**
 * Runs in the browser: writes each time in the reader's own zone, with UTC beside it. Without scripts, times stay in UTC.
 */
export const LOCAL_TIMES = `{
  const format = (timeZone) => new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone });
  const zones = [format(), format('UTC')];
  for (const time of document.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const [[day, hour], [utcDay, utcHour]] = zones.map((zone) => zone.format(at).split(/, (?=[\\d:]+ [^,]*$)/));
    if (hour !== utcHour) time.textContent = day + ', ' + hour + ' (' + (day === utcDay ? '' : utcDay + ', ') + utcHour + ')';
  }
}
`;
