const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** True of a day that a calendar has, written as 2026-11-21 (proleptic Gregorian). */
export function isCalendarDay(text: string): boolean {
  const [year, month, day] = (DAY.exec(text) ?? []).slice(1).map(Number);
  if (year === undefined || !(month >= 1 && month <= 12)) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const most = month === 2 && isLeap ? 29 : DAYS_OF_MONTHS[month - 1];
  return day >= 1 && day <= most;
}
