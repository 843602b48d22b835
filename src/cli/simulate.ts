import { extname, join } from "node:path";
import { openColumns } from "../compile/open-columns.ts";
import { buildResult } from "../plan/build-result.ts";
import { evaluate } from "../plan/evaluate.ts";
import { measureDemand } from "../plan/headroom/measure-demand.ts";
import { evaluationOf, requireMeasured } from "../plan/run-sweep.ts";
import { describeWorkload } from "../plan/workload-facts.ts";
import { renderRequestRows, RequestTable } from "../report/request-table.ts";
import { renderResultJson } from "../report/result-json.ts";
import { MOST_REPLICAS } from "../scenario/most-replicas.ts";
import { classesOf, hasClasses, sourcesOf } from "../scenario/class-section.ts";
import { isRandom } from "../scenario/is-random.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { WorkloadColumns } from "../sim/sim-plan.ts";
import { EXIT_MET, EXIT_NOT_MET } from "./exit-code.ts";
import { loadScenario, loadTraces } from "./load-scenario.ts";
import { fileName, wholeNumber, type ScenarioArguments } from "./options.ts";
import { answerForOneFleet } from "./one-fleet.ts";
import { provenanceOf } from "./provenance.ts";
import { print, terminalLook } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { writeFiles, type OutputFile } from "./write-files.ts";

/** Arguments of `tailcap simulate`. */
export interface SimulateArguments extends ScenarioArguments {
  readonly replicas: string | undefined;
  readonly requests: string | undefined;
}

/**
 * `tailcap simulate`: one configuration, one replication; with `--requests` every request of it.
 *
 * @returns The exit code: whether this configuration holds the SLO.
 * @throws ScenarioError, TraceError, WorkloadError or UsageError for bad input.
 */
export async function simulate(args: SimulateArguments): Promise<number> {
  const folder = fileName("out", args.out);
  const requestsFile = csvName(args.requests);
  const parsed = await loadScenario(args);
  const isSized = parsed.isFleetSized || args.replicas !== undefined;
  answerForOneFleet("simulate", { ...parsed, isFleetSized: isSized }, args);
  const scenario = singleConfiguration(parsed.scenario, args.replicas);
  const body = { settings: [{ settings: {}, scenario }], notes: parsed.notes };
  const [setting] = await loadTraces(body, args.scenario);

  const drawn = openColumns(scenario, 0, setting.traces);
  requireMeasured(drawn, scenario);
  const followed: { table: RequestTable; columns: WorkloadColumns }[] = [];
  const follow = (columns: WorkloadColumns): RequestTable => {
    const table = new RequestTable(columns.arrivals.length);
    followed.push({ table, columns });
    return table;
  };
  const [replicas] = scenario.fleet.replicas;
  const replication = evaluate(
    evaluationOf(scenario, replicas, drawn, 0),
    drawn.columns,
    requestsFile === undefined ? null : follow,
  );
  const { duration } = drawn;
  const point = { replicas, replications: [replication], resamples: null, duration };
  const workload = describeWorkload(drawn.columns, drawn.duration, setting.notes);
  const demands = [[measureDemand(scenario, drawn)]];
  const sweep = { points: [[point]], workload, demands, pools: [] };
  const result = buildResult(scenario, [setting], sweep, provenanceOf(scenario, parsed.written));

  const json = renderResultJson(result);
  const files: OutputFile[] = [];
  if (folder !== undefined) files.push({ path: join(folder, "result.json"), text: json });
  if (requestsFile !== undefined) {
    const [{ columns, table }] = followed;
    const { workload } = scenario;
    const classes = hasClasses(workload) ? classesOf(workload).map(({ name }) => name) : [];
    files.push({ path: requestsFile, text: renderRequestRows(table, columns, classes) });
  }
  await writeFiles(files);
  if (args.json) {
    await print(json);
  } else if (!args.quiet) {
    const { renderSimulation } = await import("../report/simulation.ts");
    const paths = files.map(({ path }) => path);
    await print(renderSimulation(result, { ...terminalLook(), files: paths }));
  }
  return result.points[0].verdict === "met" ? EXIT_MET : EXIT_NOT_MET;
}

/** The file of `--requests`: what is written is CSV, whatever its name says. */
function csvName(given: string | undefined): string | undefined {
  const file = fileName("requests", given);
  const extension = extname(file ?? "").toLowerCase();
  if (extension === "" || extension === ".csv") return file;
  throw new UsageError(
    `--requests writes plain CSV, which spreadsheets open too: its file must end in .csv, got ${file}`,
  );
}

/** The scenario with one replica count and one replication; a trace is replayed as it is. */
function singleConfiguration(scenario: Scenario, replicas: string | undefined): Scenario {
  const counts = scenario.fleet.replicas;
  const given = wholeNumber("replicas", replicas, 1, MOST_REPLICAS);
  if (given !== null && scenario.fleet.autoscaler !== null) {
    throw new UsageError(
      "--replicas is for fleets of a fixed size; an autoscaler starts from its own initial count",
    );
  }
  const count = given ?? (counts.length === 1 ? counts[0] : null);
  if (count === null) {
    throw new UsageError(
      `fleet.replicas names ${counts.length} counts (${counts[0]} to ${counts[counts.length - 1]}); say which one with --replicas N`,
    );
  }
  return {
    ...scenario,
    fleet: { ...scenario.fleet, replicas: [count] },
    sweep: {},
    run: { ...scenario.run, replications: 1, question: questionAbout(scenario) },
  };
}

/** What one replication answers: of a trace, whatever is asked about its future, only the trace. */
function questionAbout(scenario: Scenario): Scenario["run"]["question"] {
  const { question } = scenario.run;
  const isRecorded = sourcesOf(scenario.workload).some((source) => "trace" in source);
  if (question !== "future" || !isRecorded) return question;
  return isRandom(scenario) ? "same-trace" : "hindsight";
}
