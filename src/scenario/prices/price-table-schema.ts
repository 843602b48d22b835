import * as z from "zod";
import { mustBe } from "../messages.ts";
import { node, orNull } from "../node.ts";
import { PriceTable } from "./price-table.ts";

/**
 * The key `prices`: written as the name of a file, it is a table by the time it is read, since
 * whoever parses the scenario puts the file's content in its place.
 */
export const priceTableSchema: z.ZodType<PriceTable | null> = orNull(
  node<PriceTable>(z.string().min(1), (value, report) => {
    if (value instanceof PriceTable) return value;
    if (typeof value !== "string" || value === "") {
      return report({ code: "wrong-type", message: mustBe("the name of a file", value) });
    }
    return report({
      code: "bad-value",
      message: "names a price list that has not been read",
      hint: "pass what it holds to parseScenario, as imports",
    });
  }),
);
