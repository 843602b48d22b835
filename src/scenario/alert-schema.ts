import type * as z from "zod";
import { list } from "./list.ts";
import { mapping } from "./mapping.ts";
import { described, type Report } from "./node.ts";
import { duration, oneOf, plainNumber } from "./quantity.ts";
import type { AlertSection } from "./scenario.ts";

const HOUR = 3600;
const DAY = 86_400;

/**
 * The alerts that the Site Reliability Workbook recommends as a start, for a window of 30 days.
 *
 * @see Google, The Site Reliability Workbook, chapter 5, "Alerting on SLOs", table 5-8,
 *   https://sre.google/workbook/alerting-on-slos/, read in 2026.
 */
const RECOMMENDED: readonly AlertSection[] = [
  { burn: 14.4, long: HOUR, short: 300, severity: "page" },
  { burn: 6, long: 6 * HOUR, short: 1800, severity: "page" },
  { burn: 1, long: 3 * DAY, short: 6 * HOUR, severity: "ticket" },
];

const alert = mapping(
  {
    burn: described(
      plainNumber({ above: 0, atMost: 1e6 }),
      "Budget use relative to even use over the SLO window, from which the alert fires.",
      14.4,
    ),
    long: described(duration({ above: 0 }), "The longer of its two windows.", "1h"),
    short: described(
      duration({ above: 0 }),
      "The shorter one, which ends the alert soon after the trouble.",
      "5m",
    ),
    severity: described(oneOf(["page", "ticket"]), "Whether it wakes someone.", "page"),
  },
  checkWindows,
);

/** Burn-rate alerts, as written. */
export const alertsSchema: z.ZodType<readonly AlertSection[]> = list(alert, 0);

/**
 * The alerts of a scenario that has none of its own.
 *
 * @param window - The SLO's, in seconds. Alerts that look further back are left out.
 */
export function defaultAlerts(window: number): readonly AlertSection[] {
  return RECOMMENDED.filter(({ long }) => long <= window);
}

function checkWindows({ long, short }: Partial<AlertSection>, report: Report): void {
  if (long === undefined || short === undefined || short < long) return;
  report({
    code: "conflict",
    message: `must be shorter than long, which is ${long}s, got ${short}s`,
    hint: "a twelfth of it is usual",
    path: ["short"],
  });
}
