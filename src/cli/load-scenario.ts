import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { classesOf, hasClasses } from "../scenario/class-section.ts";
import { parseScenario, type ParsedScenario } from "../scenario/parse-scenario.ts";
import type { TraceSection } from "../scenario/scenario.ts";
import type { SweptSetting } from "../plan/run-sweep.ts";
import type { BoundedTrace } from "../workload/trace-rows.ts";
import { wholeNumber, type ScenarioArguments } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** A scenario file larger than this is refused unread; the parser's own limit is lower. */
const MAX_SCENARIO_BYTES = 16 * 2 ** 20;

/**
 * Reads and validates the scenario that a command line names.
 *
 * @throws UsageError if the file can't be read; ScenarioError with all its problems.
 */
export async function loadScenario(
  args: Pick<ScenarioArguments, "scenario" | "set" | "seed" | "jobs">,
): Promise<ParsedScenario> {
  const seed = wholeNumber("seed", args.seed, 0);
  // Checked by every command, so that a wrong value fails before a trace is read for minutes.
  wholeNumber("jobs", args.jobs, 1);
  const text = await readScenarioFile(args.scenario);
  return parseScenario(text, { file: args.scenario, sets: args.set, seed });
}

async function readScenarioFile(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_SCENARIO_BYTES) {
      throw new UsageError(`${file}: ${size} bytes is too large for a scenario`);
    }
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: can't read the scenario: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES") return "permission denied";
  return error instanceof Error ? error.message : String(error);
}

/**
 * Loads the traces that the settings of a sweep replay, by class, each file once.
 *
 * @param parsed - The scenario and its settings.
 * @param scenarioFile - Its path, which trace paths are relative to.
 * @throws TraceError if a trace can't be read or has malformed rows.
 */
export async function loadTraces(
  { settings }: ParsedScenario,
  scenarioFile: string,
): Promise<SweptSetting[]> {
  const shaped = new Map<string, Promise<LoadedTrace>>();
  const load = (trace: TraceSection): Promise<LoadedTrace> => {
    const key = JSON.stringify(trace);
    const loading = shaped.get(key) ?? loadTrace(trace, scenarioFile);
    shaped.set(key, loading);
    return loading;
  };
  const swept: SweptSetting[] = [];
  for (const { scenario, settings: values } of settings) {
    const { workload } = scenario;
    const traces: SweptSetting["traces"][number][] = [];
    const notes: string[] = [];
    for (const { name, workload: source } of classesOf(workload)) {
      const loaded = "trace" in source ? await load(source.trace) : null;
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

async function loadTrace(section: TraceSection, scenarioFile: string): Promise<LoadedTrace> {
  const [{ readTrace }, { shapeTrace }, { shareColumns }] = await Promise.all([
    import("../ingest/read-trace.ts"),
    import("../workload/shape-trace.ts"),
    import("../run/share-columns.ts"),
  ]);
  const rows = await readTrace(resolve(dirname(scenarioFile), section.file), section);
  return { trace: shareColumns(shapeTrace(rows, section)), notes: rows.notes };
}
