/**
 * Makes presets of the tables of DistServe and Splitwise, and prints how estimates compare:
 * node older.js DISTSERVE.json SPLITWISE.csv.gz FOLDER.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { estimateStep } from "../../src/scenario/service-estimate/estimate-step.ts";
import { rooflineOf } from "../../src/scenario/service-estimate/roofline.ts";
import { fitFor } from "../../src/scenario/service-estimate/write-estimate.ts";
import type { ServicePreset } from "../../src/scenario/service-presets/service-preset.ts";
import { OPTIONS } from "../calibration/evaluate-groups.ts";
import { convertDistserve, type DistserveTable } from "./convert-distserve.ts";
import { fitPreset, type PresetSetting } from "./fit-preset.ts";
import { findMachine } from "./estimate-points.ts";
import { nameOf } from "./machine.ts";
import { renderPresets } from "./render-presets.ts";
import { readSplitwise } from "./splitwise-points.ts";

/** All prompts of a batch went through in one step: 64 of 512 tokens at most. */
const WHOLE_BATCH = 32_768;
/** A step by which estimates are compared. */
const SEQUENCES = 16;
const CONTEXT = 512;
const SPLITWISE: PresetSetting = {
  source: "splitwise",
  options: { ...OPTIONS, limits: { ...OPTIONS.limits, maxBatchedTokens: WHOLE_BATCH } },
  maxBatchedTokens: OPTIONS.limits.maxBatchedTokens,
  maxSequences: OPTIONS.limits.maxSequences,
};

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length !== 3) {
  console.error("give the tables of DistServe and Splitwise, and a folder to write to");
  process.exit(2);
}
const [distserve, splitwise, folder] = positionals;
const presets: ServicePreset[] = [];
const keep = (name: string, preset: ServicePreset | null, refusal: string | null): void => {
  console.log(`${name}: ${refusal ?? "kept"}`);
  if (preset !== null) presets.push(preset);
};
const table: DistserveTable = JSON.parse(readFileSync(distserve, "utf8"));
for (const { name, preset, refusal } of convertDistserve(table)) keep(name, preset, refusal);
for (const { machine, points } of readSplitwise(readFileSync(splitwise))) {
  const name = nameOf(machine, false);
  const { preset, refusal } = fitPreset(machine, points, name, SPLITWISE);
  keep(name, preset, refusal);
}
for (const preset of presets) console.log(compareEstimate(preset));
for (const { name, text } of renderPresets(presets)) writeFileSync(join(folder, name), text);

/** How an estimate of the same machine compares, for a step of 16 sequences of 512 tokens. */
function compareEstimate({ name, step }: ServicePreset): string {
  const [, model, gpu, gpus] = /^(.*)-fp16\/(.*)x(\d+)\//u.exec(name) ?? [];
  const engine = "";
  const known = findMachine({
    model,
    gpu,
    gpus: Number(gpus),
    precision: "fp16",
    engine,
    version: "",
  });
  if (known === null) throw new Error(`the tables don't have ${name}`);
  const estimate = estimateStep(rooflineOf(known), known.model, fitFor(known).efficiencies);
  const table = step.bySequences ?? [];
  const right = Math.max(
    1,
    table.findIndex(([count]) => count >= SEQUENCES),
  );
  const measured =
    (step.bySequences === undefined
      ? (step.base ?? 0) + (step.perSequence ?? 0) * SEQUENCES
      : between(table[right - 1], table[right])) +
    step.perContextToken * SEQUENCES * CONTEXT;
  const estimated =
    estimate.base +
    estimate.perSequence * SEQUENCES +
    estimate.perContextToken * SEQUENCES * CONTEXT;
  return `${name}: an estimate gives ${percent((1000 * estimated) / measured)} of its step`;
}

function between(
  [from, low]: readonly [number, number],
  [to, high]: readonly [number, number],
): number {
  return low + ((high - low) / (to - from)) * (SEQUENCES - from);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
