/** `2026-01-08 12:00:00 UTC` */
export const showTime = (iso: string): string => iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** The two largest units: `6 d 23 h`. */
export const showSeconds = (seconds: number): string => {
  const [days, hours, minutes] = [seconds / DAY, (seconds % DAY) / HOUR, (seconds % HOUR) / MINUTE].map(
    Math.floor,
  );
  if (days) return `${days} d ${hours} h`;
  if (hours) return `${hours} h ${minutes} min`;
  return minutes ? `${minutes} min ${Math.floor(seconds % MINUTE)} s` : `${Math.floor(seconds)} s`;
};

/** `6 d 23:59:41` */
export const countdown = (seconds: number): string => {
  const days = Math.floor(seconds / DAY);
  const clock = [(seconds % DAY) / HOUR, (seconds % HOUR) / MINUTE, seconds % MINUTE]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
  return days ? `${days} d ${clock}` : clock;
};
