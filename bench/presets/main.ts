/**
 * Fits a preset to every service of a CSV of measured points and writes them as modules:
 * node main.js FILE FOLDER. The file has columns model, system, engine, engine_version, precision
 * and tensor_parallel besides those that `tailcap calibrate` reads.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { readBenchmarks } from "../../src/ingest/benchmarks/read-benchmarks.ts";
import type { ServicePreset } from "../../src/scenario/service-presets/service-preset.ts";
import { groupRows } from "../calibration/evaluate-groups.ts";
import { fitPreset } from "./fit-preset.ts";
import { machineOf, nameOf } from "./machine.ts";
import { renderPresets } from "./render-presets.ts";

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length !== 2) {
  console.error("give one CSV file of measured points and a folder to write to");
  process.exit(2);
}
const [file, folder] = positionals;
const { rows } = await readBenchmarks([file], { unit: null, batch: null });
const groups = groupRows(rows);
const plainNames = groups.map(([first]) => nameOf(machineOf(first), false));
const presets: ServicePreset[] = [];
for (const [place, group] of groups.entries()) {
  const plain = plainNames[place];
  const isVersioned = plainNames.filter((other) => other === plain).length > 1;
  const name = nameOf(machineOf(group[0]), isVersioned);
  const { preset, refusal } = fitPreset(
    machineOf(group[0]),
    group.map(({ point }) => point),
    name,
  );
  console.log(`${name} (${group.length} points): ${refusal ?? "fitted"}`);
  if (preset !== null) presets.push(preset);
}
for (const { name, text } of renderPresets(presets)) writeFileSync(join(folder, name), text);
console.log(`${presets.length} of ${groups.length} groups have a preset`);
