import type * as z from "zod";
import { continuousSchema } from "./continuous-schema.ts";
import { isMapping, mapping } from "./mapping.ts";
import { described, node, readPart } from "./node.ts";
import { text } from "./quantity.ts";
import type { ContinuousService } from "./scenario.ts";
import { findServicePreset, isUnknownPreset } from "./service-presets/find-service-preset.ts";
import { writePreset } from "./service-presets/write-preset.ts";
import { isContinuousOrNone, optionalContinuousKeys, putOver } from "./written-service.ts";

const name = described(
  text(),
  "A service fitted to public measurements. `tailcap presets` lists them.",
  "llama-3.1-70b-fp8/h100x8/vllm",
);

const form = mapping({ preset: name, ...optionalContinuousKeys });

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
  if (!isContinuousOrNone(own, "presets", report)) return undefined;
  return readPart(continuousSchema, putOver(writePreset(found), own), [], report);
});
