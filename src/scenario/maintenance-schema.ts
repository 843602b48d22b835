import type * as z from "zod";
import { mapping } from "./mapping.ts";
import { described, orNull } from "./node.ts";
import { amount, monthlyFee, price } from "./quantity.ts";
import type { MaintenanceSection } from "./scenario.ts";

const managed = mapping({
  fee: described(monthlyFee(), "What the managed service costs a month.", "$9000/month"),
});

/** What it takes to keep the service running. */
export const maintenanceSchema: z.ZodType<MaintenanceSection> = mapping({
  hours: described(
    amount({ atLeast: 0, atMost: 1e6 }),
    "Hours of work a month, a plain number.",
    40,
  ),
  rate: described(price(), "Dollars per hour of work.", "$120/h"),
  managed: described(
    orNull(managed),
    "A managed service in its place. Left out: none to compare with.",
    { fee: "$9000/month" },
  ),
});
