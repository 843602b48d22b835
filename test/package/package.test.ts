/**
 * The package as npm would publish it, installed into an empty folder with nothing but its declared
 * dependencies around it.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const runFile = promisify(execFile);

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: { readonly ".": Readonly<Record<string, string>> };
}

let project: string;
let installed: string;
let manifest: Manifest;

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "tailcap-package-"));
  const modules = join(project, "node_modules");
  installed = join(modules, "tailcap");
  mkdirSync(installed, { recursive: true });
  // The build has run; the cache of its own keeps npm from touching the user's.
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", project];
  const { stdout } = await runFile("npm", [...pack, "--cache", join(project, "cache")], {
    cwd: ROOT,
  });
  const [{ filename }]: { filename: string }[] = JSON.parse(stdout);
  await runFile("tar", ["-xzf", join(project, filename), "-C", installed, "--strip-components=1"]);
  manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "junction");
  }
  writeFileSync(join(project, "package.json"), `{ "name": "user", "type": "module" }\n`);
});

afterAll(() => rmSync(project, { recursive: true }));

/** Runs the installed program in the project. */
function tailcap(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const program = join(installed, manifest.bin.tailcap);
  return runFile(process.execPath, [program, ...args], { cwd: project, timeout: 60_000 });
}

describe("the packed package", () => {
  it("holds the program, its types and the scenarios, and no sources or tests", () => {
    const names = readdirSync(installed);
    for (const name of ["LICENSE", "README.md", "dist", "package.json", "scenarios"]) {
      expect(names).toContain(name);
    }
    for (const name of ["src", "test", "bench", "node_modules", "reports", "tsconfig.json"]) {
      expect(names).not.toContain(name);
    }
    for (const path of Object.values(manifest.exports["."])) {
      expect(existsSync(join(installed, path)), path).toBe(true);
    }
  });

  it("has a program that starts with its interpreter", () => {
    const program = readFileSync(join(installed, manifest.bin.tailcap), "utf8");
    expect(program).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it("says its version", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(await tailcap("--version")).toEqual({ stdout: `${version}\n`, stderr: "" });
  });

  it("runs a shipped scenario with a trace, on as many threads as there are cores", async () => {
    const scenario = join(installed, "scenarios", "azure-conv.yaml");
    const args = ["--set", "fleet.replicas=[3, 4]", "--out", "here"];
    const { stdout, stderr } = await tailcap("run", scenario, ...args);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^Choice +3 replicas/m);
    expect(readdirSync(join(project, "here"))).toEqual(
      expect.arrayContaining(["curve.svg", "report.html", "report.md", "result.json"]),
    );
  });
});

describe("the package as a library", () => {
  it("exports what its users need, and does nothing when it is imported", async () => {
    const script = `
      const names = Object.keys(await import("tailcap")).sort();
      console.log(JSON.stringify({ names, handles: process.getActiveResourcesInfo() }));`;
    const args = ["--input-type=module", "--eval", script];
    const { stdout, stderr } = await runFile(process.execPath, args, { cwd: project });
    expect(stderr).toBe("");
    const { names, handles } = JSON.parse(stdout);
    expect(names).toEqual(
      expect.arrayContaining([
        "ScenarioError",
        "buildResult",
        "compareResults",
        "makePictures",
        "openInlineExecutor",
        "openThreadExecutor",
        "parseRule",
        "parseScenario",
        "readTrace",
        "renderMarkdown",
        "renderResultJson",
        "runSweep",
        "scenarioJsonSchema",
        "simulate",
      ]),
    );
    expect(handles).not.toContain("MessagePort");
    expect(handles).not.toContain("Timeout");
  });

  it("answers a question without the command line, as its types say", async () => {
    writeFileSync(join(project, "use.ts"), CONSUMER);
    const options = "--module nodenext --target es2023 --strict --types node --noEmit false";
    const typescript = join(ROOT, "node_modules", ".bin", "tsc");
    const types = join(ROOT, "node_modules", "@types");
    await runFile(
      typescript,
      [...options.split(" "), "--skipLibCheck", "--typeRoots", types, "use.ts"],
      { cwd: project },
    );
    const { stdout } = await runFile(process.execPath, ["use.js"], { cwd: project });
    expect(stdout.split("\n")).toEqual([
      "2 replicas at $4/h, met",
      "# Capacity report: steady",
      "curve.svg: <svg",
      "true: costPerHour rises from $4 to $6: costPerHour>+$1/h",
      "",
    ]);
  });
});

const CONSUMER = `
import {
  buildResult,
  compareResults,
  makePictures,
  openInlineExecutor,
  parseRule,
  parseScenario,
  renderMarkdown,
  renderSvg,
  runSweep,
  ScenarioError,
} from "tailcap";
import type { Choice, Comparison, Picture, Result, Scenario, SweptSetting } from "tailcap";

async function answer(price: string): Promise<Result> {
  const text = \`name: steady
workload:
  generate: {duration: 10s, arrivals: {process: deterministic, rate: 10/s}}
service: {kind: serial, time: 150ms}
fleet: {replicas: 1..3, router: central-queue, price: \${price}}
slo: {objectives: [{p99: 200ms}]}
\`;
  const { scenario, settings } = parseScenario(text, { file: "steady", sets: [], seed: null });
  const swept: SweptSetting[] = settings.map((one) => ({ ...one, traces: [], notes: [] }));
  const executor = openInlineExecutor();
  const sweep = await runSweep(swept, executor, () => {});
  await executor.close();
  const body: Scenario = scenario;
  return buildResult(body, swept, sweep, { version: "0", scenarioSha256: "" });
}

const result = await answer("$2/h");
const choice: Choice | null = result.choice;
const verdict = result.points[1]?.verdict;
console.log(\`\${choice?.replicas} replicas at $\${choice?.costPerHour}/h, \${verdict}\`);

const pictures = makePictures(result, ["curve"]);
console.log(renderMarkdown(result, pictures).split("\\n")[0]);
for (const { name, spec, text } of pictures.made satisfies readonly Picture[]) {
  console.log(\`\${name}.svg: \${(await renderSvg(spec, text)).slice(0, 4)}\`);
}

const rule = parseRule("costPerHour>+$1/h");
if ("problem" in rule) throw new Error(rule.problem);
const sides = [
  { label: "main", result },
  { label: "branch", result: await answer("$3/h") },
] as const;
const { answer: change, rules }: Comparison = compareResults(...sides, [rule.rule]);
const { base, head } = change.costPerHour;
for (const { hasFired, rule: text } of rules) {
  console.log(\`\${hasFired}: costPerHour rises from $\${base} to $\${head}: \${text}\`);
}

try {
  parseScenario("name: X", { file: "bad", sets: [], seed: null });
  throw new Error("accepted");
} catch (error) {
  if (!(error instanceof ScenarioError) || error.problems.length === 0) throw error;
}
`;
