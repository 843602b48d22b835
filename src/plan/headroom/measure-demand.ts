import { compileService } from "../../compile/compile-service.ts";
import type { OpenedWorkload } from "../../compile/open-columns.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { SERVICE_SERIAL, type SimPlan } from "../../sim/sim-plan.ts";
import { measureBurstiness } from "../../workload/measure-burstiness.ts";
import { openWorkLaw, type WorkLaw } from "./work-law.ts";
import { firstAtOrAfter } from "../../workload/first-at-or-after.ts";

/** What one replication's requests ask of a fleet, over the measured span. */
export interface Demand {
  /** Replicas kept busy by the requests of the whole span when nothing is wasted. */
  readonly load: number;
  /** The same in the busiest 10 s and 60 s; null if the span is shorter. */
  readonly peak10s: number | null;
  readonly peak60s: number | null;
  /** Requests in progress on a replica when nothing is wasted; null if it doesn't batch. */
  readonly batchSize: number | null;
  /** `serial` only, else null. */
  readonly queueing: QueueingFacts | null;
}

/** What the formulas of queueing theory ask for. */
export interface QueueingFacts {
  /** Arrivals per second. */
  readonly arrivalRate: number;
  /** Variance over squared mean of the gaps between arrivals; null for too few. */
  readonly gapScv: number | null;
  /** Variance over mean of the arrivals in windows of 60 s; null for too few. */
  readonly dispersion60s: number | null;
  /** Mean seconds of service. */
  readonly serviceMean: number;
  /** Variance over squared mean of the service times. */
  readonly serviceScv: number;
}

/** Seconds of a short window, and short windows in a long one. */
const SHORT_WINDOW = 10;
const SHORT_PER_LONG = 6;

/**
 * Measures what the requests of one replication ask of a fleet. Windows start at the end of the
 * warm-up, and only full ones count.
 */
export function measureDemand({ run, service }: Scenario, drawn: OpenedWorkload): Demand {
  return demandOf(compileService(service), drawn, run.warmup);
}

/**
 * The same of a service that is compiled already.
 *
 * @param drawn - The requests, in order of arrival.
 * @param warmup - Seconds from the start that aren't measured.
 */
export function demandOf(
  service: SimPlan["service"],
  drawn: OpenedWorkload,
  warmup: number,
): Demand {
  const law = openWorkLaw(service);
  const { arrivals } = drawn.columns;
  const span = drawn.duration - warmup;
  const total = new Float64Array(law.terms);
  const short = new PeakWindow(law, SHORT_WINDOW);
  const long = new PeakWindow(law, SHORT_WINDOW * SHORT_PER_LONG);
  const windows = Math.floor(span / SHORT_WINDOW);
  const longWindows = Math.floor(windows / SHORT_PER_LONG);

  const added = new Float64Array(law.terms);
  for (let row = firstAtOrAfter(arrivals, warmup); row < arrivals.length; row++) {
    added.fill(0);
    law.add(added, drawn.columns, row);
    const window = Math.floor((arrivals[row] - warmup) / SHORT_WINDOW);
    const longWindow = Math.floor(window / SHORT_PER_LONG);
    if (window < windows) short.add(window, added);
    if (longWindow < longWindows) long.add(longWindow, added);
    addInto(total, added);
  }
  return {
    load: law.seconds(total) / span,
    peak10s: windows > 0 ? short.peak() : null,
    peak60s: longWindows > 0 ? long.peak() : null,
    batchSize: law.batchSize(total),
    queueing: service.kind === SERVICE_SERIAL ? queueingFacts(drawn, warmup) : null,
  };
}

/** The largest load among windows that are filled one after the other. */
class PeakWindow {
  private readonly law: WorkLaw;
  private readonly width: number;
  private readonly sums: Float64Array;
  private window = 0;
  private most = 0;

  constructor(law: WorkLaw, width: number) {
    this.law = law;
    this.width = width;
    this.sums = new Float64Array(law.terms);
  }

  add(window: number, added: Float64Array): void {
    if (window !== this.window) {
      this.most = this.peak();
      this.sums.fill(0);
      this.window = window;
    }
    addInto(this.sums, added);
  }

  peak(): number {
    return Math.max(this.most, this.law.seconds(this.sums) / this.width);
  }
}

function addInto(sums: Float64Array, added: Float64Array): void {
  for (let term = 0; term < sums.length; term++) sums[term] += added[term];
}

function queueingFacts({ columns }: OpenedWorkload, warmup: number): QueueingFacts {
  const first = firstAtOrAfter(columns.arrivals, warmup);
  const { indexOfDispersion, interarrivalCv, rate } = measureBurstiness(
    columns.arrivals.subarray(first),
  );
  const times = columns.serviceTimes.subarray(first);
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const squares = times.reduce((sum, time) => sum + (time - mean) ** 2, 0);
  return {
    arrivalRate: rate,
    gapScv: interarrivalCv === null ? null : interarrivalCv ** 2,
    dispersion60s: indexOfDispersion["60s"],
    serviceMean: mean,
    serviceScv: squares / times.length / mean ** 2,
  };
}
