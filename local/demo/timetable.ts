const DAY_MS = 86_400_000;

/** A time in the demo, in UTC: `day 3 14:00`. Day 1 is the day on which it begins. */
export type DayAndHour = `day ${number} ${string}`;

export const formatDayAndHour = (at: Date, dayOne: Date): DayAndHour => {
  const day = Math.floor((at.getTime() - midnight(dayOne)) / DAY_MS) + 1;
  return `day ${day} ${at.toISOString().slice(11, 16)}`;
};

/** @throws Error for any other format */
export const parseDayAndHour = (text: DayAndHour, dayOne: Date): Date => {
  const [, day, hours, minutes] = /^day (\d+) (\d\d):(\d\d)$/.exec(text) ?? [];
  if (!day || !hours || !minutes)
    throw new Error(`"${text}" must be a day and an hour, such as "day 3 14:00".`);
  const minutesOfDay = Number(hours) * 60 + Number(minutes);
  return new Date(midnight(dayOne) + (Number(day) - 1) * DAY_MS + minutesOfDay * 60_000);
};

const midnight = (date: Date): number => Math.floor(date.getTime() / DAY_MS) * DAY_MS;
