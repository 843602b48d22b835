import type { Result } from "../../plan/result.ts";
import type { MissingPicture, Picture } from "../picture.ts";
import { cleanText } from "../plain-text.ts";
import { tornadoModel } from "./tornado-model.ts";
import { tornadoSpec } from "./tornado-spec.ts";
import { tornadoDescription, tornadoTitle } from "./tornado-words.ts";

const NAME = "tornado";
const HEADING = "Which assumption matters most";

/** How the answer moves when one assumption after the other is off. */
export function tornadoPicture(result: Result): Picture | MissingPicture {
  const { headroom } = result;
  if (headroom === null) {
    const missing =
      "assumptions are varied on request, since it takes more simulation; run with --headroom";
    return { name: NAME, heading: HEADING, missing };
  }
  const model = tornadoModel(headroom);
  return {
    name: NAME,
    heading: HEADING,
    spec: tornadoSpec(result, headroom, model),
    text: {
      title: cleanText(tornadoTitle(model)),
      description: cleanText(tornadoDescription(model)),
    },
  };
}
