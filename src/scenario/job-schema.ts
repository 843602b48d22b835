import * as z from "zod";
import { choice } from "./choice.ts";
import { isMapping, mapping } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { namedList } from "./named-list.ts";
import { described, node } from "./node.ts";
import { amount, duration, price, share, text } from "./quantity.ts";
import type { JobSection, RecoverySection } from "./scenario.ts";

const WORDS = ["restart", "resume"] as const;

const word = node<RecoverySection>(z.enum(WORDS), (value, report) => {
  const kind = WORDS.find((known) => known === value);
  if (kind !== undefined) return { kind };
  return report({
    code: typeof value === "string" ? "bad-value" : "wrong-type",
    message: mustBe("restart, resume or {checkpoint: {every: …}}", value),
    hint: "such as recovery: {checkpoint: {every: 30m}}",
  });
});

const checkpoint = mapping({
  checkpoint: described(
    mapping({
      every: described(duration({ above: 0 }), "Running time between checkpoints.", "30m"),
    }),
    "A failed job goes on at its last checkpoint.",
    { every: "30m" },
  ),
}).transform(({ checkpoint: { every } }): RecoverySection => ({
  kind: "checkpoint",
  every,
}));

const recovery = choice<RecoverySection>([word, checkpoint], (value) =>
  isMapping(value) ? checkpoint : word,
);

const job = mapping({
  name: described(text(), "Names the job in reports.", "nightly fine-tune"),
  perMonth: described(amount({ atLeast: 0, atMost: 1e9 }), "Jobs a month.", 10_000),
  failureShare: described(share({ atLeast: 0, below: 1 }), "Share of the jobs that fail.", "15%"),
  gpuHours: described(
    amount({ above: 0, atMost: 1e6 }),
    "GPU-hours of a job that doesn't fail, a plain number.",
    3,
  ),
  price: described(price(), "Dollars per GPU-hour.", "$4/h"),
  recovery: described(
    recovery.prefault("restart"),
    "Where a failed job goes on: at its start, where it was, or at its last checkpoint.",
    "restart",
    "resume",
    { checkpoint: { every: "30m" } },
  ),
  failsAt: described(
    share({ above: 0, atMost: 1 }).prefault("100%"),
    "Share of the job that is done when it fails; left out: all of it.",
    "100%",
  ),
});

/** Batch jobs on the same hardware. */
export const jobsSchema: z.ZodType<readonly JobSection[]> = namedList(job);
