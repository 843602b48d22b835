import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { billOf } from "../../../src/plan/fleet/fleet-bill.ts";
import { committedNodes, countCost, fleetCost } from "../../../src/plan/fleet/node-cost.ts";
import type { NodeSection } from "../../../src/scenario/price-section.ts";
import { pointOf } from "../evaluated.ts";
import { scenarioWith } from "../swept.ts";

const NODES: NodeSection = { replicasPerNode: 4, price: 8, committed: [] };
const MIXED: NodeSection = {
  replicasPerNode: 2,
  price: 10,
  committed: [
    { size: { share: 0.6 }, price: 6 },
    { size: { nodes: 1 }, price: 5 },
  ],
};

describe("countCost", () => {
  it("is the count times the price without nodes", () => {
    expect(countCost({ nodes: null, price: 4.1 }, 6)).toBe(24.6);
  });

  it("pays for the nodes that the replicas fill, the last one as a whole", () => {
    const costs = [1, 4, 5, 8, 9].map((count) => countCost({ nodes: NODES, price: 2 }, count));
    expect(costs).toEqual([8, 8, 16, 16, 24]);
  });

  it("pays for commitments whether they are used or not, shares of the nodes rounded down", () => {
    // 10 replicas fill 5 nodes: 3 of them at $6, 1 at $5, and 1 beyond them at $10.
    expect(committedNodes(MIXED, 10)).toEqual([3, 1]);
    expect(countCost({ nodes: MIXED, price: 4 }, 10)).toBe(33);
    // 1 replica fills 1 node, of which 60 % is none; the committed one takes it.
    expect(countCost({ nodes: MIXED, price: 4 }, 1)).toBe(5);
  });

  it("takes whole shares of whole nodes, whatever the binary fraction", () => {
    const nodes: NodeSection = {
      replicasPerNode: 1,
      price: 1,
      committed: [{ size: { share: 0.29 }, price: 1 }],
    };
    // 0.29 × 100 is 28.999999999999996 in binary.
    expect(committedNodes(nodes, 100)).toEqual([29]);
  });

  it("never falls when replicas are added", () => {
    const count = fc.integer({ min: 1, max: 400 });
    const arbitrary = fc.record({
      replicasPerNode: fc.integer({ min: 1, max: 8 }),
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(arbitrary, count, ({ replicasPerNode, share }, replicas) => {
        const committed = [{ size: { share }, price: 3 }];
        const fleet = { nodes: { replicasPerNode, price: 7, committed }, price: 1 };
        expect(countCost(fleet, replicas + 1)).toBeGreaterThanOrEqual(countCost(fleet, replicas));
      }),
      { seed: 71, numRuns: 200 },
    );
  });
});

describe("fleetCost", () => {
  it("rounds a mean up to a whole node", () => {
    expect(fleetCost({ nodes: NODES, price: 2 }, 4.2, [])).toBe(16);
    expect(fleetCost({ nodes: NODES, price: 2 }, 4, [])).toBe(8);
  });
});

const ELASTIC =
  "fleet={autoscaler: {kind: schedule, points: [[0s, 1], [10s, 3], [30s, 2]], period: 60s},\n" +
  " router: central-queue, price: {perNode: $12/h, replicasPerNode: 2, mix: [{nodes: 1,\n" +
  " price: $6/h}, {term: on-demand}]}}";

describe("the bill of a fleet that changes", () => {
  it("pays for the nodes of each instant, not for those of the mean", () => {
    const scenario = scenarioWith(
      ELASTIC,
      "workload.generate={duration: 60s, arrivals: {process: deterministic, rate: 2/s}}",
      "service={kind: serial, time: 1ms}",
      "run={replications: 1, warmup: 0s}",
    );
    const point = pointOf(scenario);
    // One replica for 10 s, three for 20 s, two for 30 s: two nodes for 20 of 60 s, else one; the
    // first is committed at $6, the second costs $12. The mean of 2 1/6 replicas would fill 2.
    expect(point.fleet?.meanReplicas).toBeCloseTo((10 + 60 + 60) / 60, 2);
    expect(point.costPerHour).toBeCloseTo(6 + 12 / 3, 2);
    const billed = point.costLedger.lines.reduce((sum, line) => sum + line.costPerHour, 0);
    expect(billed).toBeCloseTo(point.costPerHour, 9);
  });

  it("charges the least billing time by the replica", () => {
    const scenario = scenarioWith(ELASTIC);
    const usage = {
      paidTime: 110,
      startingTime: 0,
      readyTime: 100,
      drainingTime: 0,
      downTime: 0,
      minimumTime: 10,
      warmTime: 0,
      // Two replicas for 50 s of 100 s; then none.
      batches: [{ countTimes: [50, 0, 50], minimumTime: 10 }],
      peakReplicas: 2,
      started: 0,
      startedWarm: 0,
      stopped: 0,
      failures: 0,
      reclaims: 0,
    };
    const clients = {
      attempts: 0,
      retries: 0,
      hedges: 0,
      hedgeWins: 0,
      retriesDenied: 0,
      lost: 0,
      cachedTokens: 0,
      admittedTokens: 0,
    };
    const control = { fleet: usage, clients, timeline: null };
    const run = { scenario, replicas: 1, replications: [{ control, span: 100 }] };
    // The committed node is paid for all the time; 10 s of a replica cost $6/h of 100 s.
    expect(billOf(run).costPerHour).toBeCloseTo(6 + 0.1 * 6, 12);
  });
});
