import { describe } from "vitest";
import { BATCHED, EXAMPLE, MINIMAL } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";

const latency = "{base: 4ms, perItem: 1ms}";
const step = "{base: 6ms, perPrefillToken: 60us, perSequence: 50us, perContextToken: 25ns}";

function serial(time: string): Place {
  return [MINIMAL, "time: 20ms", time];
}

describe("services", () => {
  refuseEach("refuses", [
    [
      MINIMAL,
      "kind: serial",
      "kind: ‸seriel",
      "service.kind",
      'must be one of serial, batch, continuous, got "seriel"',
      "did you mean `serial`?",
    ],
    [
      ...serial("time: 20ms\n  concurrency: ‸0"),
      "service.concurrency",
      "must be between 1 and 10,000, got 0",
    ],
    [
      ...serial("time: ‸[20ms]"),
      "service.time",
      "must be a duration, a distribution, {base, perInputToken, perOutputToken} or {column: duration}",
    ],
    [
      ...serial("time: ‸{base: 0s}"),
      "service.time",
      "must have base, perInputToken or perOutputToken above 0s",
    ],
    [
      ...serial("time: {base: 1s, ‸perToken: 1ms}"),
      "service.time.perToken",
      "is not a known key; allowed: base, perInputToken, perOutputToken",
    ],
    [
      ...serial("time: {column: ‸seconds}"),
      "service.time.column",
      'must be duration, got "seconds"',
    ],
    [
      BATCHED,
      latency,
      "‸{base: 4ms, table: {1: 9ms}}",
      "service.latency",
      "must have table or base with perItem, got table and base",
    ],
    [BATCHED, latency, "‸{base: 0s}", "service.latency", "must have base or perItem above 0s"],
    [
      BATCHED,
      latency,
      "{table: ‸{}}",
      "service.latency.table",
      "must be a table of at least 1 point, got an empty mapping",
    ],
    [
      BATCHED,
      latency,
      "{table: {0: ‸9ms}}",
      "service.latency.table.0",
      "must have a whole number between 1 and 100,000 as its key",
    ],
    [
      BATCHED,
      latency,
      "{table: {1.5: ‸9ms}}",
      "service.latency.table.1.5",
      "must have a whole number",
    ],
    [
      BATCHED,
      latency,
      "{table: {‸one: 9ms}}",
      "service.latency.table.one",
      "is not a known key; allowed: whole numbers",
    ],
    [BATCHED, latency, "{table: {1: ‸0s}}", "service.latency.table.1", "must be more than 0s"],
    [
      BATCHED,
      "maxBatch: 32",
      "maxBatch: 32\n  maxWait: ‸-1s",
      "service.maxWait",
      "must be between 0s",
    ],
    [
      BATCHED,
      "maxBatch: 32",
      "maxBatch: 32\n  preferredBatches: ‸[8, 64]",
      "service.preferredBatches",
      "must be at most maxBatch, which is 32, got 64",
    ],
    [
      BATCHED,
      "maxBatch: 32",
      "maxBatch: 32\n  preferredBatches: [‸0]",
      "service.preferredBatches[0]",
      "must be between 1 and 100,000",
    ],
    [
      BATCHED,
      "maxBatch: 32",
      "maxBatch: 32\n  jitter: ‸1.2",
      "service.jitter",
      "must have mean 1, got 1.2",
    ],
    [
      BATCHED,
      "maxBatch: 32",
      "maxBatch: 32\n  jitter: ‸{distribution: uniform, min: 0.5, max: 1}",
      "service.jitter",
      "must have mean 1, got 0.75",
    ],
    [
      BATCHED,
      "maxBatch: 32",
      "maxBatch: 32\n  jitter: ‸{distribution: gamma, mean: 2, cv: 1}",
      "service.jitter",
      "must have mean 1, got 2",
      "latency",
    ],
    [
      BATCHED,
      "maxBatch: 32",
      "maxBatch: 32\n  jitter: ‸10%",
      "service.jitter",
      "must be a plain number",
    ],
    [EXAMPLE, step, "{base: ‸0s}", "service.step.base", "must be more than 0s"],
    [
      EXAMPLE,
      step,
      "‸{base: 6ms, bySequences: {table: {1: 7ms, 32: 9ms}}}",
      "service.step",
      "must have bySequences or base, got both",
    ],
    [
      EXAMPLE,
      step,
      "‸{perSequence: 6ms, bySequences: {table: {1: 7ms, 32: 9ms}}}",
      "service.step",
      "must have bySequences or perSequence, got both",
    ],
    [
      EXAMPLE,
      step,
      "‸{base: 6ms, perPrefillToken: 1us, byPrefillTokens: {table: {1: 7ms, 32: 9ms}}}",
      "service.step",
      "must have byPrefillTokens or perPrefillToken, got both",
    ],
    [
      EXAMPLE,
      step,
      "{bySequences: {table: ‸{1: 7ms}}}",
      "service.step.bySequences.table",
      "must be a table of at least 2 points",
    ],
    [
      EXAMPLE,
      step,
      "{bySequences: {table: ‸{1: 9ms, 32: 7ms}}}",
      "service.step.bySequences.table",
      "must stay above 0s along its last slope up to maxSequences, 256",
    ],
    [
      EXAMPLE,
      step,
      "{base: 1ms, byPrefillTokens: {table: ‸{1: 9ms, 32: 7ms}}}",
      "service.step.byPrefillTokens.table",
      "must not fall below 0s along its last slope up to maxBatchedTokens, 2048",
    ],
    [
      EXAMPLE,
      "blocks: 27000",
      "blocks: ‸0",
      "service.kvCache.blocks",
      "must be between 1 and 100,000,000",
    ],
    [
      EXAMPLE,
      "maxSequences: 256",
      "maxSequences: ‸2M",
      "service.maxSequences",
      "must be between 1 and 1,000,000",
    ],
    [
      EXAMPLE,
      "requestOverhead: 12ms",
      "requestOverhead: ‸12",
      "service.requestOverhead",
      "must carry a unit",
    ],
    [
      ...serial("time: 20ms\n  calibrationError: ‸0%"),
      "service.calibrationError",
      "must be more than 0% and less than 100%",
    ],
    [
      BATCHED,
      "maxBatch: 32",
      "maxBatch: 32\n  calibrationError: ‸0.05",
      "service.calibrationError",
      "must carry a unit such as 99.9%, got 0.05",
    ],
    [
      EXAMPLE,
      "kind: continuous",
      "kind: continuous\n  ‸engine: x",
      "service.engine",
      "is not a known key",
    ],
  ]);
});
