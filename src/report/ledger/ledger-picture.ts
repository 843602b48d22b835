import type { Result } from "../../plan/result.ts";
import type { MissingPicture, Picture } from "../picture.ts";
import { cleanText } from "../plain-text.ts";
import { ledgerModel } from "./ledger-model.ts";
import { ledgerSpec } from "./ledger-spec.ts";
import { ledgerDescription, ledgerTitle } from "./ledger-words.ts";

const NAME = "ledger";
const HEADING = "Where the money goes";

/**
 * The bill of the fleet in focus, from what is paid to what is useful work, and what else the
 * scenario prices that buys nothing.
 *
 * @throws RangeError if the result has no points.
 */
export function ledgerPicture(result: Result): Picture | MissingPicture {
  const model = ledgerModel(result);
  if (model.billed.ledger.costPerHour === 0) {
    const missing = "the fleet costs nothing, so that there is no bill to divide; set fleet.price";
    return { name: NAME, heading: HEADING, missing };
  }
  return {
    name: NAME,
    heading: HEADING,
    spec: ledgerSpec(result, model),
    text: {
      title: cleanText(ledgerTitle(model)),
      description: cleanText(ledgerDescription(model)),
    },
  };
}
