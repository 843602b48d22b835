import { fitStep, type FitSetting } from "./fit-step.ts";
import type { LoopHabits } from "./linearise.ts";
import type { TokenPoint } from "./token-point.ts";

/** What most tools do: ten requests a user (InferenceMAX, 2025) of nearly equal sizes. */
export const USUAL_HABITS: LoopHabits = { requestsPerUser: 10, sizeCv: 0.02 };
const REQUESTS_PER_USER: readonly number[] = [1, 2, 3, 5, 10, 20];
/** 0.06 is vLLM's `--random-range-ratio` 0.8: uniform between 0.8 and 1 of the length. */
const SIZE_CVS: readonly number[] = [0, 0.02, 0.06, 0.15];

/** Points that are enough to tell habits from each other. */
const ENOUGH_POINTS = 20;
const GOLDEN_SECTION = (Math.sqrt(5) - 1) / 2;

/**
 * Finds how a benchmark was run, where its files don't tell: how many requests each user sent and
 * how much their sizes varied. Both decide how many prompts arrive at once, and so the TTFT.
 *
 * @param points - At least one.
 * @param setting - Its habits are left aside.
 * @returns What explains the points best after one round of fitting; the usual where it makes no
 *   difference.
 */
export function findHabits(points: readonly TokenPoint[], setting: FitSetting): LoopHabits {
  if (points.every(({ ttft }) => ttft === null)) return USUAL_HABITS;
  const tells = (isKnown: (point: TokenPoint) => boolean): boolean => points.every(isKnown);
  const isCountKnown = tells(
    ({ measured }) => measured.requests !== null || measured.load.loop === "open",
  );
  const isSizeKnown = tells(({ measured }) => measured.inputCv !== null);
  const counts = isCountKnown ? [] : REQUESTS_PER_USER.map((count) => ({ requestsPerUser: count }));
  const sizes = isSizeKnown ? [] : SIZE_CVS.map((cv) => ({ sizeCv: cv }));
  const some = thinned(points);
  let best = { habits: USUAL_HABITS, loss: Infinity };
  for (const changes of [counts, sizes]) {
    const { habits: from } = best;
    for (const change of changes) {
      const habits = { ...from, ...change };
      const { loss } = fitStep(some, { ...setting, habits }, 1);
      if (loss < best.loss) best = { habits, loss };
    }
  }
  return best.habits;
}

/**
 * Some of the points, if there are more than enough. Multiples of the golden section fall evenly
 * and in step with nothing, so points in any order of loads and shapes leave some of each.
 */
function thinned(points: readonly TokenPoint[]): readonly TokenPoint[] {
  const share = ENOUGH_POINTS / points.length;
  return points.filter((_, index) => (index * GOLDEN_SECTION) % 1 < share);
}
