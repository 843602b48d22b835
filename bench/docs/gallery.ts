import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { Result } from "../../src/plan/result.ts";
import { answerSentence } from "../../src/report/answer.ts";
import type { PictureName } from "../../src/report/picture.ts";
import { makePictures } from "../../src/report/pictures.ts";

/** What the gallery shows of a scenario. */
export interface Exhibit {
  readonly pictures: readonly PictureName[];
  /** Options that its run takes beside the scenario. */
  readonly options?: readonly string[];
}

/** The most telling pictures of each shipped scenario; of others the curve. */
export const EXHIBITS: Readonly<Record<string, Exhibit>> = {
  "chat-burst": { pictures: ["curve", "price-of-nines", "tornado"], options: ["--headroom"] },
  "azure-conv": { pictures: ["curve", "burstiness"] },
  "api-tail": { pictures: ["curve", "burstiness"] },
  "code-assistant": { pictures: ["curve", "burstiness"] },
  "embedding-batch": { pictures: ["curve", "batching"] },
  overload: { pictures: ["curve", "latency-cdf"] },
  "infra-tax": { pictures: ["curve", "ledger"] },
  "autoscale-signal": { pictures: ["curve", "timeline"] },
  "metastable-retries": { pictures: ["curve", "timeline"] },
  "three-teams": { pictures: ["curve", "price-of-slo"] },
  "interactive-and-batch": { pictures: ["curve", "batching"] },
  "scale-to-zero": { pictures: ["curve", "ledger"] },
  "spot-and-spares": { pictures: ["curve", "error-budget"] },
};

const INTRODUCTION = `# Gallery

What the files in [scenarios](../scenarios) come to: each with its answer and its most telling
pictures. This page and its pictures are written by \`npm run docs\`, from runs of the scenarios as they
ship; \`npx tailcap run scenarios/chat-burst.yaml\` makes the first, with every other picture and a page
that shows the numbers behind them. How to read the numbers: [results](results.md).`;

/** Where the gallery's files are. */
export interface GalleryFolders {
  /** Of the repository. */
  readonly root: string;
  /** For the runs; it may hold earlier ones, whose tasks are taken from there. */
  readonly work: string;
}

/** Names of the scenarios that ship, the default first, then by name. */
export function listScenarios(root: string): readonly string[] {
  const names = readdirSync(join(root, "scenarios"))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.replace(/\.yaml$/u, ""))
    .toSorted();
  const first = "chat-burst";
  return [first, ...names.filter((name) => name !== first)];
}

/** The gallery's exhibit of a scenario. */
export function exhibitOf(name: string): Exhibit {
  return Object.hasOwn(EXHIBITS, name) ? EXHIBITS[name] : { pictures: ["curve"] };
}

/** SHA-256 of a scenario file in hexadecimal, by which the page tells what it was made from. */
export function digestOf(root: string, name: string): string {
  const text = readFileSync(join(root, "scenarios", `${name}.yaml`));
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Runs every shipped scenario, puts its pictures into docs/gallery and writes the page about them.
 *
 * @returns Markdown.
 * @throws Error if a picture of an exhibit is missing from its result.
 */
export function makeGallery(folders: GalleryFolders): string {
  const names = listScenarios(folders.root);
  const sections = names.map((name) => makeSection(name, folders));
  // Only now that all are there: a page without its pictures is of no use to anybody.
  const target = join(folders.root, "docs", "gallery");
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const name of names) {
    for (const picture of exhibitOf(name).pictures) {
      const file = `${name}-${picture}.svg`;
      copyFileSync(join(folders.work, name, `${picture}.svg`), join(target, file));
    }
  }
  return `${[INTRODUCTION, ...sections].join("\n\n")}\n`;
}

function makeSection(name: string, { root, work }: GalleryFolders): string {
  const { options = [], pictures } = exhibitOf(name);
  const folder = join(work, name);
  const file = `scenarios/${name}.yaml`;
  runScenario(root, [file, "--out", folder, "--quiet", ...options]);
  const result: Result = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
  const { made } = makePictures(result, pictures);
  const shown = pictures.map((picture) => {
    const found = made.find((one) => one.name === picture);
    if (found === undefined) throw new Error(`${file} gives no ${picture}`);
    return `![${escape(found.text.title)}](gallery/${name}-${picture}.svg)`;
  });
  return [
    `## ${name}`,
    `<!-- made from ${file}, sha256 ${digestOf(root, name)} -->`,
    `${escape(result.scenario.description)}. [${file}](../${file})`,
    `**${escape(answerSentence(result))}.**`,
    ...shown,
  ].join("\n\n");
}

/** Exit code 1 says that the SLO can't be met, which is an answer. */
function runScenario(root: string, args: readonly string[]): void {
  try {
    const program = join(root, "dist", "cli", "main.js");
    execFileSync(process.execPath, [program, "run", ...args], { cwd: root, stdio: "inherit" });
  } catch (error) {
    if (!(error instanceof Error && "status" in error && error.status === 1)) throw error;
  }
}

function escape(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>$]/gu, "\\$&");
}
