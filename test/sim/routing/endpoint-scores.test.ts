import { describe, expect, it } from "vitest";

import { pickMaxScore, scoreEndpoints } from "../../../src/sim/routing/endpoint-scores.ts";
import { HandFleet } from "./hand-fleet.ts";

function score(
  fleet: HandFleet,
  shares: readonly number[],
  weights: { queue: number; kv: number; prefix: number; running: number },
): number[] {
  const scores = new Float64Array(fleet.accepting.length + 1).fill(99);
  scoreEndpoints(fleet.accepting, Float64Array.from(shares), weights, fleet, scores);
  expect(scores[fleet.accepting.length]).toBe(99);
  return [...scores.subarray(0, fleet.accepting.length)];
}

const DEFAULTS = { queue: 2, kv: 2, prefix: 3, running: 0 };

describe("scoreEndpoints", () => {
  it("sums queue, kv and prefix scores under the default weights", () => {
    const fleet = new HandFleet(3);
    fleet.waiting.set([0, 4, 1]);
    fleet.running.set([9, 0, 0]);
    fleet.kvUses = [0.5, 0.25, 1];
    // queue: 4/4, 0/4, 3/4. kv: 0.5, 0.75, 0. prefix as given. Sums: 2·1 + 2·0.5 + 3·0 = 3,
    // 2·0 + 2·0.75 + 3·1 = 4.5, 2·0.75 + 2·0 + 3·0.5 = 3.
    expect(score(fleet, [0, 1, 0.5], DEFAULTS)).toEqual([3, 4.5, 3]);
  });

  it("gives every replica the full queue and running score when they are equal", () => {
    const fleet = new HandFleet(2);
    fleet.waiting.fill(7);
    fleet.running.fill(3);
    fleet.kvUses = [1, 1];
    expect(score(fleet, [0, 0], { queue: 2, kv: 2, prefix: 3, running: 5 })).toEqual([7, 7]);
  });

  it("scores running requests as the queue", () => {
    const fleet = new HandFleet(3);
    fleet.running.set([2, 10, 4]);
    // (10 − 2)/8, 0, (10 − 4)/8.
    const weights = { queue: 0, kv: 0, prefix: 0, running: 1 };
    expect(score(fleet, [0, 0, 0], weights)).toEqual([1, 0, 0.75]);
  });

  it("takes the range over the candidates alone", () => {
    const fleet = new HandFleet(4);
    fleet.accepting = [1, 3];
    fleet.waiting.set([100, 2, 50, 6]);
    expect(score(fleet, [0, 0], { queue: 1, kv: 0, prefix: 0, running: 0 })).toEqual([1, 0]);
  });
});

describe("pickMaxScore", () => {
  it("takes the highest score whatever the uniform", () => {
    const scores = Float64Array.of(1, 3, 2, 9);
    expect([0, 0.5, 0.999].map((uniform) => pickMaxScore(scores, 3, uniform))).toEqual([1, 1, 1]);
  });

  it("gives equal highest scores equal shares of the uniform", () => {
    const scores = Float64Array.of(5, 2, 5, 5);
    const uniforms = [0, 0.33, 0.34, 0.66, 0.67, 1 - 2 ** -53];
    expect(uniforms.map((uniform) => pickMaxScore(scores, 4, uniform))).toEqual([0, 0, 2, 2, 3, 3]);
  });
});
