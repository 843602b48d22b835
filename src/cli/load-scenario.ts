import { basename, dirname, resolve } from "node:path";
import { classesOf, hasClasses } from "../scenario/class-section.ts";
import { findImports } from "../scenario/imports.ts";
import { parseScenario, type ParsedScenario } from "../scenario/parse-scenario.ts";
import type { TraceSection } from "../scenario/scenario.ts";
import type { WrittenScenario } from "../plan/result.ts";
import type { SweptSetting } from "../plan/run-sweep.ts";
import type { BoundedTrace } from "../workload/trace-rows.ts";
import { fileName, wholeNumber, type ScenarioArguments } from "./options.ts";
import { priceWarnings, today } from "./price-warnings.ts";
import { readImports } from "./read-imports.ts";
import { readInputFile } from "./read-input-file.ts";

/** A scenario file larger than this is refused unread; the parser's own limit is lower. */
const MAX_SCENARIO_BYTES = 16 * 2 ** 20;

/** A scenario that a command line names, and what was written. */
export interface LoadedScenario extends ParsedScenario {
  readonly written: WrittenScenario;
}

/**
 * Reads and validates the scenario that a command line names.
 *
 * @throws UsageError if the file can't be read; ScenarioError with all its problems.
 */
export async function loadScenario(
  args: Pick<ScenarioArguments, "scenario" | "set" | "seed" | "jobs"> &
    Partial<Pick<ScenarioArguments, "prices" | "quiet">>,
): Promise<LoadedScenario> {
  const seed = wholeNumber("seed", args.seed, 0);
  // Checked by every command, so that a wrong value fails before a trace is read for minutes.
  wholeNumber("jobs", args.jobs, 1);
  const text = await readInputFile(args.scenario, "scenario", MAX_SCENARIO_BYTES);
  const prices = fileName("prices", args.prices);
  const options = { file: args.scenario, sets: args.set, seed };
  const requests = findImports(text, options);
  const imports = await readImports(requests, { scenario: args.scenario, prices });
  const parsed = parseScenario(text, { ...options, imports });
  if (args.quiet !== true) warnOfPrices(parsed);
  const overrides = args.set.map((set) => `--set ${set}`);
  if (seed !== null) overrides.push(`--seed ${seed}`);
  return { ...parsed, written: { file: basename(args.scenario), text, overrides } };
}

/** Tells what is to be known of prices that were looked up. */
function warnOfPrices({ scenario, settings }: ParsedScenario): void {
  const scenarios = [scenario, ...settings.map((setting) => setting.scenario)];
  for (const warning of priceWarnings(scenarios, today())) {
    process.stderr.write(`warning: ${warning}\n`);
  }
}

/**
 * Loads the traces that the settings of a sweep replay, by class, each file once.
 *
 * @param parsed - The scenario and its settings.
 * @param scenarioFile - Its path, which trace paths are relative to.
 * @throws TraceError if a trace can't be read or has malformed rows.
 */
export async function loadTraces(
  { notes: imported, settings }: Pick<ParsedScenario, "settings" | "notes">,
  scenarioFile: string,
): Promise<SweptSetting[]> {
  const shaped = new Map<string, Promise<LoadedTrace>>();
  const load = (trace: TraceSection, seed: number): Promise<LoadedTrace> => {
    const key = JSON.stringify([trace, seed]);
    const loading = shaped.get(key) ?? loadTrace(trace, scenarioFile, seed);
    shaped.set(key, loading);
    return loading;
  };
  const swept: SweptSetting[] = [];
  for (const { scenario, settings: values } of settings) {
    const { workload } = scenario;
    const traces: SweptSetting["traces"][number][] = [];
    const notes = [...imported];
    for (const { name, workload: source } of classesOf(workload)) {
      const loaded = "trace" in source ? await load(source.trace, scenario.seed) : null;
      traces.push(loaded?.trace ?? null);
      const label = hasClasses(workload) ? `${name}: ` : "";
      notes.push(...(loaded?.notes ?? []).map((note) => label + note));
    }
    swept.push({ settings: values, scenario, traces, notes });
  }
  return swept;
}

interface LoadedTrace {
  readonly trace: BoundedTrace;
  readonly notes: readonly string[];
}

async function loadTrace(
  section: TraceSection,
  scenarioFile: string,
  seed: number,
): Promise<LoadedTrace> {
  const [{ readTrace }, { shapeTrace }, { shareColumns }] = await Promise.all([
    import("../ingest/read-trace.ts"),
    import("../workload/shape-trace.ts"),
    import("../run/share-columns.ts"),
  ]);
  const rows = await readTrace(resolve(dirname(scenarioFile), section.file), section, seed);
  return { trace: shareColumns(shapeTrace(rows, section)), notes: rows.notes };
}
