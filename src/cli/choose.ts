import { answerSearch, type SearchAnswer } from "../plan/answer-search.ts";
import type { SweptSetting } from "../plan/run-sweep.ts";
import { searchableCounts, searchChoice, type SearchLimits } from "../plan/search.ts";
import { formatCount, formatCounted } from "../report/format.ts";
import { renderSearchAnswer } from "../report/search-answer.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { EXIT_MET, EXIT_NOT_MET } from "./exit-code.ts";
import { loadScenario, loadTraces, type LoadedScenario } from "./load-scenario.ts";
import { openExecutor } from "./open-executor.ts";
import { answerForOneFleet } from "./one-fleet.ts";
import type { ScenarioArguments } from "./options.ts";
import { provenanceOf } from "./provenance.ts";
import { print } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Arguments of `tailcap choose`. */
export interface ChooseArguments extends ScenarioArguments {
  readonly budget: string | undefined;
  readonly gate: boolean;
}

/** Least number of requests that is taken without a unit: a smaller one is more likely a time. */
const LEAST_BARE_BUDGET = 1000;

/** Requests a search may simulate unless told otherwise: some ten seconds on two cores. */
const DEFAULT_BUDGET = 20_000_000;

/**
 * `tailcap choose`: only the answer, searched instead of swept.
 *
 * @returns The exit code: with `--gate`, whether the scenario's own count is enough.
 * @throws ScenarioError, TraceError, WorkloadError or UsageError for bad input.
 */
export async function choose(args: ChooseArguments): Promise<number> {
  if (args.out !== undefined) throw new UsageError("choose writes no files, so it takes no --out");
  const limits = limitsOf(args.budget);
  const parsed = await loadScenario(args);
  answerForOneFleet("choose", parsed, args);
  const gated = args.gate ? gatedCount(parsed.scenario) : null;
  const asked = args.gate ? asItStands(parsed, args.quiet) : parsed;
  const loaded = await loadTraces(asked, args.scenario);
  const settings = loaded.map((setting) => withCounts(setting, gated));
  const executor = await openExecutor(args.jobs);
  let answer: SearchAnswer;
  try {
    const outcome = await searchChoice(settings, executor, limits);
    answer = answerSearch(
      outcome,
      parsed.scenario,
      gated,
      provenanceOf(parsed.scenario, parsed.written),
    );
  } finally {
    await executor.close();
  }
  if (args.json) await print(JSON.stringify(answer, null, 2));
  else if (!args.quiet) await print(renderSearchAnswer(answer));
  const isGood = answer.gate === null ? answer.choice !== null : answer.gate.isEnough;
  return isGood ? EXIT_MET : EXIT_NOT_MET;
}

/** The scenario without its sweep: what runs is one setting, not the best of several. */
function asItStands(parsed: LoadedScenario, isQuiet: boolean): LoadedScenario {
  const { scenario, settings } = parsed;
  const swept = Object.keys(settings[0].settings);
  if (swept.length > 0 && !isQuiet) {
    process.stderr.write(
      `note: --gate asks about the scenario as it stands, without its sweep over ${swept.join(", ")}\n`,
    );
  }
  return { ...parsed, settings: [{ settings: {}, scenario }] };
}

/** The count that `--gate` asks about: the only one, or else what is said to run today. */
function gatedCount({ fleet }: Scenario): number {
  if (fleet.replicas.length === 1) return fleet.replicas[0];
  if (fleet.current !== null) return fleet.current;
  throw new UsageError(
    `--gate needs fleet.replicas to be the number that runs, not ${fleet.replicas.length} counts; ` +
      `use --set fleet.replicas=N, or fleet.current`,
  );
}

/** The setting with the counts to search: up to the gated one, or what the scenario allows. */
function withCounts(setting: SweptSetting, gated: number | null): SweptSetting {
  const { scenario } = setting;
  const replicas =
    gated === null || scenario.fleet.autoscaler !== null
      ? searchableCounts(scenario)
      : Array.from({ length: gated }, (_, index) => index + 1);
  return { ...setting, scenario: { ...scenario, fleet: { ...scenario.fleet, replicas } } };
}

const MULTIPLIERS: ReadonlyMap<string, number> = new Map([
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
]);

/** Reads `--budget`: a number of requests, or seconds of wall-clock time as in `60s`. */
function limitsOf(budget: string | undefined): SearchLimits {
  const none = { requests: DEFAULT_BUDGET, isSpent: (): boolean => false, endsEarly: true };
  if (budget === undefined) return none;
  const match = /^(\d+(?:\.\d+)?)(k|M|G|s|m)?$/.exec(budget);
  const value = Number(match?.[1]);
  if (match === null || value <= 0) {
    throw new UsageError(
      `--budget must be requests such as 20M or a time such as 60s, got ${budget || "nothing"}`,
    );
  }
  const unit = match[2] ?? "";
  if (unit === "" && value < LEAST_BARE_BUDGET) {
    throw new UsageError(
      `--budget ${budget} would be ${formatCounted(value, "request")}: give a time such as ` +
        `${budget}s, or at least ${formatCount(LEAST_BARE_BUDGET)} requests`,
    );
  }
  if (unit !== "s" && unit !== "m") {
    return { ...none, requests: value * (MULTIPLIERS.get(unit) ?? 1) };
  }
  const end = Date.now() + 1000 * value * (unit === "m" ? 60 : 1);
  return { requests: Infinity, isSpent: () => Date.now() >= end, endsEarly: true };
}
