import type * as z from "zod";
import { mapping } from "./mapping.ts";
import { described } from "./node.ts";
import { share } from "./quantity.ts";
import type { SensitivitySection } from "./scenario.ts";

/** By how much each assumption is varied. */
export const sensitivitySchema: z.ZodType<SensitivitySection> = mapping({
  traffic: variation("20%", "Of the arrival rate, up and down."),
  serviceTime: variation("10%", "Of the service times, up and down."),
  output: variation("20%", "Of the output lengths, up and down."),
  burstiness: variation("30%", "Of the burstiness of the arrivals, up and down."),
  price: variation("10%", "Of the price of a replica, up and down."),
});

function variation(standard: string, description: string): z.ZodType<number> {
  return described(share({ above: 0, below: 1 }).prefault(standard), description, standard);
}
