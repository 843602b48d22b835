import type { Scenario } from "../scenario/scenario.ts";
import { chooseReplicas } from "./choose.ts";
import { findRedundancy } from "./fleet/find-redundancy.ts";
import { capacityFacts } from "./headroom/capacity-facts.ts";
import type { Demand } from "./headroom/measure-demand.ts";
import { boundReplicas } from "./headroom/perfect-system.ts";
import { priceResult } from "./ledger/price-result.ts";
import { priceSlo } from "./price-summary.ts";
import { compareArrangements } from "./pools/compare-arrangements.ts";
import { describeQuestion, isExact } from "./question.ts";
import type { Result, WorkloadFacts } from "./result.ts";
import type { Sweep, SweptPoint, SweptSetting } from "./run-sweep.ts";
import { simulatedPoint } from "./simulated-point.ts";
import { summarizePoint } from "./summarize-point.ts";
import { attachTimelines } from "./timeline/attach-timelines.ts";
import { compareNeighbours } from "./versus-fewer.ts";

/** What a result says about itself besides what was found. */
export interface Provenance {
  /** Version of tailcap. */
  readonly version: string;
  /** SHA-256 of the scenario's canonical JSON, in hexadecimal. */
  readonly scenarioSha256: string;
  /** The scenario as it was written; left out if it came from no file. */
  readonly written?: Result["written"];
  /** The pool that the fleet has its size from; left out if it has one of its own. */
  readonly sizedByPool?: Result["sizedByPool"];
}

/**
 * Turns a finished sweep into its result: summaries, verdicts and the choice.
 *
 * @param scenario - The scenario's body.
 * @param settings - What was swept, in order.
 * @param sweep - What came out.
 */
export function buildResult(
  scenario: Scenario,
  settings: readonly SweptSetting[],
  sweep: Sweep,
  provenance: Provenance,
): Result {
  const simulated = settings.map((setting, index) => {
    const confidence = isExact(setting.scenario)
      ? null
      : confidencePerSetting(setting.scenario, settings.length);
    return sweep.points[index].map((point) => simulatedPoint(setting, point, confidence));
  });
  const compared = simulated.map((group) => compareNeighbours(group, group.map(summarizePoint)));
  const choice = chooseReplicas(compared);
  const demands = settings.map((_, index) => demandsOf(sweep.demands[index], sweep.points[index]));
  const facts = capacityFacts(settings, compared, demands, choice);
  const groups = attachTimelines(settings, compared, simulated, choice, facts.limits);
  const chosen = groups.find(([{ settings: values }]) => values === choice?.settings) ?? [];
  const isChosen = ({ settings: values }: SweptSetting): boolean => values === choice?.settings;
  const { nodes } = (settings.find(isChosen) ?? settings[0]).scenario.fleet;
  const loads = demands.map((own) => boundReplicas(own).mean.load);
  return {
    tailcap: provenance.version,
    schema: 4,
    scenario,
    scenarioSha256: provenance.scenarioSha256,
    written: provenance.written ?? null,
    workload: workloadOf(sweep),
    question: describeQuestion(settings, sweep.points),
    choice,
    ...facts,
    ...priceSlo(simulated, choice),
    headroom: null,
    ...priceResult({ scenario, settings, groups, choice, loads, growthTaken: null }),
    redundancy: findRedundancy(chosen, choice, nodes),
    arrangements: compareArrangements(scenario, sweep.pools),
    sizedByPool: provenance.sizedByPool ?? null,
  };
}

/** The workload that was drawn, or if users made it, that of the first run of the first count. */
function workloadOf({ points, workload }: Sweep): WorkloadFacts {
  const { closedLoop } = points[0][0].replications[0];
  return closedLoop === null ? workload : { ...closedLoop.workload, notes: workload.notes };
}

/** What a setting's requests ask for; if users made them, as many as its largest fleet lets them. */
function demandsOf(drawn: readonly Demand[], points: readonly SweptPoint[]): readonly Demand[] {
  const { replications } = points[points.length - 1];
  return drawn.map((demand, index) => replications[index].closedLoop?.demand ?? demand);
}

/** Choosing among S settings multiplies the chances to err, so each bound errs S times less. */
function confidencePerSetting(scenario: Scenario, settings: number): number {
  return 1 - (1 - scenario.slo.confidence) / settings;
}
