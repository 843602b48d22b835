import { openStream, type Stream } from "../random/stream.ts";
import type { ArrivalProcess } from "./arrival-process.ts";
import { generateArrivals } from "./generate-arrivals.ts";
import { sampleSizes, type SizeLaws, type Sizes } from "./sample-sizes.ts";

/** What to generate. */
export interface WorkloadRequest extends SizeLaws {
  /** Seed of the run. */
  readonly seed: number;
  /** Replication, counted from 0; each has draws of its own. */
  readonly replication: number;
  /** Seconds the run lasts, > 0. */
  readonly duration: number;
  readonly arrivals: ArrivalProcess;
}

/** Requests in arrival order, one a row; columns of a null law have length 0. */
export interface GeneratedWorkload extends Sizes {
  /** Seconds, ascending, in [0, duration). */
  readonly arrivals: Float64Array<ArrayBuffer>;
}

/**
 * Generates the requests of one replication. Arrivals, states, inputs and outputs come from streams
 * of those names, so that changing one law leaves the draws of the others alone; only a correlation
 * makes outputs depend on the uniforms of the inputs.
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
  return { arrivals, ...sampleSizes(request, arrivals, open) };
}
