import type * as z from "zod";
import { continuousKeys, continuousSchema } from "./continuous-schema.ts";
import { isMapping, mapping } from "./mapping.ts";
import { mustBeOneOf } from "./messages.ts";
import { described, node, readPart } from "./node.ts";
import { text } from "./quantity.ts";
import type { ContinuousService } from "./scenario.ts";
import { findServicePreset, isUnknownPreset } from "./service-presets/find-service-preset.ts";
import { writePreset } from "./service-presets/write-preset.ts";
import type { Written } from "./written-parts.ts";

const name = described(
  text(),
  "A service fitted to public measurements. `tailcap presets` lists them.",
  "llama-3.1-70b-fp8/h100x8/vllm",
);

const form = mapping({
  preset: name,
  ...Object.fromEntries(
    Object.entries(continuousKeys).map(([key, schema]) => {
      const { description, examples } = schema.meta() ?? {};
      const shown = Array.isArray(examples) ? examples : [];
      return [key, described(schema.optional(), description ?? key, ...shown)];
    }),
  ),
});

/** Keys of a step of which a table stands in place of the others. */
const EXCLUSIVE: readonly (readonly [table: string, ...lines: readonly string[]])[] = [
  ["bySequences", "base", "perSequence"],
  ["byPrefillTokens", "perPrefillToken"],
];

/** A continuous service from a preset, whose keys the scenario's own replace. */
export const presetSchema: z.ZodType<ContinuousService> = node(form, (value, report) => {
  if (!isMapping(value)) return readPart(form, value, [], report) && undefined;
  const { preset: _, ...own } = value;
  const wanted = readPart(name, value["preset"], ["preset"], report);
  if (wanted === undefined) return undefined;
  const found = findServicePreset(wanted);
  if (isUnknownPreset(found)) {
    return report({ code: "bad-value", path: ["preset"], ...found });
  }
  if (Object.hasOwn(own, "kind") && own["kind"] !== "continuous") {
    return report({
      code: "conflict",
      message: mustBeOneOf(["continuous"], own["kind"]),
      hint: "presets are continuous services: remove kind",
      path: ["kind"],
    });
  }
  return readPart(continuousSchema, putOver(writePreset(found), own), [], report);
});

/** Puts a scenario's own keys over those of a preset, those of the step one by one. */
function putOver(preset: Written, own: Written): Written {
  const merged: Record<string, unknown> = { ...preset, ...own };
  const { calibration, step } = preset;
  if (isMapping(step) && isMapping(own["step"])) merged["step"] = putOverStep(step, own["step"]);
  if (Object.hasOwn(own, "calibration")) return merged;
  if (Object.hasOwn(own, "step")) {
    // What was measured says nothing about a step that is no longer the one fitted to it.
    delete merged["calibration"];
  } else if (Object.hasOwn(own, "calibrationError") && isMapping(calibration)) {
    const { error: _, ...others } = calibration;
    merged["calibration"] = others;
  }
  return merged;
}

function putOverStep(preset: Written, own: Written): Written {
  const kept: Record<string, unknown> = { ...preset };
  for (const [table, ...lines] of EXCLUSIVE) {
    if (Object.hasOwn(own, table)) for (const line of lines) delete kept[line];
    if (lines.some((line) => Object.hasOwn(own, line))) delete kept[table];
  }
  return { ...kept, ...own };
}
