import type { WorkloadColumns } from "../sim/sim-plan.ts";
import { measureBurstiness } from "../workload/measure-burstiness.ts";
import type { WorkloadFacts } from "./result.ts";
import { measureDispersion } from "./trace/measure-dispersion.ts";

/**
 * Describes the workload of one replication.
 *
 * @param columns - Its requests.
 * @param duration - Its end, in seconds.
 * @param notes - What the reader of the trace has to say.
 */
export function describeWorkload(
  columns: WorkloadColumns,
  duration: number,
  notes: readonly string[],
): WorkloadFacts {
  const { arrivals, inputs, outputs } = columns;
  return {
    requests: arrivals.length,
    duration,
    ...measureBurstiness(arrivals),
    burstiness: measureDispersion(arrivals).map(({ index, poisson, scale, windows }) => {
      return { scale, windows, dispersion: index, poisson };
    }),
    inputTokensMean: meanOf(inputs),
    outputTokensMean: meanOf(outputs),
    notes,
  };
}

function meanOf(counts: Int32Array): number | null {
  if (counts.length === 0) return null;
  let sum = 0;
  for (const count of counts) sum += count;
  return sum / counts.length;
}
