/**
 * Fits the efficiencies of estimates to a CSV of measured points, prints how far off estimates are
 * for models and GPUs left out, and writes the module of both: node estimate.js FILE [MODULE].
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { readBenchmarks } from "../../src/ingest/benchmarks/read-benchmarks.ts";
import type { EstimateFit } from "../../src/scenario/service-estimate/efficiencies.ts";
import { fitEstimate, leaveOut, type LeftOut } from "./estimate-errors.ts";
import { estimateGroups } from "./estimate-points.ts";
import { renderEfficiencies, renderErrors, renderLeftOut } from "./render-efficiencies.ts";

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length < 1 || positionals.length > 2) {
  console.error("give one CSV file of measured points, and a module to write");
  process.exit(2);
}
const [file, module] = positionals;
const { rows } = await readBenchmarks([file], { unit: null, batch: null });
const groups = estimateGroups(rows);
const fits: Record<"dense" | "mixture", EstimateFit> = {
  dense: fitEstimate(groups.filter(({ machine }) => machine.model.experts === null)),
  mixture: fitEstimate(groups.filter(({ machine }) => machine.model.experts !== null)),
};
console.log(renderErrors(fits));
for (const by of ["model", "gpu"] as const) {
  const all: LeftOut[] = [];
  for (const isDense of [true, false]) {
    const own = groups.filter(({ machine }) => (machine.model.experts === null) === isDense);
    const sort = isDense ? "dense" : "experts";
    all.push(...leaveOut(own, by).map((one) => ({ ...one, name: `${one.name}, ${sort}` })));
  }
  console.log(`\n${renderLeftOut(all, by)}`);
}
if (module !== undefined) writeFileSync(module, renderEfficiencies(fits));
