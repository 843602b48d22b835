/**
 * Writes the pages of docs/ that say what the code says: all of them, or those named.
 * node main.js [reference] [results] [gallery]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { makeGallery } from "./gallery.ts";
import { tidyMarkdown } from "./markdown.ts";
import { fillResultBlocks } from "./result-blocks.ts";
import { renderScenarioReference } from "./scenario-reference.ts";

/** Compiled, this file stands in bench/build/bench/docs. */
const ROOT = join(import.meta.dirname, "..", "..", "..", "..");

// The built program has the types of results beside it, which are read for their doc comments.
const built = (file: string): string => join(ROOT, "dist", file);
const { findResultField }: typeof import("../../src/cli/explain/result-field.ts") = await import(
  built("cli/explain/result-field.js")
);
const { findScenarioField }: typeof import("../../src/cli/explain/scenario-field.ts") =
  await import(built("cli/explain/scenario-field.js"));
const { scenarioJsonSchema }: typeof import("../../src/scenario/json-schema.ts") = await import(
  built("scenario/json-schema.js")
);

async function write(name: string, text: string): Promise<void> {
  const file = join(ROOT, "docs", name);
  writeFileSync(file, await tidyMarkdown(text, file));
  console.log(`wrote docs/${name}`);
}

const PAGES: Readonly<Record<string, () => Promise<void>>> = {
  reference: async () => {
    const schema = scenarioJsonSchema();
    const text = renderScenarioReference(schema, (path) => findScenarioField(schema, path));
    await write("scenario-reference.md", text);
  },
  results: async () => {
    const page = readFileSync(join(ROOT, "docs", "results.md"), "utf8");
    await write("results.md", fillResultBlocks(page, findResultField));
  },
  gallery: async () => {
    await write("gallery.md", makeGallery({ root: ROOT, work: join(ROOT, "bench/build/gallery") }));
  },
};

const { positionals } = parseArgs({ allowPositionals: true });
for (const name of positionals.length > 0 ? positionals : Object.keys(PAGES)) {
  if (!Object.hasOwn(PAGES, name)) {
    console.error(`unknown page: ${name}; there are ${Object.keys(PAGES).join(", ")}`);
    process.exit(2);
  }
  await PAGES[name]();
}
