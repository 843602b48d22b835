import type * as z from "zod";
import { mapping } from "./mapping.ts";
import { namedList } from "./named-list.ts";
import { described } from "./node.ts";
import { amount, price, share, text } from "./quantity.ts";
import type { ExperimentSection } from "./scenario.ts";

const experiment = mapping({
  name: described(text(), "Names the experiment in reports.", "long-context trial"),
  gpuHours: described(
    amount({ atLeast: 0, atMost: 1e9 }),
    "GPU-hours held a month, a plain number.",
    500,
  ),
  pastTtl: described(
    share({ atLeast: 0, atMost: 1 }),
    "Share of them held past the experiment's time to live.",
    "30%",
  ),
  price: described(price(), "Dollars per GPU-hour.", "$4/h"),
});

/** Capacity held for experiments. */
export const experimentsSchema: z.ZodType<readonly ExperimentSection[]> = namedList(experiment);
