import type * as z from "zod";
import { calibration, checkCalibration, withError } from "./calibration-schema.ts";
import { mapping, type Shape } from "./mapping.ts";
import { mutuallyExclusive } from "./messages.ts";
import { described, orNull, remembering, type Report } from "./node.ts";
import { extrapolateLast, pointTable, type TablePoint } from "./point-table.ts";
import { count, duration } from "./quantity.ts";
import type { ContinuousService, StepSection } from "./scenario.ts";
import { calibrationError, kindTag, requestOverhead } from "./service-keys.ts";

const MOST_SEQUENCES = 1_000_000;
const MOST_TOKENS = 10_000_000;
const MOST_BLOCKS = 100_000_000;

const coefficient = orNull(duration({ atLeast: 0 }));

/** What a step's keys may be before the defaults are filled in: which were given matters. */
interface WrittenStep {
  readonly base: number | null;
  readonly perSequence: number | null;
  readonly bySequences: StepSection["bySequences"];
  readonly perPrefillToken: number | null;
  readonly byPrefillTokens: StepSection["byPrefillTokens"];
  readonly perContextToken: number | null;
  readonly perPrefillTokenSquared: number | null;
}

const bySequences = mapping({
  table: described(
    pointTable({
      points: 2,
      leastKey: 1,
      greatestKey: MOST_SEQUENCES,
      seconds: duration({ above: 0 }),
    }),
    "Time by sequences in the step: linear between the points, the last slope beyond.",
    { "1": "7.1ms", "32": "8.4ms", "128": "16ms" },
  ),
});

const byPrefillTokens = mapping({
  table: described(
    pointTable({
      points: 2,
      leastKey: 0,
      greatestKey: MOST_TOKENS,
      seconds: duration({ atLeast: 0 }),
    }),
    "Time by prefill tokens in the step: linear between the points, the last slope beyond.",
    { "512": "30ms", "2048": "130ms" },
  ),
});

const step = mapping(
  {
    base: described(orNull(duration({ above: 0 })), "Time of any step.", "6ms"),
    perSequence: described(coefficient, "Added for each sequence in the step.", "50us"),
    bySequences: described(
      orNull(bySequences),
      "Measured times by sequences in the step, in place of base and perSequence.",
      { table: { "1": "7.1ms", "32": "8.4ms", "128": "16ms" } },
    ),
    perPrefillToken: described(coefficient, "Added for each prefill token.", "60us"),
    byPrefillTokens: described(
      orNull(byPrefillTokens),
      "Measured times by prefill tokens, in place of perPrefillToken.",
      { table: { "512": "30ms", "2048": "130ms" } },
    ),
    perContextToken: described(
      coefficient,
      "Added for each cached token of a decoding sequence.",
      "25ns",
    ),
    perPrefillTokenSquared: described(
      coefficient,
      "Added for each pair of a prefill token and a token it attends to.",
      "1ns",
    ),
  },
  checkStep,
).transform((written: WrittenStep): StepSection => ({
  base: written.base ?? 0,
  perSequence: written.perSequence ?? 0,
  bySequences: written.bySequences,
  perPrefillToken: written.perPrefillToken ?? 0,
  byPrefillTokens: written.byPrefillTokens,
  perContextToken: written.perContextToken ?? 0,
  perPrefillTokenSquared: written.perPrefillTokenSquared ?? 0,
}));

function checkStep(written: Partial<WrittenStep>, report: Report): void {
  const { base, perSequence, bySequences, perPrefillToken, byPrefillTokens } = written;
  if (base === null && bySequences === null) {
    report({
      code: "missing-key",
      message: "is required, or bySequences in its place",
      hint: "such as base: 6ms",
      path: ["base"],
    });
  }
  const exclusive = [
    ["bySequences", bySequences, "base", base],
    ["bySequences", bySequences, "perSequence", perSequence],
    ["byPrefillTokens", byPrefillTokens, "perPrefillToken", perPrefillToken],
  ] as const;
  for (const [tableName, table, lineName, line] of exclusive) {
    if (table === undefined || table === null || line === undefined || line === null) continue;
    report({
      code: "conflict",
      message: mutuallyExclusive(tableName, lineName),
      hint: `${tableName} stands in place of ${lineName}: remove one of the two`,
    });
  }
}

const kvCache = mapping({
  blocks: described(count(1, MOST_BLOCKS), "Blocks of KV cache in a replica.", 27_000),
  blockSize: described(count(1, 1_000_000).prefault(16), "Tokens in a block.", 16),
});

const keys = {
  kind: kindTag("continuous"),
  step: described(remembering(step), "Duration of a step.", {
    base: "6ms",
    perPrefillToken: "60us",
    perSequence: "50us",
    perContextToken: "25ns",
  }),
  maxBatchedTokens: described(count(1, MOST_TOKENS), "Most tokens in a step.", 2048),
  maxSequences: described(count(1, MOST_SEQUENCES), "Most sequences running at once.", 256),
  kvCache: described(orNull(kvCache), "KV cache of a replica; left out: unlimited.", {
    blocks: 27_000,
    blockSize: 16,
  }),
  requestOverhead,
  calibration,
  calibrationError,
};

/** Continuous batching. */
export const continuousSchema: z.ZodType<ContinuousService> = mapping(keys, (service, report) => {
  checkSlopes(service, report);
  checkCalibration(service, report);
}).transform(withError);

/** Keys of a continuous service. */
export const continuousKeys: Shape = keys;

/** Refuses tables whose last slope falls so steeply that a full step would take no time. */
function checkSlopes(service: Partial<ContinuousService>, report: Report): void {
  const { step, maxSequences, maxBatchedTokens } = service;
  const sequences = step?.bySequences?.table;
  if (sequences && maxSequences !== undefined && endsBelow(sequences, maxSequences, true)) {
    reportSlope("bySequences", `maxSequences, ${maxSequences}`, "stay above 0s", report);
  }
  const tokens = step?.byPrefillTokens?.table;
  if (tokens && maxBatchedTokens !== undefined && endsBelow(tokens, maxBatchedTokens, false)) {
    reportSlope(
      "byPrefillTokens",
      `maxBatchedTokens, ${maxBatchedTokens}`,
      "not fall below 0s",
      report,
    );
  }
}

function endsBelow(table: readonly TablePoint[], count: number, isStrict: boolean): boolean {
  const [lastCount] = table[table.length - 1];
  if (count <= lastCount) return false;
  const seconds = extrapolateLast(table, count);
  return isStrict ? seconds <= 0 : seconds < 0;
}

function reportSlope(name: string, until: string, wanted: string, report: Report): void {
  report({
    code: "conflict",
    message: `must ${wanted} along its last slope up to ${until}`,
    hint: "add a point at that count",
    path: ["step", name, "table"],
  });
}
