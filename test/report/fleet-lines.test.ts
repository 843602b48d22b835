import { describe, expect, it } from "vitest";
import type { ClientUse } from "../../src/plan/fleet/summarize-fleet.ts";
import { findRedundancy } from "../../src/plan/fleet/find-redundancy.ts";
import { classLines } from "../../src/report/class-lines.ts";
import {
  arrangementSentences,
  clientSentences,
  fleetSentences,
  redundancySentences,
} from "../../src/report/fleet-lines.ts";
import { fleetWords, retryWords } from "../../src/report/fleet-words.ts";
import { elasticFleet } from "../helpers/elastic-result.ts";
import { resultWith } from "../helpers/result-builder.ts";
import { scenarioWith } from "../plan/swept.ts";

const QUIET: ClientUse = {
  attemptsPerRequest: 1,
  retries: 0,
  hedges: 0,
  hedgeWins: 0,
  retriesDenied: 0,
  lost: 0,
  cacheHitShare: null,
};

const ONE = { replications: 1 };
const TEN = { replications: 10 };

function wordsOfBackoff(backoff: string): string {
  return retryWords(scenarioWith(`client.retries={maxAttempts: 3, backoff: ${backoff}}`));
}

describe("fleetSentences", () => {
  it("says nothing of a fleet that stayed as it was", () => {
    expect(fleetSentences({ fleet: null }, ONE)).toEqual([]);
    const still = { ...elasticFleet(3), isElastic: false, starts: 0, stops: 0 };
    expect(fleetSentences({ fleet: still }, ONE)).toEqual([]);
  });

  it("tells of failures and warm replicas of a fixed fleet", () => {
    const fleet = { ...elasticFleet(3), isElastic: false, stops: 1, failures: 2, down: 0.125 };
    expect(fleetSentences({ fleet: { ...fleet, warm: 1, warmStarts: 4 } }, ONE)).toEqual([
      "12 starts, 4 of them warm, 1 stop, 2 failures, 0.13 replicas down on average, 1.00 kept warm.",
    ]);
    expect(fleetSentences({ fleet: { ...fleet, stops: 0 } }, TEN)).toEqual([
      "12 starts, 2 failures in 10 replications, 0.13 replicas down on average.",
    ]);
    const quiet = { ...fleet, starts: 0, stops: 0, failures: 0 };
    expect(fleetSentences({ fleet: quiet }, TEN)).toEqual(["0.13 replicas down on average."]);
  });
});

describe("clientSentences", () => {
  it("says nothing of clients that send each request once", () => {
    expect(clientSentences({ clients: null }, ONE)).toEqual([]);
    expect(clientSentences({ clients: QUIET }, ONE)).toEqual([]);
  });

  it("counts retries, hedges and what caches saved", () => {
    const clients = { ...QUIET, attemptsPerRequest: 1.25, hedges: 200, hedgeWins: 50 };
    expect(clientSentences({ clients: { ...clients, cacheHitShare: 0.4 } }, ONE)).toEqual([
      "1.25 attempts a request, 200 hedges (25% of them answered first), " +
        "40.0% of input tokens cached.",
    ]);
    const retrying = { ...QUIET, attemptsPerRequest: 1.5, retries: 1, retriesDenied: 3, lost: 2 };
    expect(clientSentences({ clients: retrying }, ONE)).toEqual([
      "1.50 attempts a request, 1 retry, 3 more denied by the budget, " +
        "2 attempts lost with their replica.",
    ]);
    expect(clientSentences({ clients: { ...retrying, cacheHitShare: 0.4 } }, TEN)).toEqual([
      "1.50 attempts a request, 1 retry, 3 more denied by the budget, " +
        "2 attempts lost with their replica in 10 replications, 40.0% of input tokens cached.",
    ]);
  });
});

describe("redundancySentences", () => {
  it("says what one replica down would break, and what would hold", () => {
    const result = resultWith({ price: 2 });
    const redundancy = findRedundancy(result.points, result.choice, null);
    expect(redundancySentences({ ...result, redundancy })).toEqual([
      "With one replica down the choice leaves the SLO undecided; 10 replicas ($20.00/h) serve " +
        "like the choice with one down, 11 replicas ($22.00/h) with two.",
    ]);
    expect(redundancySentences(result)).toEqual([]);
  });

  it("claims nothing of a count that was not simulated", () => {
    const result = resultWith({ price: 2, replicas: [6, 9] });
    const redundancy = findRedundancy(result.points, result.choice, null);
    expect(result.choice?.replicas).toBe(9);
    expect(redundancySentences({ ...result, redundancy })).toEqual([
      "With one replica down 8 replicas are left, which were not simulated; 10 replicas ($20.00/h) " +
        "serve like the choice with one down, 11 replicas ($22.00/h) with two.",
    ]);
  });

  it("says so where the choice holds with replicas down", () => {
    const result = resultWith({ price: 2 });
    const redundancy = findRedundancy(result.points, result.choice, null)!;
    const [none, one, two] = redundancy.levels;
    const holds = (levels: typeof redundancy.levels): readonly string[] =>
      redundancySentences({ ...result, redundancy: { ...redundancy, levels } });
    expect(holds([none, { ...one, verdict: "met" }, two])).toEqual([
      "With one replica down the choice still holds the SLO.",
    ]);
  });
});

describe("arrangementSentences", () => {
  it("gives each arrangement its cost, and marks the cheapest", () => {
    const result = resultWith();
    const choice = result.choice!;
    const pool = { name: "all", classes: ["a"], choice, points: [] };
    const arrangements = [
      {
        name: "shared",
        isMet: true,
        costPerHour: 36.9,
        costPerMonth: 26_937,
        isCheapest: true,
        pools: [pool],
      },
      {
        name: "separate",
        isMet: false,
        costPerHour: null,
        costPerMonth: null,
        isCheapest: false,
        pools: [pool, { ...pool, name: "rest", choice: null }],
      },
    ];
    expect(arrangementSentences({ ...result, arrangements })).toEqual([
      "shared: $36.90/h, the cheapest (all 9 replicas).",
      "separate: does not hold (all 9 replicas, rest no count holds).",
    ]);
  });
});

describe("classLines", () => {
  it("gives each class its own objective, or its p99, and what it lost", () => {
    const [point] = resultWith({ replicas: [9] }).points;
    const { latency, queueWait, tpot, ttft } = point;
    const one = { outcomes: point.outcomes, latency, ttft, tpot, queueWait };
    const lossy = { ...point.outcomes, completed: 900, timedOut: 100 };
    const lines = classLines({
      objectives: [{ ...point.objectives[0], class: "chat" }],
      classes: [
        { name: "chat", ...one, objectives: [0] },
        { name: "batch", ...one, outcomes: lossy, objectives: [] },
      ],
    });
    expect(lines[0]).toMatch(
      /^chat: 43,200 requests; p99 TTFT ≤ 500 ms: 428 ms, 99\.\d+% in time, met\.$/,
    );
    expect(lines[1]).toMatch(/^batch: 1,000 requests; p99 latency ∞; 10\.00% timed out\.$/);
  });
});

describe("fleetWords", () => {
  it("counts one planned outage as one, and two as two", () => {
    const one = "{at: 5m, duration: 1m, replicas: 1}";
    const two = `${one}, {at: 9m, duration: 1m, replicas: 1}`;
    const [single, several] = [one, two].map((outages) =>
      fleetWords(scenarioWith(`fleet.failures={outages: [${outages}]}`).fleet).at(-1),
    );
    expect(single).toBe("1 planned outage");
    expect(several).toBe("2 planned outages");
  });

  it("names the autoscaler with its bounds, and what fails", () => {
    const { fleet } = scenarioWith(
      "fleet={price: $3/h, coldStart: 30s, warm: {replicas: 2, price: $1/h, start: 5s},\n" +
        " failures: {spot: {life: 1h, notice: 2m}}, zones: 3,\n" +
        " autoscaler: {kind: hpa, minReplicas: 2, maxReplicas: 8,\n" +
        " metrics: [{signal: utilization, target: 50%}]}}",
    );
    expect(fleetWords(fleet).slice(1)).toEqual([
      "Kubernetes HPA, 2 to 8 replicas, target utilization 50%",
      "2 kept warm at $1.00/h each; replicas are reclaimed with 2 min notice",
    ]);
    expect(fleetWords(fleet, ["fleet.autoscaler.metrics"])).toContain(
      "Kubernetes HPA, 2 to 8 replicas, as swept",
    );
    expect(fleetWords(scenarioWith().fleet)).toHaveLength(1);
  });

  it("says that machines are paid for as a whole", () => {
    const { fleet } = scenarioWith("fleet.price={perNode: $32/h, replicasPerNode: 4}");
    expect(fleetWords(fleet)[0]).toMatch(
      /^\$8\.00\/h a replica on a full node \(whole nodes are paid for\), /,
    );
  });

  it("names what clients try again", () => {
    expect(retryWords(scenarioWith())).toBe("");
    const retries =
      "client.retries={maxAttempts: 3, on: [rejected, failed],\n backoff: {base: 100ms}}";
    expect(retryWords(scenarioWith(retries))).toBe(
      "retry after rejected, failed: up to 3 attempts, 100 ms apart, ×2 each time (full jitter), no budget",
    );
  });

  it("calls only a wait random that is", () => {
    expect(wordsOfBackoff("100ms")).toContain(": up to 3 attempts, 100 ms apart, ");
    expect(wordsOfBackoff("{distribution: exponential, mean: 100ms}")).toContain(
      "after a random wait",
    );
  });

  it("speaks of no retry where there is one attempt", () => {
    const one = "client.retries={maxAttempts: 1, backoff: 100ms}";
    expect(retryWords(scenarioWith(one))).toBe("");
    expect(retryWords(scenarioWith(one, "client.retries.perTryTimeout=10s"))).toBe(
      "no retries, one attempt of at most 10 s",
    );
    const swept = scenarioWith(one, "sweep={client.retries.maxAttempts: [1, 3]}");
    expect(retryWords(swept)).toContain("retry after");
  });

  it("says that a stream isn't sent again once it has begun", () => {
    const service =
      "service={kind: continuous, step: {base: 20ms}, maxBatchedTokens: 512, maxSequences: 9}";
    const tokens = ["workload.generate.input=10", "workload.generate.output=10", service];
    const retries = "client.retries={maxAttempts: 3, on: [failed], backoff: 100ms}";
    expect(retryWords(scenarioWith(...tokens, retries))).toMatch(
      /^retry after failed before the first token: /,
    );
  });
});
