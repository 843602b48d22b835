import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Router } from "../../src/sim/router.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  SERVICE_SERIAL,
} from "../../src/sim/sim-plan.ts";
import { handBuiltColumns, handBuiltPlan } from "../steppers/hand-built.ts";

function openRouter(
  router: number,
  replicas: number,
  routeUniforms: readonly number[] = [],
): Router {
  const service = { kind: SERVICE_SERIAL, concurrency: 1 } as const;
  return new Router(
    handBuiltPlan({ replicas, router, service }),
    handBuiltColumns({ routeUniforms }),
  );
}

describe("Router", () => {
  it("round-robin sends request k to replica k mod R", () => {
    const router = openRouter(ROUTER_ROUND_ROBIN, 3);
    expect([0, 1, 2, 3, 4, 300].map((row) => router.choose(row))).toEqual([0, 1, 2, 0, 1, 0]);
  });

  it("random cuts [0, 1) into equal shares", () => {
    const uniforms = [0, 0.2499, 0.25, 0.5, 0.75, 1 - 2 ** -53];
    const router = openRouter(ROUTER_RANDOM, 4, uniforms);
    expect(uniforms.map((_, row) => router.choose(row))).toEqual([0, 0, 1, 2, 3, 3]);
  });

  it("central-queue names the queue behind the last replica", () => {
    const router = openRouter(ROUTER_CENTRAL_QUEUE, 5);
    expect(router.isCentral).toBe(true);
    expect(router.choose(0)).toBe(5);
    expect(openRouter(ROUTER_RANDOM, 5).isCentral).toBe(false);
  });

  it.each([1, 2, 15, 16, 17, 40])(
    "least-outstanding of %i replicas finds what a scan finds",
    (replicas) => {
      const moves = fc.array(fc.tuple(fc.boolean(), fc.nat()), { maxLength: 300 });
      fc.assert(
        fc.property(moves, (sequence) => {
          const router = openRouter(ROUTER_LEAST_OUTSTANDING, replicas);
          const outstanding = Array<number>(replicas).fill(0);
          for (const [isArrival, choice] of sequence) {
            const busy = outstanding.flatMap((count, replica) => (count > 0 ? [replica] : []));
            if (isArrival || busy.length === 0) {
              const chosen = router.choose(0);
              expect(chosen).toBe(outstanding.indexOf(Math.min(...outstanding)));
              router.join(chosen);
              outstanding[chosen]++;
            } else {
              const left = busy[choice % busy.length];
              router.leave(left);
              outstanding[left]--;
            }
          }
        }),
        { seed: 21, numRuns: 40 },
      );
    },
  );

  it("power-of-two draws two distinct replicas and takes the less loaded one", () => {
    // First floor(0.5·4) = 2; second floor(0.7·3) = 2, which is skipped past the first: 3.
    const router = openRouter(ROUTER_POWER_OF_TWO, 4, [0.5, 0.7]);
    router.join(2);
    expect(router.choose(0)).toBe(3);
    router.join(3);
    router.join(3);
    expect(router.choose(0)).toBe(2);
  });

  it("power-of-two settles ties for the first drawn", () => {
    // Row 0 draws 2 and then 0, row 1 draws 0 and then 2.
    const router = openRouter(ROUTER_POWER_OF_TWO, 3, [0.9, 0.1, 0.1, 0.9]);
    expect(router.choose(0)).toBe(2);
    expect(router.choose(1)).toBe(0);
    for (const replica of [0, 1, 2]) router.join(replica);
    expect(router.choose(0)).toBe(2);
    expect(router.choose(1)).toBe(0);
  });

  it("power-of-two gives every ordered pair of different replicas the same chance", () => {
    const pairs = new Map<string, number>();
    const grid = 20;
    for (let a = 0; a < grid; a++) {
      for (let b = 0; b < grid; b++) {
        const router = openRouter(ROUTER_POWER_OF_TWO, 5, [(a + 0.5) / grid, (b + 0.5) / grid]);
        const first = router.choose(0);
        router.join(first);
        const pair = `${first} ${router.choose(0)}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      }
    }
    expect(pairs.size).toBe(20);
    expect(new Set(pairs.values())).toEqual(new Set([20]));
  });

  it("power-of-two with one replica takes it", () => {
    expect(openRouter(ROUTER_POWER_OF_TWO, 1, [0.99, 0.99]).choose(0)).toBe(0);
  });

  it("refuses a code that is no router", () => {
    expect(() => openRouter(9, 2).choose(0)).toThrow(new RangeError("unknown router code: 9"));
  });
});
