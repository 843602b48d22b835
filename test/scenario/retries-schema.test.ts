import { describe, expect, it } from "vitest";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { ClientSection } from "../../src/scenario/scenario.ts";
import { MINIMAL } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";

function clientWith(client: string): ClientSection {
  const sets = [`client=${client}`];
  return parseScenario(MINIMAL, { file: "s.yaml", sets, seed: null }).scenario.client;
}

function client(mistake: string): Place {
  return [MINIMAL, "slo:", `client: ${mistake}\nslo:`];
}

const ALL = ["rejected", "timed-out", "failed"];

describe("client.retries", () => {
  it.each([
    [
      // Envoy 1.35, router filter: num_retries 1, base 25 ms, at most 250 ms; max_retries 3.
      "envoy",
      {
        maxAttempts: 2,
        perTryTimeout: null,
        on: ALL,
        backoff: { base: 0.025, factor: 2, max: 0.25, jitter: "full" },
        budget: { kind: "envoy", share: 0, least: 3 },
      },
    ],
    [
      // gRPC proposal A6, the example of a service config.
      "grpc",
      {
        maxAttempts: 4,
        perTryTimeout: null,
        on: ["rejected", "failed"],
        backoff: { base: 0.1, factor: 2, max: 1, jitter: 0.2 },
        budget: { kind: "grpc", tokens: 10, tokenRatio: 0.1 },
      },
    ],
    [
      // AWS SDKs, standard mode: three attempts, 100 ms, at most 20 s, a bucket of 500.
      "aws-standard",
      {
        maxAttempts: 3,
        perTryTimeout: null,
        on: ALL,
        backoff: { base: 0.1, factor: 2, max: 20, jitter: "full" },
        budget: { kind: "aws", tokens: 500, cost: 5, timeoutCost: 10, refund: 1 },
      },
    ],
  ])("knows the preset %s", (preset, retries) => {
    expect(clientWith(`{retries: {preset: ${preset}}}`).retries).toEqual(retries);
  });

  it("puts what is written in place of the preset's", () => {
    const { retries } = clientWith(
      "{retries: {preset: envoy, maxAttempts: unlimited, perTryTimeout: 2s, on: [failed], budget: none}}",
    );
    expect(retries).toMatchObject({
      maxAttempts: null,
      perTryTimeout: 2,
      on: ["failed"],
      backoff: { base: 0.025 },
      budget: null,
    });
  });

  it.each([
    ["{base: 1s}", { base: 1, factor: 2, max: null, jitter: "full" }],
    [
      "{base: 1s, max: 9s, jitter: decorrelated}",
      { base: 1, factor: 3, max: 9, jitter: "decorrelated" },
    ],
    ["{base: 0s, factor: 1, jitter: 0%}", { base: 0, factor: 1, max: null, jitter: 0 }],
    ["250ms", { law: { distribution: "constant", value: 0.25 } }],
    [
      "{distribution: uniform, min: 0s, max: 1s}",
      { law: { distribution: "uniform", min: 0, max: 1 } },
    ],
  ])("reads the backoff %s", (written, backoff) => {
    const { retries } = clientWith(`{retries: {maxAttempts: 3, backoff: ${written}}}`);
    expect(retries).toMatchObject({ on: ALL, backoff, budget: null });
  });

  it.each([
    ["{kind: envoy}", { kind: "envoy", share: 0.2, least: 3 }],
    ["{kind: grpc, tokens: 100}", { kind: "grpc", tokens: 100, tokenRatio: 0.1 }],
    ["{kind: aws}", { kind: "aws", tokens: 500, cost: 5, timeoutCost: 10, refund: 1 }],
  ])("reads the budget %s", (written, budget) => {
    const { retries } = clientWith(`{retries: {preset: envoy, budget: ${written}}}`);
    expect(retries?.budget).toEqual(budget);
  });

  it("reads a hedge", () => {
    expect(clientWith("{hedging: {delay: 300ms, quantile: 95%}}").hedging).toEqual({
      maxAttempts: 2,
      delay: 0.3,
      quantile: 0.95,
    });
  });

  refuseEach("refuses", [
    [
      ...client("‸{retries: {preset: grpc}, hedging: {delay: 1s}}"),
      "client",
      "must have retries or hedging, got both",
    ],
    [
      ...client("{‸retries: {backoff: 1s}}"),
      "client.retries.maxAttempts",
      "is required",
      "preset: aws-standard",
    ],
    [...client("{‸retries: {maxAttempts: 3}}"), "client.retries.backoff", "is required"],
    [
      ...client("{retries: {preset: envoy, maxAttempts: ‸forever}}"),
      "client.retries.maxAttempts",
      "must be a whole number or unlimited",
    ],
    [
      ...client("{retries: {maxAttempts: unlimited, backoff: ‸{base: 0s}}}"),
      "client.retries.backoff",
      "must be above 0s with maxAttempts: unlimited",
      "at the same instant",
    ],
    [
      ...client("{retries: {preset: envoy, on: ‸[timed-out]}}"),
      "client.retries.on",
      "must name more than timed-out",
      "perTryTimeout",
    ],
    [
      ...client("{retries: {preset: envoy, on: ‸[failed, failed]}}"),
      "client.retries.on",
      "repeats failed",
    ],
    [
      ...client("{retries: {preset: envoy, backoff: {base: ‸2s, max: 1s}}}"),
      "client.retries.backoff.base",
      "must be at most max, which is 1, got 2",
    ],
    [
      ...client("{retries: {preset: envoy, backoff: {base: 1s, jitter: ‸half}}}"),
      "client.retries.backoff.jitter",
      "must be full, decorrelated or a share such as 20%",
    ],
    [
      ...client(
        "{retries: {preset: envoy, backoff: {base: 1s, factor: ‸2, jitter: decorrelated}}}",
      ),
      "client.retries.backoff.factor",
      "is of no use with jitter: decorrelated",
    ],
    [
      ...client("{retries: {preset: grpc, budget: {kind: grpc, tokens: ‸1001}}}"),
      "client.retries.budget.tokens",
      "at most 1,000",
    ],
    [
      ...client("{hedging: {delay: 1s, maxAttempts: ‸1}}"),
      "client.hedging.maxAttempts",
      "must be between 2 and",
    ],
  ]);
});
