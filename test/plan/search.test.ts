import { describe, expect, it } from "vitest";
import { buildResult } from "../../src/plan/build-result.ts";
import type { Executor } from "../../src/plan/executor.ts";
import type { Choice } from "../../src/plan/result.ts";
import { runSweep, type SweptSetting } from "../../src/plan/run-sweep.ts";
import { searchableCounts, searchChoice, type SearchLimits } from "../../src/plan/search.ts";
import { openStream } from "../../src/random/stream.ts";
import { openInlineExecutor } from "../../src/run/inline-executor.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import { NO_PREFIXES } from "../../src/workload/take-rows.ts";
import type { BoundedTrace } from "../../src/workload/trace-rows.ts";
import { BATCHED, TRACED } from "../scenario/example.ts";
import { scenarioWith, sweepOf } from "./swept.ts";

const ONE_LOOK: SearchLimits = { requests: 0, isSpent: () => false, endsEarly: true };

async function choiceOfSweep(settings: readonly SweptSetting[]): Promise<Choice | null> {
  const sweep = await runSweep(settings, openInlineExecutor(), () => {});
  const provenance = { version: "0.0.0", scenarioSha256: "" };
  return buildResult(settings[0].scenario, settings, sweep, provenance).choice;
}

/** The parts of a choice that don't depend on which counts were looked at. */
function essence(choice: Choice | null): object | null {
  if (choice === null) return null;
  const { costPerHour, oneFewer, replicas, settings } = choice;
  return { costPerHour, replicas, settings, fewer: oneFewer?.replicas ?? null };
}

/** A trace of 60 requests, most of them early, that want up to 12 replicas on average. */
function traceOf(uniform: () => number): BoundedTrace {
  const arrivals = Float64Array.from({ length: 60 }, () => 20 * uniform() ** 2).sort();
  const mean = 4 * uniform();
  const durations = Float64Array.from(arrivals, () => -mean * Math.log(1 - uniform()));
  const none = new Int32Array(0);
  return { arrivals, inputs: none, outputs: none, durations, ...NO_PREFIXES, duration: 20 };
}

describe("a search among serial replicas behind one queue", () => {
  it("chooses in hindsight what a sweep of every count chooses, on 140 random traces", async () => {
    const seen = new Set<number | null>();
    for (let seed = 1; seed <= 140; seed++) {
      const uniform = openStream(seed, 0, "case");
      const most = 1 + Math.floor(20 * uniform());
      const within = 1 + 9 * uniform();
      const target = 50 + 45 * uniform();
      const sets = [
        `fleet={replicas: 1..${most}, router: central-queue, price: $1/h}`,
        `slo.objectives=[{metric: latency, within: ${within}s, target: ${target}%}]`,
      ];
      const { settings } = parseScenario(TRACED, { file: "s.yaml", sets, seed: null });
      const swept = [{ ...settings[0], traces: [traceOf(uniform)], notes: [] }];
      const found = await searchChoice(swept, openInlineExecutor(), ONE_LOOK);
      const expected = await choiceOfSweep(swept);
      expect(essence(found.choice), `seed ${seed}`).toEqual(essence(expected));
      expect(found.isSettled).toBe(true);
      expect(found.points.length).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(most + 1)));
      seen.add(found.choice?.replicas ?? null);
    }
    expect(seen.size).toBeGreaterThan(8);
    expect(seen.has(null)).toBe(true);
  });

  it("chooses of random traffic what a sweep at its confidence does, on 60 scenarios", async () => {
    const seen = new Set<number | null>();
    for (let seed = 1; seed <= 60; seed++) {
      const uniform = openStream(seed, 1, "case");
      const load = 0.5 + 6 * uniform();
      const most = Math.ceil(load) + Math.floor(6 * uniform());
      const within = 0.05 + 0.4 * uniform();
      const setsAt = (confidence: number): string[] => [
        `seed=${seed}`,
        `workload.generate={duration: 30s, arrivals: {process: gamma, rate: ${10 * load}/s, cv: ${0.5 + uniform()}}}`,
        "service.time={distribution: exponential, mean: 100ms}",
        `fleet={replicas: 1..${most}, router: central-queue, price: $1/h}`,
        `slo={confidence: ${confidence}%, objectives: [{metric: queueWait, within: ${within}s, target: 90%}]}`,
        "run={replications: 3, warmup: 0s}",
      ];
      // The first look spends half of the chances to err.
      const sets = setsAt(80);
      const found = await searchChoice(sweepOf(sets), openInlineExecutor(), ONE_LOOK);
      const same = sets.map((set) => set.replace("confidence: 80%", "confidence: 90%"));
      const expected = await choiceOfSweep(sweepOf(same));
      expect(essence(found.choice), `seed ${seed}`).toEqual(essence(expected));
      expect(found.choice?.oneFewer?.verdict).toBe(expected?.oneFewer?.verdict);
      seen.add(found.choice?.replicas ?? null);
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  it("simulates no more than bisection asks for", async () => {
    const settings = sweepOf([
      "fleet={replicas: 1..64, router: central-queue, price: $1/h}",
      "workload.generate={duration: 20s, arrivals: {process: deterministic, rate: 50/s}}",
      "service.time=190ms",
    ]);
    const { choice, points, requests } = await searchChoice(settings, openInlineExecutor(), {
      ...ONE_LOOK,
      endsEarly: false,
    });
    expect(choice?.replicas).toBe(10);
    expect(points.map(({ replicas }) => replicas)).toEqual([8, 9, 10, 12, 16, 32, 64]);
    expect(requests).toBe(points.length * 999);
  });
});

/** Violations are scripted by replica count: every request of the counts below is late. */
function openScripted(isLate: (replicas: number) => boolean): Executor & { counts: number[] } {
  const inline = openInlineExecutor();
  const counts: number[] = [];
  return {
    ...inline,
    counts,
    async evaluate(task, columns) {
      counts.push(task.plan.replicas);
      const found = await inline.evaluate(task, columns);
      const { batchRequests, batchViolations } = found.tally;
      batchViolations.set(
        isLate(task.plan.replicas) ? batchRequests : batchViolations.map(() => 0),
      );
      return found;
    },
  };
}

/** A batching service in which nothing is random, over so many counts. */
function batchedUpTo(most: number): readonly SweptSetting[] {
  const sets = [
    "workload.generate.arrivals={process: deterministic, rate: 5/s}",
    "workload.generate.duration=10s",
    `fleet={replicas: 1..${most}, router: round-robin, price: $1/h}`,
  ];
  const { settings } = parseScenario(BATCHED, { file: "s.yaml", sets, seed: null });
  return settings.map((setting) => ({ ...setting, traces: [], notes: [] }));
}

describe("a search where more replicas may be slower", () => {
  it.each([
    ["oooooooo", 1],
    ["xxxxxxxo", 8],
    ["xxoxoooo", 5],
    ["xxxxoxoo", 7],
    ["oxoooooo", 3],
    // Bisection alone would choose 3, 1 and 6 of these.
    ["xxooxooo", 6],
    ["ooxooooo", 4],
    ["xxxxxoxooxoooooo", 11],
  ])("of verdicts %s chooses %i", async (pattern, expected) => {
    const settings = batchedUpTo(pattern.length);
    const executor = openScripted((replicas) => pattern[replicas - 1] === "x");
    const { choice, isSettled } = await searchChoice(settings, executor, ONE_LOOK);
    expect(choice?.replicas).toBe(expected);
    expect(isSettled).toBe(true);
    expect(new Set(executor.counts).size).toBe(executor.counts.length);
  });

  it("chooses nothing, and simulates nothing more, if the largest count misses", async () => {
    const executor = openScripted((replicas) => replicas !== 4);
    const { choice, isSettled, points } = await searchChoice(batchedUpTo(8), executor, ONE_LOOK);
    expect(choice).toBeNull();
    expect(isSettled).toBe(true);
    expect(points.map(({ replicas }) => replicas)).toEqual([8]);
  });
});

/** M/M/c at 4.5 Erlang: a verdict takes about as long as the target is close. */
function queueWithTarget(target: string): readonly SweptSetting[] {
  return sweepOf([
    "seed=7",
    "workload.generate={duration: 1m, arrivals: {process: poisson, rate: 45/s}}",
    "service.time={distribution: exponential, mean: 100ms}",
    "fleet={replicas: 1..12, router: central-queue, price: $1/h}",
    `slo={objectives: [{metric: queueWait, within: 100ms, target: ${target}}]}`,
    "run={replications: 2, warmup: 0s}",
  ]);
}

describe("a search looks longer", () => {
  it("while the verdict beside the choice is open, and stops when it is proven", async () => {
    const counted = openScripted(() => false);
    const inline = openInlineExecutor();
    const executor: Executor = {
      ...inline,
      evaluate: (task, columns) => {
        counted.counts.push(task.plan.replicas);
        return inline.evaluate(task, columns);
      },
    };
    const settings = queueWithTarget("80%");
    const limits = { requests: 1e9, isSpent: () => false, endsEarly: true };
    const outcome = await searchChoice(settings, executor, limits);
    expect(outcome.isSettled).toBe(true);
    expect(outcome.replications).toBeGreaterThan(2);
    expect(Math.log2(outcome.replications)).toBe(Math.round(Math.log2(outcome.replications)));
    expect(outcome.choice?.oneFewer?.verdict).toBe("missed");
    // Replications that were simulated once are not simulated again.
    const perCount = new Map<number, number>();
    for (const count of counted.counts) perCount.set(count, (perCount.get(count) ?? 0) + 1);
    expect(Math.max(...perCount.values())).toBe(outcome.replications);
    expect(perCount.get(12)).toBe(2);
  });

  it("not beyond the requests it may spend", async () => {
    const settings = queueWithTarget("80%");
    const first = await searchChoice(settings, openInlineExecutor(), ONE_LOOK);
    expect(first).toMatchObject({ isSettled: false, replications: 2 });
    const at = (requests: number) =>
      searchChoice(settings, openInlineExecutor(), {
        requests,
        isSpent: () => false,
        endsEarly: true,
      });
    expect((await at(3 * first.requests - 1)).requests).toBe(first.requests);
    const second = await at(3 * first.requests);
    expect(second.replications).toBe(4);
    expect(second.requests).toBeGreaterThan(first.requests);
    expect(second.requests).toBeLessThanOrEqual(3 * first.requests);
  });

  it("not when its time is spent, but at least once", async () => {
    const settings = queueWithTarget("80%");
    let asked = 0;
    const isSpent = (): boolean => ++asked > 1;
    const limits = { requests: Infinity, isSpent, endsEarly: true };
    const { replications } = await searchChoice(settings, openInlineExecutor(), limits);
    expect(replications).toBe(4);
    const none = { requests: Infinity, isSpent: () => true, endsEarly: true };
    const once = await searchChoice(settings, openInlineExecutor(), none);
    expect(once.replications).toBe(2);
    expect(once.points.length).toBeGreaterThan(1);
  });

  it("not where nothing is random, whatever it may spend", async () => {
    const limits = { requests: Infinity, isSpent: () => false, endsEarly: true };
    const executor = openScripted((replicas) => replicas < 3);
    const { isSettled, replications } = await searchChoice(batchedUpTo(4), executor, limits);
    expect({ isSettled, replications }).toEqual({ isSettled: true, replications: 1 });
  });
});

describe("a search", () => {
  it("counts every request that it simulates", async () => {
    let requests = 0;
    const inline = openInlineExecutor();
    const executor: Executor = {
      ...inline,
      evaluate: (task, columns) => {
        requests += columns.arrivals.length;
        return inline.evaluate(task, columns);
      },
    };
    const outcome = await searchChoice(queueWithTarget("80%"), executor, {
      requests: 300_000,
      isSpent: () => false,
      endsEarly: true,
    });
    expect(outcome.requests).toBe(requests);
    expect(outcome.workload.requests).toBeGreaterThan(2500);
  });

  it("gives the same however many tasks run at once", async () => {
    const settings = queueWithTarget("80%");
    const limits = { requests: 300_000, isSpent: () => false, endsEarly: true };
    const [one, many] = await Promise.all(
      [1, 5].map((parallelism) =>
        searchChoice(settings, { ...openInlineExecutor(), parallelism }, limits),
      ),
    );
    expect(JSON.stringify(many)).toBe(JSON.stringify(one));
  });

  it("takes the cheapest of several settings", async () => {
    const sets = [
      "workload.generate={duration: 20s, arrivals: {process: deterministic, rate: 50/s}}",
      "fleet={replicas: 1..16, router: central-queue, price: $1/h}",
      "sweep={service.time: [190ms, 90ms, 150ms]}",
    ];
    const found = await searchChoice(sweepOf(sets), openInlineExecutor(), ONE_LOOK);
    expect(essence(found.choice)).toEqual(essence(await choiceOfSweep(sweepOf(sets))));
    expect(found.choice?.replicas).toBe(5);
  });
});

describe("searchableCounts", () => {
  it("are those of the scenario, or up to four times its only one", () => {
    expect(searchableCounts(scenarioWith("fleet.replicas=[2, 3, 8]"))).toEqual([2, 3, 8]);
    expect(searchableCounts(scenarioWith("fleet.replicas=2"))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
