/** Pages that are written from the code say what it says now: `npm run docs` writes them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { digestOf, exhibitOf, EXHIBITS, listScenarios } from "../../bench/docs/gallery.ts";
import {
  anchorOf,
  codeCell,
  plainCell,
  renderTable,
  tidyMarkdown,
} from "../../bench/docs/markdown.ts";
import { fillResultBlocks } from "../../bench/docs/result-blocks.ts";
import { renderScenarioReference } from "../../bench/docs/scenario-reference.ts";
import { findNeeds } from "../../bench/docs/find-needs.ts";
import { findResultField } from "../../src/cli/explain/result-field.ts";
import { findScenarioField, scenarioPaths } from "../../src/cli/explain/scenario-field.ts";
import { scenarioJsonSchema } from "../../src/scenario/json-schema.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const DOCS = join(ROOT, "docs");

function pageOf(name: string): string {
  return readFileSync(join(DOCS, name), "utf8");
}

describe("the scenario reference", () => {
  const schema = scenarioJsonSchema();
  const written = renderScenarioReference(schema, (path) => findScenarioField(schema, path));

  it("is what the schema gives", async () => {
    const tidy = await tidyMarkdown(written, join(DOCS, "scenario-reference.md"));
    expect(pageOf("scenario-reference.md")).toBe(tidy);
  });

  it("names every key of a scenario", () => {
    const names = new Set([...scenarioPaths(schema)].map((path) => path.split(".").pop() ?? ""));
    expect(names.size).toBeGreaterThan(150);
    const missing = [...names].filter((name) => !written.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });

  it("tells keys that must be given from those that must be in some forms", () => {
    const needs = findNeeds(schema);
    expect(needs.get("slo")).toBe("required");
    expect(needs.get("fleet.price")).toBe("required");
    expect(needs.get("service.time")).toBe("required");
    expect(needs.get("workload.trace")).toBe("in some forms");
    expect(needs.get("workload.generate.input.min")).toBe("in some forms");
    expect(needs.has("seed")).toBe(false);
    const pools = findNeeds(schema, [["pools", "separate"]]);
    expect(pools.get("pools.separate.classes")).toBe("required");
    expect(pools.has("pools.separate.router")).toBe(false);
  });
});

describe("the tables of results.md", () => {
  const page = pageOf("results.md");

  it("are what the types of results give", async () => {
    const filled = fillResultBlocks(page, findResultField);
    expect(await tidyMarkdown(filled, join(DOCS, "results.md"))).toBe(page);
  });

  it("are written anew whatever stood in them", () => {
    const [, open, close] =
      /(<!-- keys of choice -->)[^]*?(<!-- end of keys -->)/u.exec(page) ?? [];
    const filled = fillResultBlocks(`# A\n\n${open}\nstale\n${close}\n`, findResultField);
    expect(filled).not.toContain("stale");
    expect(filled).toContain("| `oneFewer` |");
    expect(() => fillResultBlocks(`<!-- keys of gone -->\n${close}`, findResultField)).toThrow(
      "result.json has no gone",
    );
  });

  it("begin with the whole of result.json, from which each of the others is linked", () => {
    const blocks = Array.from(page.matchAll(/<!-- keys of ([\w.]+) -->/gu), ([, path]) => path);
    expect(blocks[0]).toBe("result.json");
    expect(new Set(blocks).size).toBe(blocks.length);
    const headings = [...page.matchAll(/^#+ (.*)\n(?:(?!^#)[^])*?<!-- keys of/gmu)];
    for (const [, heading] of headings.slice(1)) {
      expect(page, heading).toContain(`[Its keys](#${anchorOf(heading)})`);
    }
  });
});

describe("the gallery", () => {
  const page = pageOf("gallery.md");
  const names = listScenarios(ROOT);
  const listed = names.flatMap((name) =>
    exhibitOf(name).pictures.map((picture) => `${name}-${picture}.svg`),
  );

  it("has an exhibit for every shipped scenario, of the file as it ships", () => {
    expect(Object.keys(EXHIBITS).toSorted()).toEqual(names.toSorted());
    const headings = Array.from(page.matchAll(/^## (.*)$/gmu), ([, heading]) => heading);
    expect(headings).toEqual(names);
    for (const name of names) {
      expect(page).toContain(`made from scenarios/${name}.yaml, sha256 ${digestOf(ROOT, name)} `);
    }
  });

  it("shows the pictures that lie in its folder, and no others lie there", () => {
    expect(readdirSync(join(DOCS, "gallery")).toSorted()).toEqual(listed.toSorted());
    const shown = Array.from(page.matchAll(/\]\(gallery\/([^)]*)\)/gu), ([, file]) => file);
    expect(shown).toEqual(listed);
  });

  it("says of each picture what the picture says of itself", () => {
    for (const [, alt, file] of page.matchAll(/!\[(.*)\]\((gallery\/[^)]*)\)/gu)) {
      const [, title = ""] = /<title[^>]*>([^<]*)</u.exec(pageOf(file)) ?? [];
      const text = title
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&#39;", "'")
        .replaceAll("&amp;", "&");
      expect(alt.replaceAll(/\\(.)/gu, "$1"), file).toBe(text);
    }
  });

  it("stays small enough to ship", () => {
    const bytes = listed.map((file) => statSync(join(DOCS, "gallery", file)).size);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(1_500_000);
  });
});

describe("Markdown", () => {
  it("takes no sign of a cell for one of its own", () => {
    expect(plainCell("a|b *c* `d*|` [e]")).toBe("a\\|b \\*c\\* `d*\\|` \\[e\\]");
    expect(codeCell("a|b")).toBe("`a\\|b`");
    expect(renderTable(["a", "b", "c"], [["1", "", "3"]])).toBe(
      "| a | c |\n| --- | --- |\n| 1 | 3 |",
    );
  });

  it.each([
    ["kind: serial", "kind-serial"],
    ["fleet.autoscaler", "fleetautoscaler"],
    ["`tailcap run` & co", "tailcap-run--co"],
    ["A_b: 1–2", "a_b-12"],
    ["The [model](model.md)", "the-model"],
  ])("anchors %s at %s", (heading, anchor) => {
    expect(anchorOf(heading)).toBe(anchor);
  });
});
