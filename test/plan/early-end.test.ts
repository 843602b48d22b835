import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowedByBound, allowedExactly } from "../../src/plan/early-end.ts";
import type { Executor } from "../../src/plan/executor.ts";
import { searchChoice, type SearchLimits, type SearchOutcome } from "../../src/plan/search.ts";
import type { SweptSetting } from "../../src/plan/run-sweep.ts";
import { openStream } from "../../src/random/stream.ts";
import { openInlineExecutor } from "../../src/run/inline-executor.ts";
import { sweepOf } from "./swept.ts";

const EARLY: SearchLimits = { requests: 0, isSpent: () => false, endsEarly: true };
const WHOLE: SearchLimits = { ...EARLY, endsEarly: false };

/** M/M/c, or with nothing random D/D/c, of a random load, width of sweep and objective. */
function caseOf(seed: number, isRandom: boolean): readonly SweptSetting[] {
  const uniform = openStream(seed, 0, "case");
  const load = 0.5 + 6 * uniform();
  const most = Math.ceil(load) + Math.floor(14 * uniform());
  const within = 0.11 + 0.4 * uniform();
  const target = 80 + 19 * uniform();
  const process = isRandom ? "poisson" : "deterministic";
  return sweepOf([
    `seed=${seed}`,
    `workload.generate={duration: 40s, arrivals: {process: ${process}, rate: ${10 * load}/s}}`,
    isRandom ? "service.time={distribution: exponential, mean: 100ms}" : "service.time=100ms",
    `fleet={replicas: 1..${most}, router: ${uniform() < 0.5 ? "central-queue" : "least-outstanding"}, price: $1/h}`,
    `slo={objectives: [{metric: latency, within: ${within}s, target: ${target}%}]}`,
    ...(isRandom ? ["run={replications: 6, warmup: 5s}"] : []),
  ]);
}

/** What the answer says of the choice and of the counts just below it. */
function answerOf({ choice, isSettled, replications }: SearchOutcome): object {
  return { choice, isSettled, replications };
}

function inLanes(parallelism: number): Executor {
  return { ...openInlineExecutor(), parallelism };
}

describe("a search that gives counts up early", () => {
  it.each([
    ["of random traffic", true],
    ["in hindsight", false],
  ])("chooses what it does without, %s, and simulates less", async (_, isRandom) => {
    let given = 0;
    let spared = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const settings = caseOf(seed, isRandom);
      const early = await searchChoice(settings, inLanes(1), EARLY);
      const whole = await searchChoice(settings, inLanes(1), WHOLE);
      expect(answerOf(early), `seed ${seed}`).toEqual(answerOf(whole));
      expect(whole.endedEarly).toEqual([]);
      given += early.endedEarly.length;
      spared += whole.requests - early.requests;
    }
    expect(given).toBeGreaterThan(5);
    expect(spared).toBeGreaterThan(0);
  });

  it("chooses the same where it looks again, and gives up the same counts", async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const settings = caseOf(seed, true);
      const limits = { ...EARLY, requests: 60_000 };
      const [one, two, five] = await Promise.all(
        [1, 2, 5].map((lanes) => searchChoice(settings, inLanes(lanes), limits)),
      );
      expect(JSON.stringify(two), `seed ${seed}`).toBe(JSON.stringify(one));
      expect(JSON.stringify(five), `seed ${seed}`).toBe(JSON.stringify(one));
    }
  });

  it("shows no count as simulated that it gave up, and says what it broke", async () => {
    const settings = sweepOf([
      "workload.generate={duration: 100s, arrivals: {process: deterministic, rate: 50/s}}",
      "service.time=190ms",
      "fleet={replicas: 1..64, router: central-queue, price: $1/h}",
      "slo={objectives: [{metric: latency, within: 250ms, target: 90%}]}",
    ]);
    const { choice, endedEarly, points, requests } = await searchChoice(
      settings,
      inLanes(1),
      EARLY,
    );
    // 9.5 replicas of work: nine fall behind by 0.5/9.5 of a second each second.
    expect(choice?.replicas).toBe(10);
    expect(points.map(({ replicas }) => replicas)).toEqual([9, 10, 12, 16, 32, 64]);
    // Of 4999 requests 499 may be late for 90 %. Eight replicas fall behind by 0.19 s a second, so
    // that all are late after half a second: the first block of 1024 shows it.
    expect(endedEarly).toMatchObject([
      { allowed: 499, objective: 0, replicas: 8, replications: 1, requests: 1024 },
    ]);
    expect(endedEarly[0].violations).toBeGreaterThan(900);
    expect(requests).toBe(6 * 4999 + 1024);
  });
});

describe("the violations that are allowed", () => {
  it("in hindsight are the most with which compliance reaches the target", () => {
    const cases = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0.5, max: 0.99999 }));
    fc.assert(
      fc.property(cases, ([requests, target]) => {
        const allowed = allowedExactly(requests, target);
        expect((requests - allowed) / requests >= target || allowed === 0).toBe(true);
        expect((requests - allowed - 1) / requests).toBeLessThan(target);
      }),
      { seed: 5 },
    );
    // 1 − 0.99 rounds to a little more than 0.01, of which 100 requests have one.
    expect(allowedExactly(100, 0.99)).toBe(1);
  });

  it("by a bound are no fewer than the budget", () => {
    expect(allowedByBound(1000, 0.99)).toBe(10);
    expect(allowedByBound(999, 0.99)).toBe(9);
  });
});
