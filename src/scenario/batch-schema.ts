import type * as z from "zod";
import { calibration, checkCalibration, withError } from "./calibration-schema.ts";
import { choice } from "./choice.ts";
import { factorDistribution } from "./distribution-schema.ts";
import { meanWithoutClamp } from "./distribution-mean.ts";
import { list } from "./list.ts";
import { isMapping, mapping } from "./mapping.ts";
import { described, node, orNull, readPart, remembering, type Report } from "./node.ts";
import { pointTable } from "./point-table.ts";
import { count, duration, oneOf } from "./quantity.ts";
import type { BatchService, DistributionSection } from "./scenario.ts";
import { calibrationError, kindTag, requestOverhead } from "./service-keys.ts";

const MOST_ITEMS = 100_000;
/** Relative room for means of numbers that were written with few digits. */
const MEAN_TOLERANCE = 1e-3;

const line = mapping(
  {
    base: described(duration({ atLeast: 0 }), "Time of a batch, whatever its size.", "4ms"),
    perItem: described(
      duration({ atLeast: 0 }).prefault("0s"),
      "Added for each request in the batch.",
      "1.2ms",
    ),
  },
  ({ base, perItem }, report) => {
    if (base !== 0 || perItem !== 0) return;
    report({ code: "out-of-range", message: "must have base or perItem above 0s" });
  },
);

const tabled = mapping({
  table: described(
    pointTable({
      points: 1,
      leastKey: 1,
      greatestKey: MOST_ITEMS,
      seconds: duration({ above: 0 }),
    }),
    "Time by batch size: linear between the points, flat outside.",
    { "1": "9ms", "8": "17ms", "32": "46ms" },
  ),
});

const latency = choice<BatchService["latency"]>([line, tabled], (value, report) => {
  const hasTable = isMapping(value) && Object.hasOwn(value, "table");
  const others = isMapping(value)
    ? ["base", "perItem"].filter((key) => Object.hasOwn(value, key))
    : [];
  if (!hasTable) return line;
  if (others.length === 0) return tabled;
  return report({
    code: "conflict",
    message: `must have table or base with perItem, got table and ${others.join(" and ")}`,
    hint: "remove one of the two descriptions",
  });
});

const jitter = node<DistributionSection>(factorDistribution, (value, report) => {
  const law = readPart(factorDistribution, value, [], report);
  if (law === undefined) return undefined;
  const mean = meanWithoutClamp(law);
  if (mean === null || Math.abs(mean - 1) <= MEAN_TOLERANCE) return law;
  return report({
    code: "out-of-range",
    message: `must have mean 1, got ${Number(mean.toPrecision(6))}`,
    hint: "jitter multiplies each batch's time; put the level into latency",
  });
});

/** How large a batch may be: always the same, or as latency allows. */
interface BatchLimit {
  readonly most: number;
  readonly latency: number | null;
}

const size = count(1, MOST_ITEMS);
const fixedSize = size.transform((most): BatchLimit => ({ most, latency: null }));
/** Crankshaw et al., "Clipper", NSDI 2017, section 4.3.1. */
const adaptiveSize = mapping({
  adaptive: described(
    oneOf(["aimd"]),
    "Additive increase, multiplicative decrease, as in Clipper (NSDI 2017).",
    "aimd",
  ),
  latency: described(duration({ above: 0 }), "How long a batch may take.", "80ms"),
  most: described(size, "Most requests in a batch, whatever it takes.", 64),
}).transform(({ latency, most }): BatchLimit => ({ most, latency }));
const batchLimit = choice<BatchLimit>([fixedSize, adaptiveSize], (value) =>
  isMapping(value) ? adaptiveSize : fixedSize,
);

/** Triton's `default_queue_policy` (model configuration of 2.60, 2025). */
const queuePolicy = mapping({
  timeout: described(
    duration({ above: 0 }),
    "How long a request may wait (default_timeout_microseconds).",
    "100ms",
  ),
  action: described(
    oneOf(["reject", "delay"]).prefault("reject"),
    "What becomes of one that waits longer: rejected, or served after all others (Triton: REJECT).",
    "reject",
  ),
});

interface WrittenBatch extends Omit<BatchService, "maxBatch" | "adaptive"> {
  readonly maxBatch: BatchLimit;
}

/** Dynamic batching. */
export const batchSchema: z.ZodType<BatchService> = mapping(
  {
    kind: kindTag("batch"),
    latency: described(latency, "Time of a batch.", { base: "4ms", perItem: "1.2ms" }),
    maxBatch: described(
      batchLimit,
      "Most requests in a batch: a number, or found by each replica for a latency.",
      32,
      { adaptive: "aimd", latency: "80ms", most: 64 },
    ),
    maxWait: described(
      duration({ atLeast: 0 }).prefault("0s"),
      "How long the oldest request waits for the batch to fill.",
      "2ms",
    ),
    preferredBatches: described(
      list(size, 0)
        .prefault([])
        .transform((sizes) => [...new Set(sizes)].sort((left, right) => left - right)),
      "Batch sizes to start with at once.",
      [8, 16],
    ),
    queuePolicy: described(
      orNull(queuePolicy),
      "What becomes of requests that wait too long. Left out: nothing.",
      { timeout: "100ms", action: "reject" },
    ),
    jitter: described(
      orNull(remembering(jitter)),
      "Multiplies each batch's time; a distribution of mean 1.",
      { distribution: "gamma", mean: 1, cv: 0.1 },
    ),
    requestOverhead,
    calibration,
    calibrationError,
  },
  (service, report) => {
    checkPreferred(service, report);
    checkCalibration(service, report);
  },
).transform(({ maxBatch: { most, latency }, ...written }: WrittenBatch): BatchService => ({
  ...withError(written),
  maxBatch: most,
  adaptive: latency === null ? null : { latency },
}));

function checkPreferred(
  { preferredBatches, maxBatch }: Partial<Pick<WrittenBatch, "preferredBatches" | "maxBatch">>,
  report: Report,
): void {
  if (!preferredBatches || maxBatch === undefined) return;
  const tooLarge = preferredBatches.filter((size) => size > maxBatch.most);
  if (tooLarge.length === 0) return;
  report({
    code: "conflict",
    message: `must be at most maxBatch, which is ${maxBatch.most}, got ${tooLarge.join(", ")}`,
    path: ["preferredBatches"],
  });
}
