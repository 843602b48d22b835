/**
 * The shape of the repository itself: which folder may import which, where each package is used,
 * and habits that no linter checks. Everything is read as text.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

const CORE = ["random", "sim", "theory", "stats", "workload", "scenario"];

/** Folders of src that each may import; from those of `types`, types alone. */
const LAYERS: Readonly<
  Record<string, { readonly values: readonly string[]; readonly types?: readonly string[] }>
> = {
  random: { values: [] },
  sim: { values: ["random"] },
  theory: { values: [] },
  stats: { values: [] },
  workload: { values: ["random", "stats"] },
  scenario: { values: [] },
  compile: { values: CORE },
  plan: { values: [...CORE, "compile"] },
  report: { values: [], types: ["plan", "stats", "scenario"] },
  ingest: { values: ["random"], types: ["workload", "scenario"] },
  run: { values: ["plan"], types: ["compile", "sim", "ingest"] },
  cli: { values: [...CORE, "compile", "plan", "report", "ingest", "run"] },
  "index.ts": { values: [...CORE, "compile", "plan", "report", "ingest", "run"] },
};

/** The one folder of src in which each package is used. */
const PACKAGE_HOMES: Readonly<Record<string, string>> = {
  seedrandom: "random",
  "simple-statistics": "stats",
  cephes: "stats",
  yaml: "scenario",
  zod: "scenario",
  vega: "report",
  "vega-lite": "report",
  "@duckdb/node-api": "ingest",
  fzstd: "ingest",
  piscina: "run",
  bullmq: "run",
  ioredis: "run",
  lmdb: "run",
  yargs: "cli",
  "cli-progress": "cli",
  "@resvg/resvg-js": "cli",
  "@expo-google-fonts/arimo": "cli",
  "vega-interpreter": "report",
};

/** Folders that may touch Node; everything else runs in a browser too. */
const NODE_FOLDERS = ["ingest", "run", "cli"];
/** Folders that may look at a clock. */
const CLOCK_FOLDERS = ["run", "cli"];

const COLUMNS = 100;
const LINES = 400;

interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const GENERATED = new Set(["node_modules", "dist", "reports", "build", "coverage"]);

function listFiles(folder: string, extensions: readonly string[]): SourceFile[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (GENERATED.has(entry.name) || entry.name.startsWith(".")) return [];
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return listFiles(path, extensions);
      if (!extensions.some((extension) => path.endsWith(extension))) return [];
      return [{ path, text: readFileSync(join(root, path), "utf8") }];
    });
}

const source = listFiles("src", [".ts"]);
const tests = listFiles("test", [".ts"]);
const benches = listFiles("bench", [".ts"]);
const code = [...source, ...tests, ...benches];
const documents = listFiles("", [".md"]);
const scenarios = listFiles("scenarios", [".yaml", ".yml"]);
/** This file names what it forbids. */
const SELF = "test/tidy.test.ts";

/** Folder of src a file belongs to; for a file directly in src, its name. */
function layerOf(path: string): string {
  return path.split("/")[1];
}

/** The text without comments, line by line as it was. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//gu, (comment) => comment.replace(/[^\n]/gu, ""))
    .replace(/(^|\s)\/\/.*$/gmu, "$1");
}

interface Import {
  readonly target: string;
  readonly isTypeOnly: boolean;
}

function importsOf({ text }: SourceFile): Import[] {
  const bare = withoutComments(text);
  const statements = bare.matchAll(
    /^(?:import|export)\b(\s+type\b)?(?:[^"';]*?\bfrom)?\s*"([^"]+)"/gmu,
  );
  const calls = bare.matchAll(/\bimport\(\s*"([^"]+)"/gu);
  return [
    ...Array.from(statements, ([, type, target]) => ({ target, isTypeOnly: type !== undefined })),
    ...Array.from(calls, ([, target]) => ({ target, isTypeOnly: false })),
  ];
}

function packageOf(target: string): string {
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Lines that match, as `path:line: text`, for a failure that can be acted upon. */
function matchingLines(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, place) => (pattern.test(line) ? [`${path}:${place + 1}: ${line}`] : [])),
  );
}

function bareCode(files: readonly SourceFile[]): SourceFile[] {
  return files.map(({ path, text }) => ({ path, text: withoutComments(text) }));
}

/** Code of the folders of src that are not listed. */
function codeOutside(folders: readonly string[]): SourceFile[] {
  return bareCode(source).filter(({ path }) => !folders.includes(layerOf(path)));
}

describe("layers", () => {
  it("are all the folders there are", () => {
    const folders = new Set(source.map(({ path }) => layerOf(path)));
    expect([...folders].filter((folder) => !(folder in LAYERS))).toEqual([]);
  });

  it("import one another one way only", () => {
    const wrong = source.flatMap((file) => {
      const own = layerOf(file.path);
      const { values, types = [] } = LAYERS[own];
      return importsOf(file).flatMap(({ target, isTypeOnly }) => {
        if (!target.startsWith(".")) return [];
        const path = relative(root, resolve(root, dirname(file.path), target));
        if (!path.startsWith("src/")) {
          return path === "package.json" && own === "cli" ? [] : [`${file.path} imports ${path}`];
        }
        const other = layerOf(path);
        const isAllowed =
          other === own || values.includes(other) || (isTypeOnly && types.includes(other));
        return isAllowed ? [] : [`${file.path} imports ${isTypeOnly ? "type " : ""}${path}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  it("give each package one home", () => {
    const wrong = source.flatMap((file) =>
      importsOf(file).flatMap(({ target }) => {
        if (target.startsWith(".") || target.startsWith("node:")) return [];
        const home = PACKAGE_HOMES[packageOf(target)];
        return home === layerOf(file.path) ? [] : [`${file.path} imports ${target}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("have a home for every dependency", () => {
    const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    );
    const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !(name in PACKAGE_HOMES))).toEqual([]);
  });
});

describe("the environment", () => {
  it("Node is touched by its shell alone", () => {
    const importers = source.filter(
      (file) =>
        !NODE_FOLDERS.includes(layerOf(file.path)) &&
        importsOf(file).some(({ target }) => target.startsWith("node:")),
    );
    expect(importers.map(({ path }) => path)).toEqual([]);
    const globals =
      /\bprocess\.(?:env|argv|std(?:in|out|err)|exit|cwd|pid|on|hrtime)\b|\bBuffer\./u;
    expect(matchingLines(codeOutside(NODE_FOLDERS), globals)).toEqual([]);
  });

  it("no result depends on a clock", () => {
    const clock = /\bnew Date\b|\bDate\.|\bperformance\./u;
    expect(matchingLines(codeOutside(CLOCK_FOLDERS), clock)).toEqual([]);
  });

  it("no result depends on unseeded chance", () => {
    const chance = /\bMath\.random\b|\bcrypto\.(?:randomUUID|getRandomValues)\b/u;
    expect(matchingLines(bareCode(code), chance)).toEqual([]);
  });
});

describe("files", () => {
  it("of code have kebab-case names", () => {
    const name = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:d|test|bench|config))?\.(?:ts|yaml)$/u;
    const folder = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;
    const wrong = [...code, ...scenarios].filter(({ path }) => {
      const parts = path.split("/");
      return !name.test(parts.pop() ?? "") || !parts.every((part) => folder.test(part));
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it(`keep to ${COLUMNS} columns, but for long strings`, () => {
    const string = /(["'`/]).{30,}\1|`[^`]{30,}$/u;
    const tooWide = code.flatMap(({ path, text }) =>
      text
        .split("\n")
        .flatMap((line, place) =>
          line.length > COLUMNS && !string.test(line) ? [`${path}:${place + 1}: ${line}`] : [],
        ),
    );
    expect(tooWide).toEqual([]);
  });

  it(`of source have at most ${LINES} lines`, () => {
    const tooLong = source.filter(({ text }) => text.split("\n").length - 1 > LINES);
    expect(tooLong.map(({ path }) => path)).toEqual([]);
  });

  it("document everything they export", () => {
    const undocumented = source.flatMap(({ path, text }) => {
      const lines = text.split("\n");
      return lines.flatMap((line, place) =>
        isOwnExport(line) && !isDocumented(lines, place) ? [`${path}:${place + 1}: ${line}`] : [],
      );
    });
    expect(undocumented).toEqual([]);
  });

  it("leave nothing to be done", () => {
    const files = code.filter(({ path }) => path !== SELF);
    expect(matchingLines(files, /\b(?:TODO|FIXME|XXX|HACK)\b/u)).toEqual([]);
    expect(matchingLines(files, /\b(?:describe|it|test)\.(?:only|todo|skip)\b/u)).toEqual([]);
    expect(matchingLines(files, /^\s*\/\/\s*[-=*#]{4,}/u)).toEqual([]);
  });

  it("name no path of the machine they were written on", () => {
    const files = [...code, ...documents, ...scenarios].filter(({ path }) => path !== SELF);
    expect(matchingLines(files, /(?<![\w.])\/(?:home|Users|root|tmp|work)\//u)).toEqual([]);
    // Recorded traces lie next to the repository where they exist; only tests may look for them.
    const others = files.filter(({ path }) => !path.startsWith("test/"));
    expect(matchingLines(others, /\.\.\/shared\b/u)).toEqual([]);
  });
});

/** True for a line that exports something declared there, not a re-export. */
function isOwnExport(line: string): boolean {
  return line.startsWith("export ") && !/^export (?:type )?[{*]/u.test(line);
}

/**
 * True if a doc block ends right above a line. A run of one-line constants shares the block above
 * the first of them, and the overloads of a function the block above the first of those.
 */
function isDocumented(lines: readonly string[], place: number): boolean {
  const overloaded = /^export function \w+/u.exec(lines[place])?.[0];
  if (overloaded !== undefined) {
    const first = lines.findIndex((line) => /^export function \w+/u.exec(line)?.[0] === overloaded);
    if (first < place) return isDocumented(lines, first);
  }
  let above = place - 1;
  while (above >= 0 && lines[above].startsWith("// oxlint-disable")) above--;
  if (/^export const .*;$/u.test(lines[place])) {
    while (above >= 0 && /^export const .*;$/u.test(lines[above])) above--;
  }
  if (above < 0 || !lines[above].endsWith("*/")) return false;
  let start = above;
  while (start > 0 && !lines[start].includes("/*")) start--;
  return lines[start].startsWith("/**");
}

describe("documents", () => {
  it("link to what exists", () => {
    const broken = documents.flatMap(({ path, text }) => {
      const prose = text.replace(/^(```|~~~)[\s\S]*?^\1/gmu, "").replace(/`[^`\n]*`/gu, "");
      const links = prose.matchAll(
        /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|\b(?:src|href)="([^"]+)"/gu,
      );
      return Array.from(links, ([, inText, inTag]) => inText ?? inTag).flatMap((target) => {
        if (/^[a-z][a-z+.-]*:|^#/iu.test(target)) return [];
        const file = resolve(root, dirname(path), decodeURI(target.split("#")[0]));
        const isInside = !relative(root, file).startsWith("..");
        return isInside && existsSync(file) ? [] : [`${path} links to ${target}`];
      });
    });
    expect(broken).toEqual([]);
  });

  it("of scenarios say first what they show", () => {
    expect(scenarios.length).toBeGreaterThan(0);
    const silent = scenarios.filter(({ text }) => !/^# *\S/u.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});
