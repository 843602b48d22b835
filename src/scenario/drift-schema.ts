import type * as z from "zod";
import { mapping } from "./mapping.ts";
import { described } from "./node.ts";
import { share } from "./quantity.ts";
import type { DriftSection } from "./scenario.ts";

/** What changes from month to month. */
export const driftSchema: z.ZodType<DriftSection> = mapping({
  demandGrowth: described(
    share({ atLeast: 0, atMost: 10 }),
    "Growth of demand per month; more than 100 % is allowed.",
    "3%",
  ),
});
