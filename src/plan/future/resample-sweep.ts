import type { Executor } from "../executor.ts";
import type { SweptPoint, SweptSetting } from "../run-sweep.ts";
import { resamplesOf } from "./lay-out-blocks.ts";
import { planResampling, resampleSetting } from "./resample-setting.ts";

/**
 * Adds to a sweep what its settings ask about the future of their traces: the same counts on
 * resamples of each trace. Settings that don't ask stay as they are.
 *
 * @param settings - What was swept.
 * @param points - By setting, then by replica count ascending.
 * @param executor - Where tasks run; stays open.
 * @param onDone - Called with the number of simulations done, or found pointless, since last time.
 */
export async function resampleSweep(
  settings: readonly SweptSetting[],
  points: readonly (readonly SweptPoint[])[],
  executor: Executor,
  onDone: (simulations: number) => void,
): Promise<readonly (readonly SweptPoint[])[]> {
  const resampled: (readonly SweptPoint[])[] = [];
  for (const [index, setting] of settings.entries()) {
    const own = points[index];
    const resamples = resamplesOf(setting.scenario);
    if (resamples === 0) {
      resampled.push(own);
      continue;
    }
    const resampling = planResampling(setting, own);
    if (resampling.layout === null) onDone(own.length * resamples);
    const runs = await resampleSetting(setting, own, resampling, executor, () => onDone(1));
    resampled.push(
      own.map((point, count) => ({ ...point, resamples: { resampling, runs: runs[count] } })),
    );
  }
  return resampled;
}
