import { describe, expect, it } from "vitest";

import {
  ROUTER_CENTRAL_QUEUE,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_RANDOM,
  SERVICE_CONTINUOUS,
  type ContinuousPlan,
} from "../../src/sim/sim-plan.ts";
import { simulate } from "../../src/sim/simulate.ts";
import { mg1WaitMean } from "../../src/theory/mg1.ts";
import {
  firstMean,
  sojournMean,
  sojournQuantile,
  utilization,
  waitMean,
  waitQuantile,
  waitTail,
} from "../helpers/statistics.ts";
import { TableSink } from "../helpers/table-sink.ts";
import { expectOracle } from "./expect-oracle.ts";
import { constant, exponential } from "./laws.ts";
import { openModel } from "./model.ts";

interface StepCost {
  readonly base?: number;
  readonly perSequence?: number;
  readonly perPrefillToken?: number;
  readonly perContextToken?: number;
}

/** Continuous batching that never runs out of tokens or memory. */
function continuousService(maxSequences: number, cost: StepCost): ContinuousPlan {
  const { base = 0, perSequence = 0, perPrefillToken = 0, perContextToken = 0 } = cost;
  return {
    kind: SERVICE_CONTINUOUS,
    maxBatchedTokens: 1_000_000,
    maxSequences,
    kvBlocks: Infinity,
    blockSize: 16,
    sequenceCost: { xs: Float64Array.of(0, 1), ys: Float64Array.of(base, base + perSequence) },
    prefillCost: { xs: Float64Array.of(0, 1), ys: Float64Array.of(0, perPrefillToken) },
    perContextToken,
    perPrefillTokenSquared: 0,
  };
}

function rounded(times: Float64Array): number[] {
  return Array.from(times, (time) => Number(time.toFixed(9)));
}

describe("continuous batching of one sequence at a time", () => {
  // M/D/1 at a load of 0.8, Erlang (1909).
  const md1 = [
    [waitTail(0), 0.8],
    [waitMean, 2],
    [waitQuantile(0.99), 10.35588679],
    [sojournMean, 3],
    [sojournQuantile(0.99), 11.35588679],
  ] as const;

  it("is M/D/1 if all prompts are alike and answers one token long", () => {
    const service = continuousService(1, { base: 0.5, perSequence: 0.1, perPrefillToken: 0.004 });
    const model = {
      seed: 141,
      rate: 0.8,
      requests: 40_000,
      input: constant(100),
      output: constant(1),
    };
    expectOracle({ ...model, pool: { service } }, [[utilization, 0.8], ...md1]);
  });

  it("is M/D/1 with a service of k steps if all answers have k tokens", () => {
    const service = continuousService(1, { base: 0.2 });
    const model = {
      seed: 142,
      rate: 0.8,
      requests: 40_000,
      input: constant(10),
      output: constant(5),
    };
    expectOracle({ ...model, pool: { service } }, md1);
  });

  it("is M/D/1 with a service that grows with the context", () => {
    // Four steps, of which three find 10, 11 and 12 tokens in the cache: 4·0.17 + 10·0.0155 +
    // 33·0.005 = 1.
    const service = continuousService(1, {
      base: 0.17,
      perPrefillToken: 0.0155,
      perContextToken: 0.005,
    });
    const model = {
      seed: 143,
      rate: 0.8,
      requests: 40_000,
      input: constant(10),
      output: constant(4),
    };
    expectOracle({ ...model, pool: { service } }, md1);
  });

  it("is an M/D/1 queue at each replica of a random router", () => {
    const service = continuousService(1, { base: 0.5 });
    const pool = { service, replicas: 2, router: ROUTER_RANDOM };
    expectOracle(
      { seed: 144, rate: 1.6, requests: 40_000, input: constant(1), output: constant(2), pool },
      md1,
    );
  });

  // Crommelin (1932).
  it("is M/D/4 behind the central queue of 4 replicas", () => {
    const service = continuousService(1, { base: 0.5 });
    const pool = { service, replicas: 4, router: ROUTER_CENTRAL_QUEUE };
    expectOracle(
      { seed: 145, rate: 3.2, requests: 40_000, input: constant(1), output: constant(2), pool },
      [
        [waitTail(0), 0.5782820155],
        [waitMean, 0.3860949308],
        [waitQuantile(0.99), 2.454584407],
      ],
    );
  });

  it("is M/G/1 if answers vary in length", () => {
    const output = { distribution: "empirical", values: [1, 9], min: null, max: null } as const;
    const service = continuousService(1, { base: 0.2 });
    // Services of 0.2 and 1.8.
    const wait = mg1WaitMean({ arrivalRate: 0.8, serviceMean: 1, serviceScv: 0.64 });
    expectOracle(
      { seed: 146, rate: 0.8, requests: 50_000, input: constant(1), output, pool: { service } },
      [
        [waitMean, wait],
        [firstMean, wait + 0.2],
        [sojournMean, wait + 1],
      ],
    );
  });
});

describe("continuous batching of all sequences", () => {
  // Steps of length 1 whatever they hold: an arrival at an idle replica starts at once, one during
  // a step starts at its end, after a time uniform on (0, 1). The replica falls idle after k steps
  // in a row without an arrival, the first such run among steps empty with probability q = exp(−λ)
  // taking (q^−k − 1)/(1 − q) steps on average.
  it.each([
    [0.5, 1],
    [0.4, 3],
    [0.2, 8],
  ])("at %f per second waits for the end of a step, then for %i tokens", (rate, tokens) => {
    const empty = Math.exp(-rate);
    const busyMean = (empty ** -tokens - 1) / (1 - empty);
    const busy = busyMean / (busyMean + 1 / rate);
    const service = continuousService(1000, { base: 1 });
    const model = {
      seed: 150 + tokens,
      rate,
      requests: 15_000,
      input: constant(7),
      output: constant(tokens),
      pool: { service, router: ROUTER_LEAST_OUTSTANDING },
    };
    expectOracle(model, [
      [utilization, busy],
      [waitTail(0), busy],
      [waitTail(0.5), busy / 2],
      [waitMean, busy / 2],
      [firstMean, busy / 2 + 1],
      [sojournMean, busy / 2 + tokens],
      [sojournQuantile(0.95), tokens + 1 - 0.05 / busy],
    ]);
  });

  // Inoue, arXiv 1912.06322, as for greedy batches: λ, mean sojourn.
  it.each([
    [0.5, 2.316876],
    [1, 3.749656],
  ])("takes all that wait, at %f per second, lasting 1 + 0.5 a request", (rate, sojourn) => {
    const service = continuousService(1000, { base: 1, perSequence: 0.3, perPrefillToken: 0.02 });
    const model = { seed: 160, rate, requests: 20_000, input: constant(10), output: constant(1) };
    expectOracle({ ...model, pool: { service } }, [[sojournMean, sojourn]]);
  });

  // Sojourn quantiles of M/M/1 processor sharing by transform inversion: load, mean, T95, T99.
  // Tokens of 1/1000 make the sharing fine enough for the difference to drown in the standard
  // error.
  it.each([
    [0.5, 2, 6.86367914, 12.44554073],
    [0.8, 5, 18.74811131, 36.94098924],
  ])("shares a replica whose steps take as long as their sequences, at %f", (rate, ...exact) => {
    const [sojourn, t95, t99] = exact;
    const service = continuousService(100_000, { perSequence: 0.001 });
    const model = {
      seed: 170,
      rate,
      requests: rate === 0.5 ? 30_000 : 60_000,
      input: constant(1),
      output: exponential(1000),
      pool: { service },
    };
    expectOracle(model, [
      [sojournMean, sojourn],
      [sojournQuantile(0.95), t95],
      [sojournQuantile(0.99), t99],
    ]);
  });

  it("serves two overlapping requests as computed by hand", () => {
    // Steps of 1 + 0.1 a prefill token + 0.01 a token in the cache. The first request, of 10
    // tokens, has its prefill in [0, 2] and decodes alone in [2, 3.1]. The second, of 20 tokens,
    // arrives at 2.5 and joins the step [3.1, 6.21] (1 + 2 + 0.11). Both decode in [6.21, 7.53] (1
    // + 0.12 + 0.2), after which the first has its four tokens; the second ends alone with 1 +
    // 0.21.
    const service = continuousService(8, { base: 1, perPrefillToken: 0.1, perContextToken: 0.01 });
    const { plan, draw } = openModel({ seed: 1, rate: 1, requests: 1, pool: { service } });
    const columns = {
      ...draw(0),
      arrivals: Float64Array.of(0, 2.5),
      inputs: Int32Array.of(10, 20),
      outputs: Int32Array.of(4, 3),
    };
    const sink = new TableSink(2);
    simulate(plan, columns, sink, { needsReplicas: true });
    expect(rounded(sink.start)).toEqual([0, 3.1]);
    expect(rounded(sink.first)).toEqual([2, 6.21]);
    expect(rounded(sink.end)).toEqual([7.53, 8.74]);
  });
});
