import { statSync } from "node:fs";
import { compareResults } from "../plan/compare/compare-results.ts";
import type { Comparison } from "../plan/compare/comparison.ts";
import { parseRule, type Rule } from "../plan/compare/parse-rule.ts";
import type { Result } from "../plan/result.ts";
import { at } from "../scenario/written-parts.ts";
import { EXIT_BAD_INPUT, EXIT_MET, EXIT_NOT_MET } from "./exit-code.ts";
import { fileName } from "./options.ts";
import { readResult } from "./read-result.ts";
import { sweepScenario } from "./sweep-scenario.ts";
import { print, terminalLook } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { writeFiles } from "./write-files.ts";

/** Forms that a comparison is written in. */
export type ComparisonFormat = "terminal" | "markdown" | "json";

/** Arguments of `tailcap compare`. */
export interface CompareArguments {
  readonly base: string;
  readonly head: string;
  readonly format: ComparisonFormat | undefined;
  readonly json: boolean;
  readonly out: string | undefined;
  readonly failOn: readonly string[];
  readonly jobs: string | undefined;
  readonly prices: string | undefined;
  readonly quiet: boolean;
}

/**
 * `tailcap compare`: what changed from one result or scenario to another.
 *
 * @returns Exit code 1 if a rule of `--fail-on` holds; 2 if one never can.
 * @throws ScenarioError, TraceError, WorkloadError or UsageError for bad input.
 */
export async function compare(args: CompareArguments): Promise<number> {
  const rules = rulesOf(args.failOn);
  const format = formatOf(args);
  const out = fileName("out", args.out);
  if (out !== undefined && statSync(out, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new UsageError(`--out must name a file, got the folder ${out}`);
  }
  const base = await loadSide(args.base, args);
  const head = await loadSide(args.head, args);
  const labels = labelsOf(args.base, args.head);
  const comparison = compareResults(
    { label: labels[0], result: base },
    { label: labels[1], result: head },
    rules,
  );
  const text = await render(comparison, format, out === undefined);
  if (out === undefined) await print(text);
  else await writeFiles([{ path: out, text: text.endsWith("\n") ? text : `${text}\n` }]);
  const fired = comparison.rules.filter(({ hasFired }) => hasFired);
  for (const { reason, rule } of fired) process.stderr.write(`fails: ${rule}: ${reason}\n`);
  const idle = comparison.rules.filter(({ canFire }) => !canFire);
  for (const { reason, rule } of idle) {
    process.stderr.write(`--fail-on ${JSON.stringify(rule)} can never fail: ${reason}\n`);
  }
  if (idle.length > 0) return EXIT_BAD_INPUT;
  return fired.length > 0 ? EXIT_NOT_MET : EXIT_MET;
}

/** Reads the rules, and lists everything that is wrong with them at once. */
function rulesOf(texts: readonly string[]): readonly Rule[] {
  const parsed = texts.map(parseRule);
  const problems = parsed.flatMap((one) => ("problem" in one ? [one.problem] : []));
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return parsed.flatMap((one) => ("rule" in one ? [one.rule] : []));
}

function formatOf({ format, json }: CompareArguments): ComparisonFormat {
  if (json && format !== undefined && format !== "json") {
    throw new UsageError(`--json and --format ${format} exclude each other: leave one out`);
  }
  return json ? "json" : (format ?? "terminal");
}

async function loadSide(path: string, args: CompareArguments): Promise<Result> {
  const { jobs, prices, quiet } = args;
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder && !path.endsWith(".json")) {
    const run = { headroom: false, json: false, out: undefined, seed: undefined, set: [] };
    const local = {
      executor: undefined,
      namespace: undefined,
      progress: undefined,
      redis: undefined,
    };
    const args = { ...run, ...local, resume: false, scenario: path, jobs, prices, quiet };
    return sweepScenario(args, null);
  }
  const result = await readResult(path);
  requireBatches(result, path);
  return result;
}

/** The stretches that a comparison pairs by are in every result, but not in every file. */
function requireBatches(result: Result, path: string): void {
  const isWhole = result.points.every((point) => {
    const objectives: unknown = at(point, "objectives");
    return (
      Array.isArray(objectives) && objectives.every((one) => Array.isArray(at(one, "byBatch")))
    );
  });
  if (!isWhole) {
    throw new UsageError(`${path}: has no byBatch in its objectives: run its scenario again`);
  }
}

/** The paths as given, with the side in front where they would read the same. */
function labelsOf(base: string, head: string): readonly [base: string, head: string] {
  return base === head ? [`base ${base}`, `head ${head}`] : [base, head];
}

/** JSON has no infinite numbers, and null stands for none. */
function infinityAsText(_key: string, value: unknown): unknown {
  return value === Infinity || value === -Infinity ? String(value) : value;
}

async function render(
  comparison: Comparison,
  format: ComparisonFormat,
  isScreen: boolean,
): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify(comparison, infinityAsText, 2)}\n`;
    case "markdown": {
      const { renderComparisonMarkdown } = await import("../report/compare/comparison-markdown.ts");
      return renderComparisonMarkdown(comparison);
    }
    case "terminal": {
      const { renderComparison } = await import("../report/compare/render-comparison.ts");
      const look = isScreen ? terminalLook() : { color: false, width: 100 };
      return renderComparison(comparison, look);
    }
  }
}
