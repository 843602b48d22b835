import { describe, expect, it } from "vitest";
import { chooseBatching } from "../../../src/plan/batching-scheme.ts";
import { costInterval, type BilledPoint } from "../../../src/plan/fleet/cost-interval.ts";
import { joinBatches, lengthOf } from "../../../src/plan/fleet/fleet-bill.ts";
import { summarizePoint } from "../../../src/plan/summarize-point.ts";
import { simulate } from "../evaluated.ts";
import { scenarioWith } from "../swept.ts";

/** A minute of traffic that keeps no replica for more than a millisecond. */
const STEPS = [
  "workload.generate={duration: 60s, arrivals: {process: deterministic, rate: 2/s}}",
  "service={kind: serial, time: 1ms}",
  "run={replications: 1, warmup: 0s}",
];
/** One replica for 10 s, three for 20 s, two for 30 s. */
const SCHEDULE = "kind: schedule, points: [[0s, 1], [10s, 3], [30s, 2]], period: 60s";

function pointWith(...sets: readonly string[]): BilledPoint {
  return { ...simulate(scenarioWith(...sets)), confidence: 0.95 };
}

describe("costInterval", () => {
  it("is a t interval over ten stretches of time", () => {
    // Tenths of 1 and 3 replicas in turn at $6: deviations of $6 about $12; t of 9 degrees of
    // freedom 2.262157.
    const half = 2.262157 * Math.sqrt((10 * 36) / 9 / 10);
    const turns = "kind: schedule, points: [[0s, 1], [6s, 3]], period: 12s";
    const fleet = `fleet={autoscaler: {${turns}}, router: central-queue, price: $6/h}`;
    const [low, high] = costInterval(pointWith(fleet, ...STEPS))!;
    expect(low).toBeCloseTo(12 - half, 2);
    expect(high).toBeCloseTo(12 + half, 2);
  });

  it("is one over five longer ones where their spread makes it wider", () => {
    const fleet = `fleet={autoscaler: {${SCHEDULE}}, router: central-queue, price: $6/h}`;
    // Fifths of 4/3, 3, 2.5, 2 and 2 replicas about 13/6: t of 4 degrees 2.776445.
    const squares = [4 / 3, 3, 2.5, 2, 2].reduce((sum, size) => sum + (size - 13 / 6) ** 2, 0);
    const half = 6 * 2.776445 * Math.sqrt(squares / 4 / 5);
    const [low, high] = costInterval(pointWith(fleet, ...STEPS))!;
    expect(low).toBeCloseTo(13 - half, 2);
    expect(high).toBeCloseTo(13 + half, 2);
  });

  it("is about the nodes that the count of each instant fills", () => {
    const price =
      "{perNode: $12/h, replicasPerNode: 2, mix: [{nodes: 1, price: $6/h}, {term: on-demand}]}";
    const fleet = `fleet={autoscaler: {${SCHEDULE}}, router: central-queue, price: ${price}}`;
    // Fifths cost $8, $18, $12, $6 and $6 an hour: squares 4 + 64 + 4 + 16 + 16 about $10.
    const half = 2.776445 * Math.sqrt(104 / 4 / 5);
    const [low, high] = costInterval(pointWith(fleet, ...STEPS))!;
    expect(low).toBeCloseTo(10 - half, 1);
    expect(high).toBeCloseTo(10 + half, 1);
  });

  it("takes as many stretches of a replication as it has coarse batches", () => {
    const fleet = `fleet={autoscaler: {${SCHEDULE}}, router: central-queue, price: $6/h}`;
    const one = pointWith(fleet, ...STEPS);
    const two = { ...one, replications: [...one.replications, ...one.replications] };
    // Five fifths each, twice over: mean replicas 4/3, 3, 2.5, 2, 2 about 13/6.
    const squares = [4 / 3, 3, 2.5, 2, 2].reduce((sum, size) => sum + (size - 13 / 6) ** 2, 0);
    const half = 6 * 2.262157 * Math.sqrt((2 * squares) / 9 / 10);
    const [low, high] = costInterval({ ...two, scheme: chooseBatching(2) })!;
    expect(low).toBeCloseTo(13 - half, 2);
    expect(high).toBeCloseTo(13 + half, 2);
  });

  it("goes by replications alone from four of them on, whatever waves each has", () => {
    // $16 and $32 an hour in turn: deviations of $8 about $24; t of 3 degrees of freedom 3.182446.
    const [small, large] = [1, 2].map((scale) => {
      const points = `[[0s, ${scale}], [10s, ${3 * scale}]]`;
      const scaler = `{kind: schedule, points: ${points}, period: 60s}`;
      const fleet = `fleet={autoscaler: ${scaler}, router: central-queue, price: $6/h}`;
      return pointWith(fleet, ...STEPS);
    });
    const [low, high] = costInterval({
      ...small,
      replications: [small, large, small, large].flatMap(({ replications }) => replications),
      scheme: chooseBatching(4),
    })!;
    const half = 3.182446 * Math.sqrt((4 * 64) / 3 / 4);
    expect(low).toBeCloseTo(24 - half, 2);
    expect(high).toBeCloseTo(24 + half, 2);
  });

  it("is not below nothing", () => {
    const fleet = `fleet={autoscaler: {${SCHEDULE}}, router: central-queue, price: $6/h}`;
    const sure = { ...pointWith(fleet, ...STEPS), confidence: 1 - 1e-9 };
    expect(costInterval(sure)![0]).toBe(0);
  });

  it("is none for a fleet that costs the same at all times, nor in hindsight", () => {
    const fixed = pointWith("fleet={replicas: 2, price: $3/h}", ...STEPS);
    expect(costInterval(fixed)).toBeNull();
    const warm = "fleet={replicas: 2, price: $3/h, warm: {replicas: 1, price: $1/h, start: 5s}}";
    expect(costInterval(pointWith(warm, "fleet.coldStart=20s", ...STEPS))).toBeNull();
    const fleet = `fleet={autoscaler: {${SCHEDULE}}, router: central-queue, price: $6/h}`;
    expect(costInterval({ ...pointWith(fleet, ...STEPS), confidence: null })).toBeNull();
  });
});

describe("the stretches of a bill", () => {
  const point = simulate(
    scenarioWith(
      `fleet={price: $3/h, router: central-queue, autoscaler: {${SCHEDULE}}}`,
      "fleet.coldStart=20s",
      "fleet.billing={minimum: 2m}",
      "fleet.failures={onLoss: retry,\n" +
        " replica: {uptime: {distribution: exponential, mean: 2m}, downtime: 20s}}",
      "service.time={distribution: exponential, mean: 300ms}",
      "run.replications=2",
    ),
  );

  it("are equally long, and together the whole", () => {
    for (const { control, span } of point.replications) {
      const { batches, minimumTime, paidTime } = control!.fleet;
      for (const batch of batches) expect(lengthOf(batch)).toBeCloseTo(span / 10, 9);
      const whole = joinBatches(batches);
      const counted = whole.countTimes.reduce((sum, time, count) => sum + time * count, 0);
      expect(minimumTime).toBeGreaterThan(0);
      expect(minimumTime).toBeGreaterThan(0);
      expect(whole.minimumTime).toBeCloseTo(minimumTime, 9);
      expect(counted + whole.minimumTime).toBeCloseTo(paidTime, 7);
    }
  });

  it("put the interval around the bill", () => {
    const { costInterval: interval, costPerHour } = summarizePoint({ ...point, confidence: 0.9 });
    const [low, high] = interval!;
    expect(low).toBeLessThan(costPerHour);
    expect(high).toBeGreaterThan(costPerHour);
    expect(low + high).toBeCloseTo(2 * costPerHour, 9);
  });
});
