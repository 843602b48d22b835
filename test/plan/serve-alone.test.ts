import { describe, expect, it } from "vitest";
import { openColumns } from "../../src/compile/open-columns.ts";
import { evaluationOf } from "../../src/plan/evaluation-of.ts";
import { serveAlone, type ServedAlone } from "../../src/plan/serve-alone.ts";
import { pointOf } from "./evaluated.ts";
import { scenarioWith } from "./swept.ts";

/** Nine requests, at 1, 2, … 9 s of a span of 10 s. */
const NINE = [
  "workload.generate={duration: 10s, arrivals: {process: deterministic, rate: 1/s}}",
  "fleet={replicas: 1, price: $3.60/h, router: central-queue}",
];
const CONTINUOUS = [
  ...NINE,
  "workload.generate.input={distribution: constant, value: 5}",
  "workload.generate.output={distribution: constant, value: 3}",
  "service={kind: continuous, step: {base: 10ms, perPrefillToken: 1ms, perContextToken: 1ms, " +
    "perPrefillTokenSquared: 1ms}, maxBatchedTokens: 2, maxSequences: 4}",
];

function aloneWith(...sets: readonly string[]): ServedAlone {
  const scenario = scenarioWith(...sets);
  const drawn = openColumns(scenario, 0, []);
  const { objectives, plan } = evaluationOf(scenario, 1, drawn, 0);
  return serveAlone(plan, drawn.columns, objectives);
}

function perTry(time: string): string {
  return `client.retries={maxAttempts: 3, backoff: 1s, perTryTimeout: ${time}}`;
}

/** How many of nine requests, which take 83 ms as below, outlast their clients. */
function late(...sets: readonly string[]): number | undefined {
  const { objectives } = aloneWith(...CONTINUOUS, "slo.objectives=[{p50: 1s}]", ...sets);
  return objectives?.[0].timedOut;
}

/** A class of the same nine requests. */
function classWith(timeout: string): string {
  return (
    "{generate: {duration: 10s, arrivals: {process: deterministic, rate: 1/s}, " +
    `input: 5, output: 3}, timeout: ${timeout}}`
  );
}

describe("serveAlone", () => {
  it("takes a serial request for its own time, however long the queue would be", () => {
    const sets = [...NINE, "service={kind: serial, time: 5s, requestOverhead: 1s}"];
    const objectives = "slo.objectives=[{p50: 6s}, {p50: 5.9s}, {metric: queueWait, p50: 1ns}]";
    expect(aloneWith(...sets, objectives)).toEqual({
      drainTime: 5,
      objectives: [
        { requests: 9, violations: 0, timedOut: 0, neverFit: 0, fastest: 6 },
        { requests: 9, violations: 9, timedOut: 0, neverFit: 0, fastest: 6 },
        { requests: 9, violations: 0, timedOut: 0, neverFit: 0, fastest: 0 },
      ],
    });
  });

  it("starts the shortest batch at once, also where a lone request would wait for company", () => {
    const table = "{table: {1: 3s, 4: 2s}}";
    const service = `{kind: batch, latency: ${table}, maxBatch: 4, maxWait: 7s}`;
    const alone = aloneWith(...NINE, `service=${service}`, "slo.objectives=[{p50: 2s}]");
    expect(alone).toMatchObject({ drainTime: 2, objectives: [{ violations: 0, fastest: 2 }] });
  });

  it("takes a prompt in chunks and then a token a step", () => {
    // Chunks of 2, 2 and 1 tokens: 3 × 10 ms, 5 × 1 ms and (2·2 + 2·4 + 1·5) × 1 ms make 52 ms. Two
    // steps more read 5 and 6 tokens: 20 ms and 11 ms.
    const objectives = "[{metric: ttft, p50: 52.1ms}, {p50: 82ms}, {metric: tpot, p50: 16ms}]";
    const { drainTime, objectives: counts } = aloneWith(
      ...CONTINUOUS,
      `slo.objectives=${objectives}`,
    );
    expect(drainTime).toBeCloseTo(0.083, 12);
    expect(counts?.map(({ violations }) => violations)).toEqual([0, 9, 0]);
    expect(counts?.map(({ fastest }) => fastest)).toEqual([
      expect.closeTo(0.052, 12),
      expect.closeTo(0.083, 12),
      expect.closeTo(0.0155, 12),
    ]);
  });

  it.each([
    ["serial", [...NINE, "service.time={distribution: lognormal, mean: 300ms, cv: 0.5}"]],
    [
      "continuous",
      [...CONTINUOUS, "workload.generate.input={distribution: uniform, min: 1, max: 9}"],
    ],
  ])("agrees with the simulation of %s requests that never meet", (_, sets) => {
    const point = pointOf(
      scenarioWith(...sets, "fleet.replicas=9", "slo.objectives=[{p95: 80ms}]"),
    );
    const [{ alone, compliance }] = point.objectives;
    expect(alone?.compliance).toBe(compliance);
    expect(compliance).toBeLessThan(1);
    expect(alone?.fastest).toBeLessThanOrEqual(point.latency.p50 ?? 0);
    expect(alone?.fastest).toBeGreaterThan(0);
  });

  it("counts what can never fit as bad, and leaves it out of what is fastest", () => {
    const cache = "service.kvCache={blocks: 3, blockSize: 2}";
    const lost = { requests: 9, violations: 9, timedOut: 0, neverFit: 9 };
    const sets = [...CONTINUOUS, "workload.generate.output=1", "service.kvCache.blocks=2"];
    const objectives = "slo.objectives=[{p50: 1s}, {metric: tpot, p50: 1s}]";
    expect(aloneWith(...CONTINUOUS, cache, "slo.objectives=[{p50: 1s}]")).toEqual({
      drainTime: 0,
      objectives: [{ ...lost, fastest: Infinity }],
    });
    // A request without an answer is bad even where an answer of its kind has no such measure.
    expect(aloneWith(...sets, "service.kvCache.blockSize=2", objectives).objectives).toEqual([
      { ...lost, fastest: Infinity },
      { ...lost, fastest: Infinity },
    ]);
  });

  describe("with clients that give up", () => {
    // 5 s of service and 1 s of overhead.
    const slow = [...NINE, "service={kind: serial, time: 5s, requestOverhead: 1s}"];
    const every = "slo.objectives=[{p50: 9s}, {metric: queueWait, p50: 9s}]";
    const lateOf = (...sets: readonly string[]): unknown =>
      aloneWith(...slow, every, ...sets).objectives?.map((one) => [one.timedOut, one.violations]);

    it("counts an answer that comes too late as bad, whatever is measured", () => {
      expect(lateOf("client.timeout=5999ms")).toEqual([
        [9, 9],
        [9, 9],
      ]);
      expect(lateOf("client.timeout=6s")).toEqual([
        [0, 0],
        [0, 0],
      ]);
    });

    it("takes the shorter of the time of a request and that of an attempt", () => {
      expect(late(perTry("82ms"))).toBe(9);
      expect(late(perTry("84ms"))).toBe(0);
      expect(late(perTry("84ms"), "client.timeout=82ms")).toBe(9);
      expect(late(perTry("82ms"), "client.timeout={distribution: constant, value: 1s}")).toBe(9);
    });

    it("takes the patience that each of them has", () => {
      const law = "{distribution: empirical, values: [82ms, 84ms]}";
      const some = late(`client.timeout=${law}`) ?? 0;
      expect(some).toBeGreaterThan(0);
      expect(some).toBeLessThan(9);
    });

    it("takes that of a class before that of all", () => {
      const { objectives } = aloneWith(
        ...CONTINUOUS,
        `workload={classes: {hasty: ${classWith("82ms")}, patient: ${classWith("84ms")}}}`,
        "client.timeout=82ms",
        "slo.objectives=[{class: hasty, p50: 1s}, {class: patient, p50: 1s}]",
      );
      expect(objectives?.map(({ timedOut }) => timedOut)).toEqual([9, 0]);
    });

    it("finds no fleet that the simulation finds one for", () => {
      const sets = [...CONTINUOUS, "fleet.replicas=9", "slo.objectives=[{metric: ttft, p50: 1s}]"];
      const [hasty] = pointOf(scenarioWith(...sets, "client.timeout=82ms")).objectives;
      expect(hasty.compliance).toBe(0);
      expect(hasty.alone).toMatchObject({ compliance: 0, timedOut: 1 });
      const [patient] = pointOf(scenarioWith(...sets, "client.timeout=84ms")).objectives;
      expect(patient.compliance).toBe(1);
      expect(patient.alone?.timedOut).toBeUndefined();
    });
  });

  it("says nothing where a request can be faster than its own time", () => {
    const law = "service.time={distribution: exponential, mean: 1s}";
    const retries = "client.retries={maxAttempts: 2, backoff: {base: 100ms}}";
    expect(aloneWith(...NINE, law).objectives).toHaveLength(1);
    expect(aloneWith(...NINE, law, retries).objectives).toBeNull();
  });
});
