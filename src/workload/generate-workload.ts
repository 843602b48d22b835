import type { Distribution } from "../random/distribution.ts";
import { sampleCountsInto } from "../random/sample-into.ts";
import { openStream, type Stream } from "../random/stream.ts";
import type { ArrivalProcess } from "./arrival-process.ts";
import { generateArrivals } from "./generate-arrivals.ts";

/** What to generate. */
export interface WorkloadRequest {
  /** Seed of the run. */
  readonly seed: number;
  /** Replication, counted from 0; each has draws of its own. */
  readonly replication: number;
  /** Seconds the run lasts, > 0. */
  readonly duration: number;
  readonly arrivals: ArrivalProcess;
  /** Law of the input tokens; null for services without tokens. */
  readonly input: Distribution | null;
  /** Law of the output tokens; null for services without tokens. */
  readonly output: Distribution | null;
}

/** Requests in arrival order, one a row; columns of a null law have length 0. */
export interface GeneratedWorkload {
  /** Seconds, ascending, in [0, duration). */
  readonly arrivals: Float64Array<ArrayBuffer>;
  /** Input tokens, ≥ 1. */
  readonly inputs: Int32Array<ArrayBuffer>;
  /** Output tokens, ≥ 1. */
  readonly outputs: Int32Array<ArrayBuffer>;
}

/**
 * Generates the requests of one replication. Arrivals, states, inputs and outputs come from streams
 * of those names, so that changing one law leaves the draws of the others alone.
 *
 * @param request - What to generate; laws are taken as valid.
 * @param suffix - Goes after the name of each stream, to tell several generators apart.
 * @throws RangeError if some state of an `mmpp` can't be reached from some other.
 */
export function generateWorkload(request: WorkloadRequest, suffix = ""): GeneratedWorkload {
  const { seed, replication, duration } = request;
  const open = (purpose: string): Stream => openStream(seed, replication, purpose + suffix);
  const arrivals = generateArrivals(request.arrivals, duration, {
    arrivals: open("arrivals"),
    states: open("states"),
  });
  const count = arrivals.length;
  return {
    arrivals,
    inputs: sampleCounts(request.input, open("input"), count),
    outputs: sampleCounts(request.output, open("output"), count),
  };
}

function sampleCounts(
  law: Distribution | null,
  stream: Stream,
  count: number,
): Int32Array<ArrayBuffer> {
  const counts = new Int32Array(law === null ? 0 : count);
  if (law !== null) sampleCountsInto(law, stream, counts);
  return counts;
}
