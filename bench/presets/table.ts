/** Writes the table of all presets into a page that has marks for it: node table.js PAGE. */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { SERVICE_PRESETS } from "../../src/scenario/service-presets/find-service-preset.ts";
import { putTable } from "./render-table.ts";

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length !== 1) {
  console.error("give one Markdown page");
  process.exit(2);
}
const [page] = positionals;
writeFileSync(page, putTable(readFileSync(page, "utf8"), SERVICE_PRESETS));
