import * as z from "zod";
import { choice } from "./choice.ts";
import { sourcesOf } from "./class-section.ts";
import { isRandom, type RandomParts } from "./is-random.ts";
import { mapping } from "./mapping.ts";
import { didYouMean, mustBe } from "./messages.ts";
import { described, node, orNull } from "./node.ts";
import { count, duration, oneOf } from "./quantity.ts";
import type { QuestionKind, RunSection } from "./scenario.ts";
import { suggestWord } from "./suggest.ts";

/** How the simulation is run, before the defaults that depend on other sections are known. */
export interface WrittenRun {
  readonly replications: number | null;
  /** Seconds, auto, or null if left out. */
  readonly warmup: number | "auto" | null;
  readonly question: QuestionKind | null;
  readonly resamples: number;
}

const QUESTIONS = ["hindsight", "same-trace", "future"] as const;
const WORD = /^[a-z]+$/i;

const auto = node<"auto">(z.literal("auto"), (value, report) => {
  if (value === "auto") return value;
  return report({
    code: "bad-value",
    message: mustBe("auto or a duration such as 60s", value),
    hint: didYouMean(typeof value === "string" ? suggestWord(value, ["auto"]) : null),
  });
});
const fixed = duration({ atLeast: 0 });

const warmup = choice<number | "auto">([auto, fixed], (value) =>
  typeof value === "string" && WORD.test(value) ? auto : fixed,
);

/** How the simulation is run. */
export const runSchema: z.ZodType<WrittenRun> = mapping({
  replications: described(
    orNull(count(1, 10_000)),
    "Independent runs. Left out: 10 if anything is random, else 1.",
    10,
  ),
  warmup: described(
    orNull(warmup),
    "Requests that arrive before this are simulated but not measured; auto: found by a pilot of each run, at least ten relaxation times of the queue but no more than half of the requests. Left out: auto for random traffic without a trace, else 0s.",
    "60s",
    "auto",
  ),
  question: described(
    orNull(oneOf(QUESTIONS)),
    "What the intervals are about. Left out: hindsight if nothing is random; else same-trace if a trace is replayed, future for other traffic.",
    "future",
  ),
  resamples: described(
    count(20, 10_000).prefault(200),
    "Block bootstraps of the input, for question: future on a trace.",
    200,
  ),
});

/** Fills in the defaults that depend on what is random. */
export function resolveRun(written: WrittenRun, parts: RandomParts): RunSection {
  const random = isRandom(parts);
  const sources = sourcesOf(parts.workload);
  const isRecorded = sources.some((source) => "trace" in source);
  // A run starts empty, which traffic without a beginning doesn't; a recorded trace has one.
  const warmup = written.warmup ?? (!isRecorded && random ? "auto" : 0);
  return {
    replications: written.replications ?? (random ? 10 : 1),
    warmup: warmup === "auto" ? 0 : warmup,
    warmupAuto: warmup === "auto",
    question: written.question ?? (random ? (isRecorded ? "same-trace" : "future") : "hindsight"),
    resamples: written.resamples,
  };
}
