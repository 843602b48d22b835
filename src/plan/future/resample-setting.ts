import { compilePlan } from "../../compile/compile-plan.ts";
import { openColumns } from "../../compile/open-columns.ts";
import { chooseBatching } from "../batching-scheme.ts";
import { chooseReplicas } from "../choose.ts";
import { classIndexOf } from "../class-names.ts";
import { evaluationOfResample } from "../evaluation-of.ts";
import { longestTrace, type Executor } from "../executor.ts";
import { nameTask } from "../name-task.ts";
import { ofClass, poolReplications } from "../pool-replications.ts";
import { runInLanes } from "../run-in-lanes.ts";
import type { SweptPoint, SweptSetting } from "../run-sweep.ts";
import { simulatedPoint } from "../simulated-point.ts";
import { summarizePoint } from "../summarize-point.ts";
import { dayOf, layOutBlocks, resamplesOf, type Resampling } from "./lay-out-blocks.ts";
import { longestCongestion } from "./longest-congestion.ts";
import { condenseResample, standInFor, type Resample } from "./resample.ts";

/**
 * Decides how to resample the trace of a setting: by blocks that outlast the longest congestion at
 * the replica count that hindsight would choose, or at the largest count if none would do.
 *
 * @param setting - Replays a trace.
 * @param points - Its counts, simulated on the trace itself, replicas ascending.
 */
export function planResampling(setting: SweptSetting, points: readonly SweptPoint[]): Resampling {
  const { scenario, traces } = setting;
  const inHindsight = points.map((point) => summarizePoint(simulatedPoint(setting, point, null)));
  const largest = points[points.length - 1].replicas;
  const replicas = chooseReplicas([inHindsight])?.replicas ?? largest;
  const { columns, duration } = openColumns(scenario, 0, traces);
  const run = { replication: 0, duration, arrivals: columns.arrivals.length };
  const longest = longestCongestion(compilePlan(scenario, replicas, run), columns);
  return layOutBlocks(longestTrace(traces), longest, replicas, dayOf(scenario));
}

/**
 * Simulates every resample of a setting's trace at each of the given counts, all of which see the
 * same resamples.
 *
 * @param setting - Replays a trace.
 * @param points - The counts, simulated on the trace itself.
 * @param resampling - How to resample.
 * @param executor - Where tasks run; stays open.
 * @param onDone - Called after each simulation.
 * @returns By count, then by resample; without resamples if the trace is too short.
 */
export async function resampleSetting(
  setting: SweptSetting,
  points: readonly SweptPoint[],
  { layout }: Resampling,
  executor: Executor,
  onDone: () => void,
): Promise<Resample[][]> {
  const { scenario, traces } = setting;
  const runs = points.map((): Resample[] => []);
  if (layout === null) return runs;
  const { objectives } = scenario.slo;
  const scheme = chooseBatching(scenario.run.replications);
  const standIns = points.map(({ replications }) => {
    const pooled = poolReplications(replications, scheme, objectives.length);
    return objectives.map((objective, index) =>
      standInFor(ofClass(pooled, classIndexOf(scenario, objective)), { ...objective, index }),
    );
  });
  const resamples = Array.from({ length: resamplesOf(scenario) }, (_, index) => index);
  await runInLanes(resamples, executor.parallelism, async (replication) => {
    const drawn = await executor.draw({ scenario, replication, traces, blocks: layout });
    const tasks = points.map(async ({ replicas }, index) => {
      const evaluation = evaluationOfResample(scenario, replicas, drawn, replication);
      const result = await executor
        .evaluate(evaluation, drawn.columns)
        .catch(nameTask(setting, replicas, `resample ${replication}`));
      runs[index][replication] = condenseResample(result, scenario, replicas, standIns[index]);
      onDone();
    });
    await Promise.all(tasks);
  });
  return runs;
}
