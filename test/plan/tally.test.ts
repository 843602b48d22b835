import { describe, expect, it } from "vitest";
import { METRICS } from "../../src/plan/metrics.ts";
import { Tally, type CountedObjective, type TallyData } from "../../src/plan/tally.ts";
import type { FinishedBlock } from "../../src/sim/finished-requests.ts";
import {
  OUTCOME_COMPLETED,
  OUTCOME_REJECTED_CANNOT_FIT,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_TIMED_OUT,
  ROUTER_CENTRAL_QUEUE,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";
import { LogHistogram } from "../../src/stats/log-histogram.ts";

const LINE = { xs: Float64Array.of(0, 1), ys: Float64Array.of(1, 1) };
const SERIAL: SimPlan["service"] = { kind: SERVICE_SERIAL, concurrency: 1 };
const CONTINUOUS: SimPlan["service"] = {
  kind: SERVICE_CONTINUOUS,
  maxBatchedTokens: 1,
  maxSequences: 1,
  kvBlocks: Infinity,
  blockSize: 1,
  sequenceCost: LINE,
  prefillCost: LINE,
  perContextToken: 0,
  perPrefillTokenSquared: 0,
};

interface Finished {
  readonly row: number;
  readonly start?: number;
  readonly first?: number;
  readonly end: number;
  readonly outcome?: number;
}

interface Setup {
  readonly service: SimPlan["service"];
  readonly arrivals: readonly number[];
  readonly outputs?: readonly number[];
  readonly overhead?: number;
  readonly measure: readonly [from: number, to: number];
  readonly objectives: readonly CountedObjective[];
  readonly batches: number;
  /** Class of each request, for several classes. */
  readonly classes?: readonly number[];
}

function tally(setup: Setup, finished: readonly Finished[]): TallyData {
  const plan: SimPlan = {
    replicas: 1,
    router: ROUTER_CENTRAL_QUEUE,
    queueLimit: Infinity,
    timeout: Infinity,
    cancel: 1,
    requestOverhead: setup.overhead ?? 0,
    measureFrom: setup.measure[0],
    measureTo: setup.measure[1],
    control: null,
    service: setup.service,
  };
  const columns: WorkloadColumns = {
    arrivals: Float64Array.from(setup.arrivals),
    inputs: new Int32Array(0),
    outputs: Int32Array.from(setup.outputs ?? []),
    serviceTimes: new Float64Array(0),
    jitters: new Float64Array(0),
    timeouts: new Float64Array(0),
    routeUniforms: new Float64Array(0),
    classes: Int32Array.from(setup.classes ?? []),
    prefixOffsets: new Int32Array(0),
    prefixHashes: new Int32Array(0),
  };
  const sink = new Tally(plan, columns, setup.objectives, {
    batches: setup.batches,
    bins: { width: 1, count: 3 },
    classes: setup.classes === undefined ? 0 : Math.max(...setup.classes) + 1,
  });
  // In two blocks, the first of them with room to spare.
  sink.accept(blockOf(finished), 2);
  sink.accept(blockOf(finished.slice(2)), finished.length - 2);
  return sink.toData();
}

function blockOf(finished: readonly Finished[]): FinishedBlock {
  return {
    rows: Int32Array.from(finished, ({ row }) => row),
    replicas: new Int32Array(finished.length),
    starts: Float64Array.from(finished, ({ start }) => start ?? NaN),
    firsts: Float64Array.from(finished, ({ first }) => first ?? NaN),
    ends: Float64Array.from(finished, ({ end }) => end),
    outcomes: Uint8Array.from(finished, ({ outcome }) => outcome ?? OUTCOME_COMPLETED),
  };
}

/** Number and sum of the values of a measure in a batch. */
function totalsOf(data: TallyData, metric: string, batch: number): [count: number, sum: number] {
  const batches = data.batchRequests.length;
  const place = METRICS.findIndex((name) => name === metric) * batches + batch;
  const { count, sum } = LogHistogram.fromData(data.histograms[place]);
  return [count, sum];
}

describe("Tally of a service with tokens", () => {
  // Rows 0 and 1 arrive in the warm-up; rows 2 and 3 are the first batch, 4 and 5 the second.
  const data = tally(
    {
      service: CONTINUOUS,
      arrivals: [0, 1, 2, 3, 4, 5],
      outputs: [5, 5, 5, 1, 3, 3],
      overhead: 0.5,
      measure: [2, 10],
      objectives: [
        { metric: "latency", within: 3.5, classIndex: -1 },
        { metric: "tpot", within: 0.5, classIndex: -1 },
        { metric: "ttft", within: 1.25, classIndex: -1 },
      ],
      batches: 2,
    },
    [
      { row: 1, start: 1, first: 1.25, end: 1.5 },
      { row: 0, start: 0, first: 1, end: 3 },
      // Latency 3 + 0.5, TTFT 1 + 0.5, TPOT (5 − 3)/4 = 0.5.
      { row: 2, start: 2.5, first: 3, end: 5 },
      // A single token, whose TPOT is good: latency and TTFT 0.75 + 0.5.
      { row: 3, start: 3, first: 3.75, end: 3.75 },
      { row: 5, start: 6, end: 6.5, outcome: OUTCOME_TIMED_OUT },
      // After the span: latency 7 + 0.5, TTFT 0.5 + 0.5, TPOT (11 − 4.5)/2 = 3.25.
      { row: 4, start: 4.25, first: 4.5, end: 11 },
    ],
  );

  it("counts the outcomes of what arrives after the warm-up", () => {
    expect([...data.outcomes]).toEqual([3, 0, 0, 1, 0, 0, 0]);
    expect([...data.batchRequests]).toEqual([2, 2]);
    expect([...data.batchFailures]).toEqual([0, 1]);
  });

  it("counts ends inside the measured span, whenever they arrived", () => {
    expect(data.completedInSpan).toBe(3);
  });

  it("counts violations on exact values, the limit itself being good", () => {
    expect([...data.batchViolations]).toEqual([0, 2, 0, 2, 1, 1]);
  });

  it("counts by time of arrival too, the last bin taking what is left of the span", () => {
    expect([...data.bins.requests]).toEqual([1, 1, 2]);
    expect([...data.bins.violations]).toEqual([0, 0, 2, 0, 0, 2, 1, 0, 1]);
  });

  it("calls good what meets every objective", () => {
    expect(data.good).toBe(1);
  });

  it("records each measure by batch, with the overhead where it belongs", () => {
    expect(totalsOf(data, "latency", 0)).toEqual([2, 3.5 + 1.25]);
    expect(totalsOf(data, "latency", 1)).toEqual([1, 7.5]);
    expect(totalsOf(data, "ttft", 0)).toEqual([2, 1.5 + 1.25]);
    expect(totalsOf(data, "ttft", 1)).toEqual([1, 1]);
    expect(totalsOf(data, "queueWait", 0)).toEqual([2, 0.5 + 0]);
    expect(totalsOf(data, "queueWait", 1)).toEqual([1, 0.25]);
  });

  it("has a TPOT only for two tokens and more", () => {
    expect(totalsOf(data, "tpot", 0)).toEqual([1, 0.5]);
    expect(totalsOf(data, "tpot", 1)).toEqual([1, 3.25]);
  });
});

describe("Tally of a service without tokens", () => {
  const data = tally(
    {
      service: SERIAL,
      arrivals: [0, 1, 2, 3],
      measure: [0, 4],
      objectives: [
        { metric: "ttft", within: 1, classIndex: -1 },
        { metric: "queueWait", within: 0, classIndex: -1 },
        { metric: "tpot", within: 0.1, classIndex: -1 },
      ],
      batches: 1,
    },
    [
      { row: 0, start: 0, first: 1, end: 1 },
      { row: 2, end: 2, outcome: OUTCOME_REJECTED_QUEUE_FULL },
      { row: 1, start: 1.5, first: 2.5, end: 2.5 },
      { row: 3, end: 3, outcome: OUTCOME_REJECTED_CANNOT_FIT },
    ],
  );

  it("takes the latency as time to first token, and has no TPOT to violate", () => {
    expect([...data.batchViolations]).toEqual([3, 3, 2]);
    expect(totalsOf(data, "tpot", 0)).toEqual([0, 0]);
  });

  it("keeps the two kinds of rejection apart, bad for every objective", () => {
    expect([...data.outcomes]).toEqual([2, 1, 1, 0, 0, 0, 0]);
    expect([...data.batchFailures]).toEqual([2]);
    expect(data.good).toBe(1);
  });
});

describe("Tally of uneven batches", () => {
  it("cuts consecutive requests into batches that differ by at most one", () => {
    const arrivals = Array.from({ length: 23 }, (_, row) => row);
    const { batchRequests } = tally(
      { service: SERIAL, arrivals, measure: [3, 23], objectives: [], batches: 7 },
      arrivals.map((row) => ({ row, start: row, first: row, end: row })),
    );
    expect(batchRequests.reduce((sum, count) => sum + count)).toBe(20);
    expect(new Set(batchRequests)).toEqual(new Set([2, 3]));
  });

  it("counts classes by themselves, and an objective on its class alone", () => {
    const data = tally(
      {
        service: SERIAL,
        arrivals: [0, 1, 2, 3],
        classes: [0, 1, 0, 1],
        measure: [0, 4],
        objectives: [
          { metric: "latency", within: 1, classIndex: 0 },
          { metric: "latency", within: 1, classIndex: 1 },
          { metric: "latency", within: 1, classIndex: -1 },
        ],
        batches: 2,
      },
      [
        { row: 0, start: 0, end: 3 },
        { row: 1, start: 1, end: 1.5 },
        { row: 2, end: 2, outcome: OUTCOME_REJECTED_QUEUE_FULL },
        { row: 3, start: 3, end: 3.5 },
      ],
    );
    expect([...data.batchViolations]).toEqual([1, 1, 0, 0, 1, 1]);
    expect(data.good).toBe(2);
    const [first, second] = data.classes;
    expect([...first.outcomes]).toEqual([1, 1, 0, 0, 0, 0, 0]);
    expect([...first.batchRequests]).toEqual([1, 1]);
    expect([...first.batchFailures]).toEqual([0, 1]);
    expect([...second.batchRequests]).toEqual([1, 1]);
    expect([...first.binRequests]).toEqual([1, 0, 1]);
    expect([...second.binRequests]).toEqual([0, 1, 1]);
    const latencies = second.histograms.slice(0, 2).map(({ count, max }) => [count, max]);
    expect(latencies).toEqual([
      [1, 0.5],
      [1, 0.5],
    ]);
  });
});
