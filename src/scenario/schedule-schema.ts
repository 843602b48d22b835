import type * as z from "zod";
import type { ScheduleSection } from "./autoscaler-section.ts";
import { kindKey } from "./kind-key.ts";
import { list, pair } from "./list.ts";
import { mapping } from "./mapping.ts";
import { MOST_REPLICAS } from "./most-replicas.ts";
import { described, type Report } from "./node.ts";
import { count, duration } from "./quantity.ts";

/** Replicas by the clock. */
export const scheduleSchema: z.ZodType<ScheduleSection> = mapping(
  {
    kind: kindKey("schedule", "The autoscaler"),
    points: described(
      list(pair(duration({ atLeast: 0 }), count(0, MOST_REPLICAS), "[time, replicas]"), 1),
      "From when on how many. The last point holds until the first one of the next period.",
      [
        ["0s", 2],
        ["8h", 10],
      ],
    ),
    period: described(
      duration({ above: 0 }).prefault("24h"),
      "Time after which the points repeat.",
      "24h",
    ),
  },
  checkPoints,
);

function checkPoints({ points, period }: Partial<ScheduleSection>, report: Report): void {
  if (!points) return;
  for (const [position, [at]] of points.entries()) {
    const before = position > 0 ? points[position - 1][0] : -Infinity;
    if (at <= before) {
      const message = `must be later than the point before it, got ${at}s after ${before}s`;
      report({ code: "conflict", message, hint: "times ascend", path: ["points", position] });
    } else if (period !== undefined && at >= period) {
      const message = `must be before the period ends, which is ${period}s, got ${at}s`;
      report({ code: "conflict", message, path: ["points", position] });
    }
  }
  if (points.some(([, replicas]) => replicas > 0)) return;
  report({
    code: "out-of-range",
    message: "must have more than 0 replicas at one point at least",
    path: ["points"],
  });
}
