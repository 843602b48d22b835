import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Router } from "../../../src/sim/router.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_ENDPOINT_PICKER,
  ROUTER_LEAST_KV,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_PREFIX_AFFINITY,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  SERVICE_SERIAL,
} from "../../../src/sim/sim-plan.ts";
import { handBuiltColumns, handBuiltPlan } from "../../steppers/hand-built.ts";
import { HandFleet, openFleetRouter } from "./hand-fleet.ts";

describe("FleetRouter on a fixed fleet", () => {
  it.each([
    ["round-robin", ROUTER_ROUND_ROBIN],
    ["random", ROUTER_RANDOM],
    ["least-outstanding", ROUTER_LEAST_OUTSTANDING],
    ["power-of-two", ROUTER_POWER_OF_TWO],
  ])("%s chooses as the plain router does", (_name, code) => {
    const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const requests = fc.array(fc.tuple(uniform, uniform, fc.nat()), { maxLength: 200 });
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 16, 17, 40), requests, (replicas, sequence) => {
        const isPair = code === ROUTER_POWER_OF_TWO;
        const plain = new Router(
          handBuiltPlan({
            replicas,
            router: code,
            service: { kind: SERVICE_SERIAL, concurrency: 1 },
          }),
          handBuiltColumns({
            routeUniforms: sequence.flatMap(([u1, u2]) => (isPair ? [u1, u2] : [u1])),
          }),
        );
        const fleet = new HandFleet(replicas);
        const router = openFleetRouter(code, fleet);
        sequence.forEach(([u1, u2, departures], row) => {
          const chosen = router.choose(row, row, u1, u2, -1);
          expect(chosen).toBe(plain.choose(row));
          plain.join(chosen);
          router.sent(row, chosen, row);
          fleet.outstanding[chosen]++;
          const leaving = departures % replicas;
          if (departures % 3 > 0 && fleet.outstanding[leaving] > 0) {
            plain.leave(leaving);
            router.ended(row, leaving);
            fleet.outstanding[leaving]--;
          }
        });
      }),
      { seed: 41, numRuns: 60 },
    );
  });
});

describe("FleetRouter on a changing fleet", () => {
  it("uses only replicas that accept", () => {
    const fleet = new HandFleet(5);
    fleet.accepting = [1, 4];
    fleet.outstanding.set([0, 2, 0, 0, 1]);
    fleet.kvUses = [0, 0.2, 0, 0, 0.3];
    fleet.waiting.set([0, 0, 0, 0, 3]);
    const choose = (code: number): number =>
      openFleetRouter(code, fleet).choose(0, 0, 0.6, 0.9, -1);
    expect(choose(ROUTER_ROUND_ROBIN)).toBe(1);
    expect(choose(ROUTER_RANDOM)).toBe(4);
    expect(choose(ROUTER_LEAST_OUTSTANDING)).toBe(4);
    expect(choose(ROUTER_POWER_OF_TWO)).toBe(4);
    expect(choose(ROUTER_LEAST_KV)).toBe(1);
    expect(choose(ROUTER_PREFIX_AFFINITY)).toBe(4);
    expect(choose(ROUTER_ENDPOINT_PICKER)).toBe(1);
  });

  it("round-robin goes on counting when the fleet grows", () => {
    const fleet = new HandFleet(2);
    const router = openFleetRouter(ROUTER_ROUND_ROBIN, fleet);
    const choose = (k: number): number => router.choose(k, 0, 0, 0, -1);
    expect([0, 1, 2].map(choose)).toEqual([0, 1, 0]);
    fleet.accepting = [0, 1, 2];
    expect([3, 4, 5].map(choose)).toEqual([0, 1, 2]);
  });

  it.each([
    ["round-robin", ROUTER_ROUND_ROBIN],
    ["random", ROUTER_RANDOM],
    ["least-outstanding", ROUTER_LEAST_OUTSTANDING],
    ["power-of-two", ROUTER_POWER_OF_TWO],
    ["least-kv", ROUTER_LEAST_KV],
    ["prefix-affinity", ROUTER_PREFIX_AFFINITY],
    ["endpoint-picker", ROUTER_ENDPOINT_PICKER],
  ])("%s avoids the excluded replica unless it is the only one", (_name, code) => {
    const fleet = new HandFleet(3);
    const router = openFleetRouter(code, fleet, { prefixCacheBlocks: 9 }, [[1, 2]]);
    router.sent(0, 1, 0);
    for (let k = 0; k < 6; k++) {
      expect(router.choose(k, 0, k / 6, 1 - k / 6 - 0.01, 1)).not.toBe(1);
    }
    fleet.accepting = [1];
    expect(router.choose(6, 0, 0.9, 0.9, 1)).toBe(1);
  });

  it("least-kv breaks ties by outstanding requests, then by index", () => {
    const fleet = new HandFleet(4);
    fleet.kvUses = [0.5, 0.2, 0.2, 0.2];
    fleet.outstanding.set([0, 3, 1, 1]);
    expect(openFleetRouter(ROUTER_LEAST_KV, fleet).choose(0, 0, 0, 0, -1)).toBe(2);
  });

  it("refuses to choose for a central queue", () => {
    const router = openFleetRouter(ROUTER_CENTRAL_QUEUE, new HandFleet(2));
    expect(() => router.choose(0, 0, 0, 0, -1)).toThrow("unknown router code: 0");
  });
});

describe("FleetRouter with stale loads", () => {
  it.each([
    ["least-outstanding", ROUTER_LEAST_OUTSTANDING],
    ["endpoint-picker", ROUTER_ENDPOINT_PICKER],
  ])("%s herds onto one replica until the next report", (_name, code) => {
    const fleet = new HandFleet(3);
    const router = openFleetRouter(code, fleet, { staleness: 0.05 });
    fleet.outstanding.set([4, 1, 2]);
    fleet.waiting.set([4, 1, 2]);
    router.refresh(0.05);
    const send = (k: number): number => {
      const chosen = router.choose(k, 0, k / 20, 0, -1);
      router.sent(k, chosen, 0);
      fleet.outstanding[chosen]++;
      fleet.waiting[chosen]++;
      return chosen;
    };
    expect(Array.from({ length: 10 }, (_, k) => send(k))).toEqual(Array(10).fill(1));
    expect(router.nextTime).toBe(0.1);
    router.refresh(0.1);
    expect([10, 11, 12].map(send)).toEqual([2, 2, 2]);
  });

  it("asks for no reports where the policy looks at no loads", () => {
    const fleet = new HandFleet(2);
    const nextTime = (code: number, staleness: number): number =>
      openFleetRouter(code, fleet, { staleness }).nextTime;
    expect(nextTime(ROUTER_RANDOM, 0.05)).toBe(Infinity);
    expect(nextTime(ROUTER_ROUND_ROBIN, 0.05)).toBe(Infinity);
    expect(nextTime(ROUTER_LEAST_KV, 0)).toBe(Infinity);
    expect(nextTime(ROUTER_LEAST_KV, 0.05)).toBe(0.05);
    expect(nextTime(ROUTER_PREFIX_AFFINITY, 0.05)).toBe(0.05);
  });

  it("several instances see the same reports, of all requests", () => {
    const fleet = new HandFleet(2);
    const plan = { staleness: 1, instances: 2 };
    const router = openFleetRouter(ROUTER_LEAST_OUTSTANDING, fleet, plan);
    router.sent(0, 0, 0);
    fleet.outstanding.set([1, 0]);
    router.refresh(1);
    expect([1, 2].map((k) => router.choose(k, 0, 0, 0, -1))).toEqual([1, 1]);
  });
});

describe("FleetRouter with several instances", () => {
  it("least-outstanding and power-of-two count only what the instance sent itself", () => {
    for (const code of [ROUTER_LEAST_OUTSTANDING, ROUTER_POWER_OF_TWO]) {
      const fleet = new HandFleet(2);
      const router = openFleetRouter(code, fleet, { instances: 2 });
      // Both replicas hold three requests in truth. Instance 0 sent one, to replica 0.
      router.sent(0, 0, 0);
      for (const replica of [0, 0, 1, 1, 1]) router.sent(1, replica, 0);
      fleet.outstanding.fill(3);
      expect(router.choose(2, 0, 0, 0, -1)).toBe(1);
      expect(router.choose(3, 0, 0.9, 0, -1)).toBe(0);
      router.ended(0, 0);
      expect(router.choose(2, 0, 0, 0, -1)).toBe(0);
    }
  });

  it("round-robin gives each instance its own turn, from where its uniform says", () => {
    const fleet = new HandFleet(3);
    const router = openFleetRouter(ROUTER_ROUND_ROBIN, fleet, { instances: 2 });
    // Instance 0 starts at floor(0.4·3) = 1, instance 1 at floor(0.9·3) = 2.
    const uniforms = [0.4, 0.9, 0.1, 0.1, 0.1, 0.1];
    expect(uniforms.map((u1, k) => router.choose(k, 0, u1, 0, -1))).toEqual([1, 2, 2, 0, 0, 1]);
  });

  it("each knows only the prefixes that it sent itself", () => {
    const fleet = new HandFleet(3);
    const plan = { instances: 2, prefixCacheBlocks: 9 };
    const router = openFleetRouter(ROUTER_PREFIX_AFFINITY, fleet, plan, [[1, 2]]);
    router.sent(0, 2, 0);
    router.ended(0, 2);
    expect(router.choose(2, 0, 0, 0, -1)).toBe(2);
    expect(router.choose(3, 0, 0, 0, -1)).toBe(0);
  });
});

describe("FleetRouter with prefix caches", () => {
  const prompts = [[1, 2, 3, 4], [1, 2, 5], [7], []];

  it("sends a prompt where its prefix went, before it has been computed there", () => {
    for (const code of [ROUTER_PREFIX_AFFINITY, ROUTER_ENDPOINT_PICKER]) {
      const fleet = new HandFleet(3);
      const router = openFleetRouter(code, fleet, { prefixCacheBlocks: 9 }, prompts);
      router.sent(0, 1, 0);
      fleet.outstanding[1]++;
      expect(router.cachedTokens(1, 1, 1200)).toBe(0);
      // Two of three blocks match.
      expect(router.choose(1, 1, 0, 0, -1)).toBe(1);
      // Nothing does; all scores but replica 1's load are equal.
      expect(router.choose(1, 2, 0, 0, -1)).toBe(0);
      expect(router.choose(1, 3, 0, 0, -1)).toBe(0);
      router.reset(1);
      expect(router.choose(1, 1, 0, 0, -1)).toBe(0);
    }
  });

  it("weighs a match of the endpoint picker against the queue", () => {
    const fleet = new HandFleet(2);
    const router = openFleetRouter(
      ROUTER_ENDPOINT_PICKER,
      fleet,
      { prefixCacheBlocks: 9 },
      prompts,
    );
    router.sent(0, 1, 0);
    fleet.waiting.set([0, 8]);
    // Replica 1: queue 0 + kv 2 + prefix 3·2/3 = 4; replica 0: 2 + 2 + 0 = 4: a tie.
    expect(router.choose(1, 1, 0.49, 0, -1)).toBe(0);
    expect(router.choose(1, 1, 0.5, 0, -1)).toBe(1);
    // A full match, 5 against 4.
    expect(router.choose(1, 0, 0, 0, -1)).toBe(1);
  });

  it("counts cached tokens of whole blocks, but never the last of the prompt", () => {
    const plan = { prefixCacheBlocks: 9, prefixBlockTokens: 512 };
    const router = openFleetRouter(ROUTER_RANDOM, new HandFleet(2), plan, prompts);
    expect(router.cachedTokens(0, 0, 2000)).toBe(0);
    router.cache(0, 0);
    expect(router.cachedTokens(0, 1, 1500)).toBe(1024);
    expect(router.cachedTokens(0, 0, 2048)).toBe(2047);
    expect(router.cachedTokens(0, 0, 1999)).toBe(1998);
    expect(router.cachedTokens(1, 0, 2000)).toBe(0);
    expect(router.cachedTokens(0, 3, 10)).toBe(0);
    router.reset(0);
    expect(router.cachedTokens(0, 0, 2000)).toBe(0);
  });

  it("evicts by the plan's number of blocks", () => {
    const plan = { prefixCacheBlocks: 4, prefixBlockTokens: 10 };
    const router = openFleetRouter(ROUTER_RANDOM, new HandFleet(1), plan, prompts);
    router.cache(0, 0);
    router.cache(0, 1);
    // Block 5 pushed out 4, the tail of the first prompt; 7 pushes out 3.
    expect(router.cachedTokens(0, 0, 100)).toBe(30);
    router.cache(0, 2);
    expect(router.cachedTokens(0, 0, 100)).toBe(20);
  });

  it("caches nothing without blocks or hashes", () => {
    const fleet = new HandFleet(1);
    const withoutBlocks = openFleetRouter(ROUTER_ENDPOINT_PICKER, fleet, {}, prompts);
    const withoutHashes = openFleetRouter(ROUTER_ENDPOINT_PICKER, fleet, { prefixCacheBlocks: 9 });
    for (const router of [withoutBlocks, withoutHashes]) {
      router.sent(0, 0, 0);
      router.cache(0, 0);
      expect(router.cachedTokens(0, 0, 2000)).toBe(0);
      expect(router.choose(1, 0, 0, 0, -1)).toBe(0);
    }
  });
});
