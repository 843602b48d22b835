import { describe, expect, it } from "vitest";
import { isCalendarDay } from "../../src/scenario/calendar-day.ts";

describe("isCalendarDay", () => {
  it.each(["2026-11-21", "2026-01-31", "2026-12-31", "2024-02-29", "2000-02-29"])(
    "takes %s",
    (text) => {
      expect(isCalendarDay(text)).toBe(true);
    },
  );

  it.each([
    "2026-13-45",
    "2026-00-10",
    "2026-10-00",
    "2026-04-31",
    "2026-02-29",
    "1900-02-29",
    "2026-1-2",
    "2026-11-21T00:00",
    "",
  ])("refuses %j", (text) => {
    expect(isCalendarDay(text)).toBe(false);
  });
});
