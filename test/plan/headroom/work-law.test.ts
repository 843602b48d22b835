import { describe, expect, it } from "vitest";
import { openWorkLaw } from "../../../src/plan/headroom/work-law.ts";
import {
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  SERVICE_SERIAL,
  type ContinuousPlan,
  type SimPlan,
  type WorkloadColumns,
} from "../../../src/sim/sim-plan.ts";
import { checkPatientRuns, SERVICE_KINDS } from "../../helpers/random-runs.ts";

/** Seconds of all rows together, and the requests in progress meanwhile. */
function workOf(service: SimPlan["service"], columns: Partial<WorkloadColumns>, rows: number) {
  const law = openWorkLaw(service);
  const none = new Float64Array(0);
  const full: WorkloadColumns = {
    arrivals: none,
    inputs: new Int32Array(0),
    outputs: new Int32Array(0),
    serviceTimes: none,
    jitters: none,
    timeouts: none,
    routeUniforms: none,
    classes: new Int32Array(0),
    prefixOffsets: new Int32Array(0),
    prefixHashes: new Int32Array(0),
    ...columns,
  };
  const sums = new Float64Array(law.terms);
  for (let row = 0; row < rows; row++) law.add(sums, full, row);
  return { seconds: law.seconds(sums), batchSize: law.batchSize(sums) };
}

const CONTINUOUS: ContinuousPlan = {
  kind: SERVICE_CONTINUOUS,
  maxBatchedTokens: 2048,
  maxSequences: 10,
  kvBlocks: Infinity,
  blockSize: 1,
  sequenceCost: { xs: Float64Array.of(0, 1), ys: Float64Array.of(6, 6.5) },
  prefillCost: { xs: Float64Array.of(0, 1), ys: Float64Array.of(0, 0.01) },
  perContextToken: 0.001,
  perPrefillTokenSquared: 0,
};

/** Two requests of 100 tokens in and 5 out. */
const TWO = { inputs: Int32Array.of(100, 100), outputs: Int32Array.of(5, 5) };

describe("openWorkLaw", () => {
  it("adds up the times of a serial service over its slots", () => {
    const service = { kind: SERVICE_SERIAL, concurrency: 2 } as const;
    expect(workOf(service, { serviceTimes: Float64Array.of(1, 2, 3) }, 3)).toEqual({
      seconds: 3,
      batchSize: null,
    });
  });

  it("gives every request its share of the cheapest batch", () => {
    const service = {
      kind: SERVICE_BATCH,
      maxBatch: 4,
      maxWait: 0,
      // A third request is free, a fourth is not.
      batchTimes: Float64Array.of(0, 5, 6, 6, 12),
      preferredAtMost: new Int32Array(5),
      hasPreferred: 0,
      adaptiveLatency: Infinity,
    } as const;
    expect(workOf(service, {}, 30)).toEqual({ seconds: 60, batchSize: 3 });
  });

  it("shares the steps of continuous batching among as many sequences as may run", () => {
    // Each takes part in 1 + 4 steps of (6 + 0.5·10)/10 a sequence, prefills 100 tokens, and
    // decodes over contexts of 100, 101, 102 and 103 tokens.
    const { batchSize, seconds } = workOf(CONTINUOUS, TWO, 2);
    expect(batchSize).toBe(10);
    expect(seconds).toBeCloseTo(2 * (5 * 1.1 + 1 + 0.406), 10);
  });

  it("shares them among as many as the KV memory holds on average", () => {
    // Blocks of 10 tokens: 10 for the prefill, then 11 four times: 10.8 on average of 54 blocks.
    const tight = { ...CONTINUOUS, kvBlocks: 54, blockSize: 10 };
    const { batchSize, seconds } = workOf(tight, TWO, 2);
    expect(batchSize).toBeCloseTo(5, 12);
    expect(seconds).toBeCloseTo(2 * (5 * (6 / 5 + 0.5) + 1 + 0.406), 10);
  });

  it("shares them among as many as the token budget feeds on average", () => {
    // 104 tokens over ⌈100/50⌉ + 4 = 6 steps: 17.33 of 50 a step.
    const tight = { ...CONTINUOUS, maxBatchedTokens: 50 };
    expect(workOf(tight, TWO, 2).batchSize).toBeCloseTo(50 / (104 / 6), 12);
  });

  it("takes no time for what can never fit", () => {
    const tiny = { ...CONTINUOUS, kvBlocks: 103 };
    expect(workOf(tiny, TWO, 2).seconds).toBe(0);
    expect(workOf({ ...CONTINUOUS, kvBlocks: 104 }, TWO, 2).seconds).toBeGreaterThan(0);
  });

  it.each(SERVICE_KINDS)("is never more than %s service took", (kind) => {
    let compared = 0;
    let nearly = 0;
    const wholeRun = { queueLimit: Infinity, measureFrom: 0, measureTo: 1e9 };
    checkPatientRuns(kind, 300, wholeRun, ({ columns, label, plan, recording }) => {
      // One batch may be lucky; only the mean of the jitter is 1.
      if (columns.jitters.length > 0) return;
      const { service } = plan;
      const slots = service.kind === SERVICE_SERIAL ? service.concurrency : 1;
      const took = recording.usage.busyTime / slots;
      const { seconds } = workOf(service, columns, columns.arrivals.length);
      expect(seconds, label).toBeLessThanOrEqual(took * (1 + 1e-9));
      compared++;
      if (seconds > 0.5 * took) nearly++;
    });
    expect(compared).toBeGreaterThan(100);
    expect(nearly).toBeGreaterThan(30);
  });
});
