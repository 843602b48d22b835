/** A moment to the nanosecond. */
export interface Moment {
  /** Whole seconds since 1970; as if in UTC when there is no zone. */
  readonly seconds: number;
  /** 0 to 999,999,999. */
  readonly nanoseconds: number;
  /** Whether it was written with a time zone. */
  readonly zoned: boolean;
}

// Seconds are required: a file that a spreadsheet has rounded to minutes is no record of arrivals.
const TIMESTAMP =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[ T]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:(Z| UTC)|([+-])([0-9]{2})(?::?([0-9]{2}))?)?$/u;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads `2023-11-16 18:15:46.6805900`, `2024-05-10T00:00:00.009930+00:00` and their like: seconds
 * with up to nine decimals, and a zone (`Z`, ` UTC`, `+02`, `+0200`, `+02:00`) or none.
 *
 * A JavaScript date holds milliseconds, which would make neighbours of seven digits coincide.
 *
 * @returns null for any other text, and for days and hours that don't exist.
 */
export function parseTimestamp(text: string): Moment | null {
  const match = TIMESTAMP.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, utc, sign, zoneHour, zoneMinute] =
    match;
  const isDay = isDayOf(Number(year), Number(month), Number(day));
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (sign !== undefined && (Number(zoneHour) > 15 || Number(zoneMinute ?? 0) > 59)) return null;
  const offset = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * (sign === "-" ? -1 : 1);
  const days = daysSince1970(Number(year), Number(month), Number(day));
  const minutes = Number(hour) * 60 + Number(minute) - offset;
  return {
    seconds: days * 86_400 + minutes * 60 + Number(second),
    nanoseconds: fraction === undefined ? 0 : Number(fraction.padEnd(9, "0")),
    zoned: utc !== undefined || sign !== undefined,
  };
}

function isDayOf(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= MONTH_DAYS[month - 1] + (month === 2 && isLeap ? 1 : 0);
}

/**
 * Days from 1970-01-01 in the Gregorian calendar, counting years from March so that the leap day
 * comes last.
 *
 * @see https://howardhinnant.github.io/date_algorithms.html#days_from_civil
 */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
}

/** A moment to the second, as `2023-11-16T18:15:46Z`. @param seconds - Since 1970, ≥ 0. */
export function formatMoment(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const rest = Math.floor(seconds) - days * 86_400;
  // No year has more than 366 days, so the guess is never late.
  let year = 1970 + Math.floor(days / 366);
  while (daysSince1970(year + 1, 1, 1) <= days) year++;
  let month = 1;
  while (month < 12 && daysSince1970(year, month + 1, 1) <= days) month++;
  const day = days - daysSince1970(year, month, 1) + 1;
  const date = [month, day].map((part) => String(part).padStart(2, "0")).join("-");
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return `${year}-${date}T${time}Z`;
}
