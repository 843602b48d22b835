import type { Executor } from "../executor.ts";
import { projectDrift } from "../ledger/project-drift.ts";
import type { Choice, Result } from "../result.ts";
import type { SweptSetting } from "../run-sweep.ts";
import { findGrowth, type Growth } from "./find-growth.ts";
import { scaleServiceTime } from "./scale-scenario.ts";
import { searchNearby, type Answer, type ScaledChoice } from "./search-nearby.ts";
import { baseOf, countAnswers, drawTornado, scaledChoice, type Tornado } from "./tornado.ts";

/** How far the assumptions behind a fleet may shift, found by simulating anew. */
export interface Headroom {
  /** The chosen fleet, or without a choice the one nearest to holding. */
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly growth: Growth;
  /** Null if the scenario doesn't know its calibration's error. */
  readonly calibration: CalibrationRange | null;
  readonly tornado: Tornado;
}

/** The choice at either end of what the calibration leaves open. */
export interface CalibrationRange {
  /** Relative error of the service times. */
  readonly error: number;
  readonly faster: ScaledChoice;
  readonly slower: ScaledChoice;
}

/**
 * Finds how far the assumptions behind a result's fleet may shift, and puts it into the result: the
 * growth of traffic it takes, the choice at either end of the calibration's error, and the choice
 * with each assumption off by its `sensitivity`. Other axes of the sweep keep the chosen values.
 *
 * @param result - The result of a sweep.
 * @param settings - What was swept.
 * @param executor - Where tasks run; stays open.
 * @param onProgress - Called with the answers found and their total.
 */
export async function addHeadroom(
  result: Result,
  settings: readonly SweptSetting[],
  executor: Executor,
  onProgress: (done: number, total: number) => void,
): Promise<Result> {
  const { choice, limits, scenario } = result;
  const setting = settings.find((swept) => swept.settings === limits.settings) ?? settings[0];
  const confidence = 1 - (1 - scenario.slo.confidence) / settings.length;
  const error = setting.scenario.service.calibrationError;
  const isFound = choice !== null && hasNextSmaller(choice);

  const total = 1 + (isFound ? 0 : 1) + (error === null ? 0 : 2) + countAnswers(setting);
  let done = 0;
  const onStep = (): void => onProgress(++done, total);

  const growth = await findGrowth(setting, limits.replicas, executor);
  onStep();
  const search = async (scaled: SweptSetting, replicas: number, spread: number) => {
    const found = await searchNearby(scaled, { replicas, spread }, confidence, executor);
    onStep();
    return found;
  };
  const { choice: base, tried }: Answer = isFound
    ? { choice }
    : await search(setting, limits.replicas, 1);
  const replicas = base?.replicas ?? limits.replicas;
  const recalibrate = async (factor: number, spread: number): Promise<ScaledChoice> =>
    scaledChoice(factor, await search(scaleServiceTime(setting, factor), replicas, spread));

  const headroom: Headroom = {
    replicas: limits.replicas,
    settings: limits.settings,
    growth,
    calibration:
      error === null
        ? null
        : {
            error,
            faster: await recalibrate(1 - error, 2 * error),
            slower: await recalibrate(1 + error, 2 * error),
          },
    tornado: await drawTornado(
      { setting, replicas, base: base === null ? null : baseOf(base), tried, confidence },
      executor,
      onStep,
    ),
  };
  const growthTaken = growth.factor === null ? null : Math.max(0, growth.factor - 1);
  return { ...result, headroom, drift: projectDrift(scenario.drift, choice, growthTaken) };
}

/**
 * True if the choice is known to be the smallest of all counts, not only of those swept; that of an
 * autoscaler has no counts beside it.
 */
function hasNextSmaller({ elastic, oneFewer, replicas }: Choice): boolean {
  return elastic !== null || replicas === 1 || oneFewer?.replicas === replicas - 1;
}
