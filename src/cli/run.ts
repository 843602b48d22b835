import { join } from "node:path";
import { buildResult } from "../plan/build-result.ts";
import type { Executor } from "../plan/executor.ts";
import type { Result } from "../plan/result.ts";
import { runSweep, type SweptSetting } from "../plan/run-sweep.ts";
import { renderResultJson } from "../report/result-json.ts";
import { EXIT_MET, EXIT_NOT_MET } from "./exit-code.ts";
import { loadScenario, loadTraces } from "./load-scenario.ts";
import { openExecutor } from "./open-executor.ts";
import { fileName, type ScenarioArguments } from "./options.ts";
import { openProgress } from "./progress.ts";
import { provenanceOf } from "./provenance.ts";
import { print, terminalLook } from "./terminal.ts";
import { requireFolder, writeFiles } from "./write-files.ts";

/** Arguments of `tailcap run`. */
export interface RunArguments extends ScenarioArguments {
  readonly headroom: boolean;
}

/**
 * `tailcap run`: sweeps the scenario, chooses a replica count, writes the result and its pictures.
 *
 * @returns The exit code.
 * @throws ScenarioError, TraceError, WorkloadError or UsageError for bad input.
 */
export async function run(args: RunArguments): Promise<number> {
  const givenFolder = fileName("out", args.out);
  if (givenFolder !== undefined) requireFolder(givenFolder);
  const result = await sweepScenario(args);
  const folder = givenFolder ?? join("reports", result.scenario.name);
  const json = renderResultJson(result);
  const { drawCurve } = await import("../report/curve/draw-curve.ts");
  const files = [
    { path: join(folder, "result.json"), text: json },
    { path: join(folder, "curve.svg"), text: await drawCurve(result) },
  ];
  await writeFiles(files);
  if (args.json) {
    await print(json);
  } else if (!args.quiet) {
    const { renderSummary } = await import("../report/summary.ts");
    const paths = files.map(({ path }) => path);
    await print(renderSummary(result, { ...terminalLook(), files: paths }));
  }
  return result.choice === null ? EXIT_NOT_MET : EXIT_MET;
}

async function sweepScenario(args: RunArguments): Promise<Result> {
  const parsed = await loadScenario(args);
  const settings = await loadTraces(parsed, args.scenario);
  const executor = await openExecutor(args.jobs);
  const progress = await openProgress(!args.quiet);
  try {
    const sweep = await runSweep(settings, executor, (done, total) => progress.update(done, total));
    const result = buildResult(parsed.scenario, settings, sweep, provenanceOf(parsed.scenario));
    if (!args.headroom) return result;
    progress.stop();
    return await withHeadroom(result, settings, executor, !args.quiet);
  } finally {
    progress.stop();
    await executor.close();
  }
}

async function withHeadroom(
  result: Result,
  settings: readonly SweptSetting[],
  executor: Executor,
  isShown: boolean,
): Promise<Result> {
  const { addHeadroom } = await import("../plan/headroom/find-headroom.ts");
  const progress = await openProgress(isShown);
  try {
    return await addHeadroom(result, settings, executor, (done, total) =>
      progress.update(done, total),
    );
  } finally {
    progress.stop();
  }
}
