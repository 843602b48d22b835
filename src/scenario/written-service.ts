import type * as z from "zod";
import { continuousKeys } from "./continuous-schema.ts";
import { isMapping, type Shape } from "./mapping.ts";
import { mustBeOneOf } from "./messages.ts";
import { described, type Report } from "./node.ts";
import type { Written } from "./written-parts.ts";

/** Keys of a step of which a table stands in place of the others. */
const EXCLUSIVE: readonly (readonly [table: string, ...lines: readonly string[]])[] = [
  ["bySequences", "base", "perSequence"],
  ["byPrefillTokens", "perPrefillToken"],
];

/** Keys of a continuous service, each of which may be left out. */
export const optionalContinuousKeys: Shape = Object.fromEntries(
  Object.entries(continuousKeys).map(([key, schema]): [string, z.ZodType] => {
    const { description, examples } = schema.meta() ?? {};
    const shown = Array.isArray(examples) ? examples : [];
    return [key, described(schema.optional(), description ?? key, ...shown)];
  }),
);

/**
 * Refuses another kind of service beside what stands for a continuous one.
 *
 * @param what - What stands for it, in the plural.
 * @returns True if there is none.
 */
export function isContinuousOrNone(own: Written, what: string, report: Report): boolean {
  if (!Object.hasOwn(own, "kind") || own["kind"] === "continuous") return true;
  report({
    code: "conflict",
    message: mustBeOneOf(["continuous"], own["kind"]),
    hint: `${what} are continuous services: remove kind`,
    path: ["kind"],
  });
  return false;
}

/** Puts a scenario's own keys over those of a written service, those of the step one by one. */
export function putOver(service: Written, own: Written): Written {
  const merged: Record<string, unknown> = { ...service, ...own };
  const { calibration, step } = service;
  if (isMapping(step) && isMapping(own["step"])) merged["step"] = putOverStep(step, own["step"]);
  if (Object.hasOwn(own, "calibration")) return merged;
  if (Object.hasOwn(own, "step")) {
    // What is known of the whole step says nothing about one with other parts.
    delete merged["calibration"];
  } else if (Object.hasOwn(own, "calibrationError") && isMapping(calibration)) {
    const { error: _, ...others } = calibration;
    merged["calibration"] = others;
  }
  return merged;
}

function putOverStep(written: Written, own: Written): Written {
  const kept: Record<string, unknown> = { ...written };
  for (const [table, ...lines] of EXCLUSIVE) {
    if (Object.hasOwn(own, table)) for (const line of lines) delete kept[line];
    if (lines.some((line) => Object.hasOwn(own, line))) delete kept[table];
  }
  return { ...kept, ...own };
}
