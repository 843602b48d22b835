import type { ScheduleSection } from "../../scenario/autoscaler-section.ts";
import type { Exportable, Exported } from "./exportable.ts";
import { fixedManifest } from "./fixed-fleet.ts";
import { scaledObject } from "./keda.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;
const MINUTE = 60;
/** More windows than anybody reads. */
const MOST_WINDOWS = 200;
/** Share of a count that an HPA leaves alone (Kubernetes 1.34). */
const TOLERANCE = 0.1;

/** From when on how many replicas, in minutes of a day or week. */
interface Step {
  readonly from: number;
  readonly replicas: number;
}

/**
 * Replicas by the clock as cron triggers of KEDA, one for each stretch above the least count.
 *
 * @see https://keda.sh/docs/2.21/scalers/cron/
 */
export function scheduleManifests(own: ScheduleSection, exportable: Exportable): Exported {
  const cycle = cycleOf(own.period);
  if (cycle === null) {
    return {
      problem: `a schedule that repeats every ${own.period} s has no cron expression: the period must be a week, a day, or a whole part of a day`,
    };
  }
  const steps = stepsOf(own, cycle);
  if (steps.length > MOST_WINDOWS) {
    return { problem: `a schedule must have at most ${MOST_WINDOWS} steps, got ${steps.length}` };
  }
  const counts = steps.map(({ replicas }) => replicas);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (least === most) {
    const fixed = fixedManifest(exportable, most);
    return {
      manifests: [{ ...fixed, comments: ["The schedule never changes.", ...fixed.comments] }],
    };
  }
  const triggers = steps.flatMap(({ from, replicas }, index) => {
    const until = steps[(index + 1) % steps.length].from;
    return replicas === least ? [] : [cronTrigger(from, until, replicas, cycle)];
  });
  const anyway = { stabilizationWindowSeconds: 0, selectPolicy: "Max" };
  const body = scaledObject(exportable, {
    minReplicaCount: least,
    maxReplicaCount: most,
    pollingInterval: 15,
    cooldownPeriod: 0,
    triggers,
    behavior: {
      scaleUp: { ...anyway, policies: [{ type: "Pods", value: most, periodSeconds: 15 }] },
      scaleDown: { ...anyway, policies: [{ type: "Percent", value: 100, periodSeconds: 15 }] },
    },
  });
  return { manifests: [{ comments: commentsOf(own, cycle, steps), body }] };
}

function cycleOf(period: number): number | null {
  if (period === WEEK) return WEEK;
  return period <= DAY && Number.isInteger(DAY / period) ? DAY : null;
}

/** The steps of a day or week that change something, in whole minutes. */
function stepsOf({ period, points }: ScheduleSection, cycle: number): readonly Step[] {
  const written = Array.from({ length: Math.round(cycle / period) }, (_, repeat) =>
    points.map(([time, replicas]) => ({
      from: Math.round((time + repeat * period) / MINUTE) % (cycle / MINUTE),
      replicas,
    })),
  ).flat();
  // Of points in the same minute the last one stands.
  const byMinute = new Map(written.map((step) => [step.from, step]));
  const steps = [...byMinute.values()].sort((left, right) => left.from - right.from);
  return steps.filter(({ replicas }, index) => {
    const before = steps[(index + steps.length - 1) % steps.length];
    return steps.length === 1 || before.replicas !== replicas || areAllEqual(steps, index);
  });
}

/** A schedule that never changes keeps its first step. */
function areAllEqual(steps: readonly Step[], index: number): boolean {
  return index === 0 && steps.every(({ replicas }) => replicas === steps[0].replicas);
}

function cronTrigger(from: number, until: number, replicas: number, cycle: number): object {
  return {
    type: "cron",
    metadata: {
      timezone: "Etc/UTC",
      start: cronExpression(from, cycle),
      end: cronExpression(until, cycle),
      desiredReplicas: String(replicas),
    },
  };
}

/** @param minute - Of the day, or of a week that begins on Monday. */
function cronExpression(minute: number, cycle: number): string {
  const day = Math.floor(minute / 1440);
  const weekday = cycle === WEEK ? String((day + 1) % 7) : "*";
  return `${minute % 60} ${Math.floor(minute / 60) % 24} * * ${weekday}`;
}

function commentsOf(
  { points }: ScheduleSection,
  cycle: number,
  steps: readonly Step[],
): readonly string[] {
  const start = cycle === WEEK ? "Monday at midnight" : "midnight";
  const isRounded = points.some(([time]) => time % MINUTE !== 0);
  const isClose = steps.some(({ replicas }, index) => {
    const before = steps[(index + steps.length - 1) % steps.length].replicas;
    return replicas !== before && before > 0 && Math.abs(replicas / before - 1) <= TOLERANCE;
  });
  return [
    `The simulation's 0s is taken for ${start}, UTC: set timezone to yours.`,
    "Simulated to change at the very second; KEDA's HPA follows within a sync (15s).",
    ...(isRounded ? ["Times are rounded to the minute, which is as fine as cron is."] : []),
    ...(isClose
      ? ["Steps of up to 10% are within an HPA's tolerance: it leaves the count as it was."]
      : []),
    "A CronJob that calls `kubectl scale` does the same without KEDA.",
  ];
}
