import { parseArgs } from "node:util";
import { burstyModel, scenarioOf, steadyModel, type RunLength } from "./coverage-model.ts";
import { countCoverage, judgeRuns, type Coverage } from "./measure-coverage.ts";

/** True shares of violations over the budget: all of it, and two well within it. */
const TRUE_SHARES = [1, 0.03, 0.001] as const;

interface Experiment extends RunLength {
  readonly runs: number;
}

const EXPERIMENTS: readonly Experiment[] = [
  { requests: 1e5, replications: 1, runs: 1000 },
  { requests: 1e6, replications: 1, runs: 400 },
  { requests: 1e5, replications: 10, runs: 1000 },
  { requests: 1e6, replications: 10, runs: 400 },
];

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    model: { type: "string" },
    budget: { type: "string", default: "0.01" },
    requests: { type: "string" },
    replications: { type: "string" },
    runs: { type: "string" },
  },
});

const budget = Number(values.budget);
const trueRates = TRUE_SHARES.map((share) => Number((share * budget).toPrecision(3)));
const MODELS = { steady: steadyModel(), bursty: burstyModel() };
const HEADER = [
  "requests",
  "replications",
  "runs",
  "true rate",
  "mean rate",
  "bound holds",
  "lower holds",
  "if independent",
  "wrong",
  "met",
  "undecided",
  "missed",
  "insufficient",
  "κ",
];

for (const [key, model] of Object.entries(MODELS)) {
  if (values.model !== undefined && values.model !== key) continue;
  console.log(`\n${model.name}, seed ${values.seed}, 95 % bounds, budget ${budget}\n`);
  console.log(row(HEADER));
  console.log(row(HEADER.map(() => "---:")));
  for (const experiment of EXPERIMENTS) {
    const { replications, requests } = experiment;
    if (values.requests !== undefined && Number(values.requests) !== requests) continue;
    if (values.replications !== undefined && Number(values.replications) !== replications) continue;
    const runs = values.runs === undefined ? experiment.runs : Number(values.runs);
    const scenario = scenarioOf(model, experiment, trueRates, budget, Number(values.seed));
    judgeRuns(scenario, runs).forEach((judged, index) => {
      console.log(formatCoverage(experiment, countCoverage(judged, trueRates[index])));
    });
  }
}

function formatCoverage({ replications, requests }: Experiment, coverage: Coverage): string {
  const { met, missed, undecided, insufficient } = coverage.verdicts;
  return row([
    requests.toLocaleString("en-US"),
    String(replications),
    String(coverage.runs),
    String(coverage.trueRate),
    coverage.rateMean.toPrecision(4),
    ...[coverage.covered, coverage.coveredBelow, coverage.coveredIfIndependent, coverage.wrong].map(
      percent,
    ),
    ...[met, undecided, missed, insufficient].map(percent),
    coverage.effectiveViolations.toFixed(1),
  ]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
