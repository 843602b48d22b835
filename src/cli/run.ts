import { join } from "node:path";
import type { Result } from "../plan/result.ts";
import { renderResultJson } from "../report/result-json.ts";
import { EXIT_MET, EXIT_NOT_MET } from "./exit-code.ts";
import type { LoadedScenario } from "./load-scenario.ts";
import { fileName } from "./options.ts";
import { themesOf, type DrawingArguments } from "./report-options.ts";
import { sweepScenario, type SweepArguments } from "./sweep-scenario.ts";
import { print, terminalLook } from "./terminal.ts";
import { requireFolder } from "./write-files.ts";
import { removeStalePictures, writeReport, writtenLine } from "./write-report.ts";

/** Arguments of `tailcap run`. */
export type RunArguments = SweepArguments & DrawingArguments;

/**
 * `tailcap run`: sweeps the scenario, chooses a replica count, writes the result and its pictures.
 *
 * @param loaded - The scenario, if it has been read already.
 * @returns The exit code: 1 if neither one fleet nor an arrangement of pools holds the SLO.
 * @throws ScenarioError, TraceError, WorkloadError, UsageError or ClusterError for bad input;
 *   InterruptError at Ctrl-C.
 */
export async function run(args: RunArguments, loaded?: LoadedScenario): Promise<number> {
  const givenFolder = fileName("out", args.out);
  requireFolder(givenFolder ?? "reports");
  const folderOf = (name: string): string => givenFolder ?? join("reports", name);
  const result = await sweepScenario(args, folderOf, loaded);
  const folder = folderOf(result.scenario.name);
  const json = renderResultJson(result);
  // From what the file will say, so that the report can be made again from it alone.
  const drawn: Result = JSON.parse(json);
  const themes = themesOf(args.theme);
  const written = await writeReport(drawn, { folder, json, themes, png: args.png });
  await removeStalePictures(written);
  if (args.json) {
    await print(json);
  } else if (!args.quiet) {
    const { renderSummary } = await import("../report/summary.ts");
    const files = [writtenLine(written)];
    await print(renderSummary(result, { ...terminalLook(), files }));
  }
  const isMet = result.choice !== null || result.arrangements.some((one) => one.isMet);
  return isMet ? EXIT_MET : EXIT_NOT_MET;
}
