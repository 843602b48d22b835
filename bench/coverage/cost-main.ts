import { parseArgs } from "node:util";
import {
  billRuns,
  BURSTY,
  countCostCoverage,
  elasticScenario,
  STEADY,
  type ElasticRun,
} from "./cost-coverage.ts";

const EXPERIMENTS: readonly ElasticRun[] = [
  { hours: 1, replications: 1 },
  { hours: 4, replications: 1 },
  { hours: 1, replications: 2 },
  { hours: 1, replications: 4 },
  { hours: 1, replications: 10 },
];

/** The long-run mean is that of so many runs of so many hours, of a seed of their own. */
const TRUTH = { hours: 24, runs: 40, seed: 1000 } as const;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "300" },
  },
});

const HEADER = ["hours", "replications", "runs", "mean", "deviation", "half width"];

for (const model of [STEADY, BURSTY]) {
  const long = { hours: TRUTH.hours, replications: 1 };
  const known = billRuns(elasticScenario(model, long, TRUTH.seed), TRUTH.runs);
  const { deviation, mean: truth } = countCostCoverage(known, 0);
  const error = deviation / Math.sqrt(TRUTH.runs);
  console.log(`\n${model.name}: long-run mean ${dollars(truth)} ± ${error.toFixed(4)} an hour\n`);
  console.log(row([...HEADER, "holds", "too low", "too high", "none"]));
  console.log(row([...HEADER, "", "", "", ""].map(() => "---:")));
  for (const experiment of EXPERIMENTS) {
    const scenario = elasticScenario(model, experiment, Number(values.seed));
    const runs = billRuns(scenario, Number(values.runs));
    const counted = countCostCoverage(runs, truth);
    const { above, below, covered, deviation: spread, halfWidth, mean, none } = counted;
    const { hours, replications } = experiment;
    console.log(
      row([
        ...[hours, replications, runs.length].map(String),
        ...[mean, spread, halfWidth].map(dollars),
        ...[covered, below, above, none].map((share) => `${(100 * share).toFixed(1)}%`),
      ]),
    );
  }
}

function dollars(amount: number): string {
  return `$${amount.toFixed(3)}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
