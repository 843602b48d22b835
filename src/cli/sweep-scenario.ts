import { buildResult } from "../plan/build-result.ts";
import type { Result } from "../plan/result.ts";
import { runSweep, type SweptSetting } from "../plan/run-sweep.ts";
import { untilInterrupted } from "./interrupt.ts";
import { loadScenario, loadTraces, type LoadedScenario } from "./load-scenario.ts";
import { openTasks, taskFolder, type OpenTasks, type TaskArguments } from "./open-tasks.ts";
import type { ScenarioArguments } from "./options.ts";
import { provenanceOf } from "./provenance.ts";

/** What a sweep needs of the command line. */
export type SweepArguments = ScenarioArguments & TaskArguments & { readonly headroom: boolean };

/**
 * Reads, sweeps and judges a scenario, and writes nothing but the tasks that are done.
 *
 * @param folderOf - Folder of the report beside which tasks are kept, by the scenario's name; null
 *   to keep none.
 * @param loaded - The scenario, if it has been read already.
 * @throws ScenarioError, TraceError, WorkloadError, UsageError or ClusterError for bad input;
 *   InterruptError at Ctrl-C.
 */
export async function sweepScenario(
  args: SweepArguments,
  folderOf: ((name: string) => string) | null,
  loaded?: LoadedScenario,
): Promise<Result> {
  const parsed = loaded ?? (await loadScenario(args));
  const settings = await loadTraces(parsed, args.scenario);
  const folder = folderOf === null ? null : taskFolder(folderOf(parsed.scenario.name));
  const tasks = await openTasks(args, folder);
  const work = async (): Promise<Result> => {
    const sweep = await runSweep(settings, tasks.executor, tasks.onProgress);
    const provenance = {
      ...provenanceOf(parsed.scenario, parsed.written),
      sizedByPool: sizingPool(parsed),
    };
    const result = buildResult(parsed.scenario, settings, sweep, provenance);
    tasks.stopProgress();
    return args.headroom ? withHeadroom(result, settings, tasks) : result;
  };
  try {
    return await untilInterrupted(work(), tasks.outlook);
  } finally {
    await tasks.close();
  }
}

/** The pool whose size stands in for that of the fleet; null if the fleet has its own. */
function sizingPool({ isFleetSized, scenario }: LoadedScenario): string | null {
  return isFleetSized ? null : (scenario.pools[0]?.pools[0]?.name ?? null);
}

async function withHeadroom(
  result: Result,
  settings: readonly SweptSetting[],
  { executor, onProgress }: OpenTasks,
): Promise<Result> {
  const { addHeadroom } = await import("../plan/headroom/find-headroom.ts");
  return addHeadroom(result, settings, executor, onProgress);
}
