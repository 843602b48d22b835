import type { Scenario } from "../../scenario/scenario.ts";
import type { Executor } from "../executor.ts";
import { pointSize } from "../fleet/point-size.ts";
import { objectivePhrase, sharePhrase } from "../phrases.ts";
import type { ObjectiveResult, Point } from "../result.ts";
import { runSweep, type SweptSetting } from "../run-sweep.ts";
import { simulatedPoint } from "../simulated-point.ts";
import { summarizePoint } from "../summarize-point.ts";
import { findLimits, type Limits, type OfferedLoad } from "./find-limits.ts";
import { breakCause } from "./limit-phrases.ts";
import { meanOf } from "./perfect-system.ts";
import { scaleTraffic } from "./scale-scenario.ts";

/** How much more traffic a fleet takes. */
export interface Growth {
  /**
   * The most times today's traffic that still holds the SLO, to 1 %; below 1 if today's doesn't.
   * Null if not even 1/64 of it holds.
   */
  readonly factor: number | null;
  /** The least factor that was seen to break it; null if 64 times the traffic doesn't. */
  readonly breaksAt: number | null;
  /** What breaks there; null if nothing did. */
  readonly breaks: GrowthBreak | null;
}

/** What breaks first when traffic grows. */
export interface GrowthBreak {
  /** The objective that overspends most. */
  readonly objective: Pick<ObjectiveResult, "metric" | "within" | "target" | "compliance">;
  readonly limits: Limits;
  /** One sentence. */
  readonly reason: string;
}

/** Ratio of the breaking factor to the holding one at which the search ends. */
const PRECISION = 1.01;
/** Largest factor tried, and the reciprocal of the smallest. */
const MOST = 64;

interface Trial {
  readonly point: Point;
  readonly offered: OfferedLoad;
}

/**
 * Finds how much more traffic a fleet takes: time is compressed, so that the same requests come
 * faster with their bursts, and what is good is counted over all replications.
 *
 * Doubles (or halves) the traffic until the verdict turns, then bisects.
 *
 * @param setting - The fleet's setting, as swept.
 * @param replicas - The fleet.
 * @param executor - Where tasks run; stays open.
 */
export async function findGrowth(
  setting: SweptSetting,
  replicas: number,
  executor: Executor,
): Promise<Growth> {
  const trials = new Map<number, Trial>();
  const holds = async (factor: number): Promise<boolean> => {
    const trial = await tryTraffic(setting, replicas, factor, executor);
    trials.set(factor, trial);
    return trial.point.verdict === "met";
  };

  let factor: number | null = null;
  let breaksAt: number | null = null;
  for (let next = 1; next >= 1 / MOST && next <= MOST;) {
    if (await holds(next)) factor = next;
    else breaksAt = next;
    if (factor !== null && breaksAt !== null) break;
    next = factor === null ? next / 2 : next * 2;
  }
  while (factor !== null && breaksAt !== null && breaksAt / factor > PRECISION) {
    const middle = Math.sqrt(factor * breaksAt);
    if (await holds(middle)) factor = middle;
    else breaksAt = middle;
  }
  const broken = breaksAt === null ? undefined : trials.get(breaksAt);
  return {
    factor,
    breaksAt,
    breaks: broken === undefined ? null : breakOf(broken, setting.scenario),
  };
}

async function tryTraffic(
  setting: SweptSetting,
  replicas: number,
  factor: number,
  executor: Executor,
): Promise<Trial> {
  const scaled = scaleTraffic(setting, factor);
  const { fleet, run } = scaled.scenario;
  const counted = {
    ...scaled,
    scenario: {
      ...scaled.scenario,
      fleet: { ...fleet, replicas: [replicas] },
      // What is good is counted on the trace itself.
      run: { ...run, resamples: 0 },
    },
  };
  const { demands, points } = await runSweep([counted], executor, () => {});
  const point = summarizePoint(simulatedPoint(counted, points[0][0], null));
  const offered = {
    mean: meanOf(demands[0].map(({ load }) => load)) ?? 0,
    peak60s: meanOf(demands[0].map(({ peak60s }) => peak60s)),
  };
  return { point, offered };
}

function breakOf({ offered, point }: Trial, scenario: Scenario): GrowthBreak {
  const [worst] = point.objectives.toSorted((a, b) => b.budgetUsed - a.budgetUsed);
  const { compliance, metric, target, within } = worst;
  const limits = findLimits(point, scenario, offered);
  return {
    objective: { metric, within, target, compliance },
    limits,
    reason:
      `${objectivePhrase(worst)} breaks first (${sharePhrase(compliance)} good): ` +
      breakCause(limits, offered.mean / pointSize(point)),
  };
}
