/** Every link between the documents leads somewhere, and every document can be found. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { anchorOf } from "../../bench/docs/markdown.ts";
import { allPages } from "../../src/cli/explain/documentation.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** README.md and everything in docs, by path from the repository's root. */
function listPages(): readonly string[] {
  const docs = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", ...docs.map((name) => `docs/${name}`)];
}

interface Link {
  readonly from: string;
  readonly to: string;
}

function proseOf(path: string): string {
  return readFileSync(join(ROOT, path), "utf8").replaceAll(/^(```|~~~)[^]*?^\1/gmu, "");
}

/** Links of a page to files and headings here. */
function linksOf(path: string): readonly Link[] {
  const text = proseOf(path).replaceAll(/(?<!\\)`[^`\n]*`/gu, "");
  const links = text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|\b(?:src|href)="([^"]+)"/gu);
  return Array.from(links, ([, inText, inTag]) => ({ from: path, to: inText ?? inTag })).filter(
    ({ to }) => !/^[a-z][a-z+.-]*:/iu.test(to),
  );
}

/** Anchors of a page's headings by GitHub's rules: a repeated one gets a number. */
function anchorsOf(path: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading] of proseOf(path).matchAll(/^#{1,6} +(.*?) *#*$/gmu)) {
    const anchor = anchorOf(heading);
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    anchors.add(times === 0 ? anchor : `${anchor}-${times}`);
  }
  return anchors;
}

/** The page or file that a link is to, by path from the root; and the heading, if it names one. */
function targetOf({ from, to }: Link): { readonly file: string; readonly anchor: string | null } {
  const [file, anchor = null] = to.split("#");
  const target = file === "" ? from : relative(ROOT, resolve(ROOT, dirname(from), decodeURI(file)));
  return { file: target, anchor: anchor === null ? null : decodeURIComponent(anchor) };
}

const pages = listPages();
const links = pages.flatMap(linksOf);

describe("links of the documents", () => {
  it("lead to files that exist", () => {
    expect(links.length).toBeGreaterThan(100);
    const broken = links.filter((link) => {
      const { file } = targetOf(link);
      return file.startsWith("..") || !existsSync(join(ROOT, file));
    });
    expect(broken).toEqual([]);
  });

  it("lead to headings that exist", () => {
    const anchored = links.filter((link) => {
      const { anchor, file } = targetOf(link);
      return anchor !== null && file.endsWith(".md");
    });
    expect(anchored.length).toBeGreaterThan(50);
    const broken = anchored.filter((link) => {
      const { anchor, file } = targetOf(link);
      return !existsSync(join(ROOT, file)) || !anchorsOf(file).has(anchor ?? "");
    });
    expect(broken).toEqual([]);
  });

  it("lead from the README to every page and picture in docs", () => {
    const reached = new Set(["README.md"]);
    for (const page of reached) {
      for (const link of linksOf(page)) {
        const { file } = targetOf(link);
        if (file.endsWith(".md") && existsSync(join(ROOT, file))) reached.add(file);
      }
    }
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
    const shown = new Set(links.map((link) => targetOf(link).file));
    const pictures = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".svg"))
      .map((name) => `docs/${name}`);
    expect(pictures.filter((picture) => !shown.has(picture))).toEqual([]);
  });
});

it("the pages that `tailcap explain` sends readers to have the sections that it names", () => {
  const broken = allPages().filter((page) => {
    const [file, anchor = null] = page.split("#");
    if (!existsSync(join(ROOT, file))) return true;
    return anchor !== null && !anchorsOf(file).has(anchor);
  });
  expect(broken).toEqual([]);
});
