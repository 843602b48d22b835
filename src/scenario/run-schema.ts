import type * as z from "zod";
import { mapping } from "./mapping.ts";
import { described, orNull } from "./node.ts";
import { count, duration } from "./quantity.ts";

/** How the simulation is run, before the default number of replications is known. */
export interface WrittenRun {
  readonly replications: number | null;
  readonly warmup: number;
}

/** How the simulation is run. */
export const runSchema: z.ZodType<WrittenRun> = mapping({
  replications: described(
    orNull(count(1, 10_000)),
    "Independent runs. Left out: 10 if anything is random, else 1.",
    10,
  ),
  warmup: described(
    duration({ atLeast: 0 }).prefault("0s"),
    "Requests that arrive before this are simulated but not measured.",
    "60s",
  ),
});
