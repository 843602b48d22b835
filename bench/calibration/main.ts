/**
 * How well calibration predicts benchmarks that it doesn't know: node main.js FILE [--seed N]
 * [--groups]. The file is a CSV of measured points with columns model, system, engine,
 * engine_version, precision and tensor_parallel besides those that `tailcap calibrate` reads.
 */
import { parseArgs } from "node:util";

import { readBenchmarks } from "../../src/ingest/benchmarks/read-benchmarks.ts";
import type { CalibratedPoint } from "../../src/plan/calibrate/calibration.ts";
import { evaluateGroup, groupRows, sumUp, type GroupOutcome } from "./evaluate-groups.ts";

const { positionals, values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    groups: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
if (positionals.length !== 1) {
  console.error("give one CSV file of measured points");
  process.exit(2);
}

const { rows } = await readBenchmarks(positionals, { unit: null, batch: null });
const outcomes = groupRows(rows).map((group) => evaluateGroup(group, Number(values.seed)));

console.log(row(["points held out of", "groups", "points", "TPOT", "p90", "TTFT", "p90"]));
console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
const dense = outcomes.filter(({ isDense }) => isDense);
const moe = outcomes.filter(({ isDense }) => !isDense);
for (const isSaturated of [false, true]) {
  const where = isSaturated ? "past saturation" : "below saturation";
  console.log(summary(`dense models, ${where}`, dense, isSaturated));
  console.log(summary(`mixtures of experts, ${where}`, moe, isSaturated));
}
console.log(`\n${row(["model, engine", "groups", "points", "TPOT", "TTFT", "past saturation"])}`);
console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
for (const family of [...new Set(outcomes.map(familyOf))].sort()) {
  const of = outcomes.filter((outcome) => familyOf(outcome) === family);
  const points = of.flatMap(({ heldOut }) => heldOut);
  console.log(
    row([
      family,
      String(of.filter(({ refusal }) => refusal === null).length),
      String(points.length),
      percent(sumUp(points, "tpot", false).median),
      percent(sumUp(points, "ttft", false).median),
      String(points.filter(({ isSaturated }) => isSaturated).length),
    ]),
  );
}
const refused = outcomes.filter(({ refusal }) => refusal !== null);
console.log(`\n${refused.length} of ${outcomes.length} groups weren't fitted:`);
for (const { name, points, refusal } of refused) {
  console.log(`- ${name} (${points} points): ${refusal?.split(":")[0]}`);
}
if (values.groups) {
  console.log(`\n${row(["group", "points", "held out", "TPOT", "TTFT", "TTFT past saturation"])}`);
  console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
  for (const { heldOut, name, points, refusal } of outcomes) {
    if (refusal !== null) continue;
    console.log(
      row([
        name.replaceAll(" | ", ", "),
        String(points),
        String(heldOut.length),
        percent(sumUp(heldOut, "tpot", false).median),
        percent(sumUp(heldOut, "ttft", false).median),
        percent(sumUp(heldOut, "ttft", true).median),
      ]),
    );
  }
}

function familyOf({ name }: GroupOutcome): string {
  const [model, , engine] = name.split(" | ");
  return `${model}, ${engine}`;
}

function summary(name: string, of: readonly GroupOutcome[], isSaturated: boolean): string {
  const points: readonly CalibratedPoint[] = of.flatMap(({ heldOut }) => heldOut);
  const tpot = sumUp(points, "tpot", isSaturated);
  const ttft = sumUp(points, "ttft", isSaturated);
  const fitted = of.filter(({ heldOut }) =>
    heldOut.some((point) => point.isSaturated === isSaturated),
  );
  return row([
    name,
    String(fitted.length),
    String(tpot.points),
    percent(tpot.median),
    percent(tpot.p90),
    percent(ttft.median),
    percent(ttft.p90),
  ]);
}

function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${(share * 100).toFixed(1)}%`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
