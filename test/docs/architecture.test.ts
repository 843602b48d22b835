/** The page on the architecture names the folders there are, and no others. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Folders below one, relative to it. */
function foldersOf(path: string): readonly string[] {
  return readdirSync(`${ROOT}${path}`, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name, parentPath }) => `${parentPath}/${name}`.replaceAll("\\", "/"))
    .map((folder) => folder.slice(`${ROOT}${path}/`.replaceAll("\\", "/").length));
}

/** Folders that stand in the first table after a place of the page, each with its line. */
function namedAfter(page: string, place: string): ReadonlyMap<string, string> {
  const [, after = ""] = page.split(place);
  const table = /^\|(?:.*\|\n)+/mu.exec(after)?.[0] ?? "";
  const rows = table.matchAll(/^\| `([a-z/-]+)\/` *\| *([^|]*?) *\|/gmu);
  return new Map(Array.from(rows, ([, folder, line]) => [folder, line]));
}

it("docs/ARCHITECTURE.md says of every folder of src what lives there", () => {
  const page = readFileSync(`${ROOT}docs/ARCHITECTURE.md`, "utf8");
  const all = foldersOf("src");
  const layers = all.filter((folder) => !folder.includes("/"));
  expect(layers.length).toBeGreaterThan(10);
  const named = namedAfter(page, "## Folders of `src`\n");
  expect([...named.keys()].toSorted()).toEqual(layers.toSorted());
  for (const layer of layers) {
    const within = foldersOf(`src/${layer}`);
    if (within.length === 0) continue;
    const table = namedAfter(page, `Folders of \`src/${layer}\``);
    expect([...table.keys()].toSorted(), layer).toEqual(within.toSorted());
    expect([...table.values()].filter((line) => line === "")).toEqual([]);
  }
});
