import { openColumns } from "../src/compile/open-columns.ts";
import { evaluate } from "../src/plan/evaluate.ts";
import { evaluationOf } from "../src/plan/run-sweep.ts";
import { parseScenario } from "../src/scenario/parse-scenario.ts";

const MEGABYTE = 2 ** 20;
const REPLICAS = 8;

/** The load of the continuous bench at eight replicas, as a user would write it. */
function scenarioText(duration: number): string {
  return `
name: memory
workload:
  generate:
    duration: ${duration}s
    arrivals: {process: poisson, rate: 50.862/s}
    input: {distribution: lognormal, p50: 1020, p95: 4083, max: 8192}
    output: {distribution: lognormal, mean: 250, cv: 1, max: 2048}
service:
  kind: continuous
  step: {base: 6ms, perPrefillToken: 60us, perSequence: 50us, perContextToken: 25ns}
  maxBatchedTokens: 2048
  maxSequences: 256
  kvCache: {blocks: 27000, blockSize: 16}
fleet: {replicas: ${REPLICAS}, price: $4/h}
slo: {objectives: [{metric: ttft, within: 500ms, target: 99%}]}
`;
}

/**
 * Peak resident memory of a process that draws and evaluates five million LLM requests, from the
 * text of a scenario to the tally. Run it alone: the peak is the whole process's.
 */
export function benchMemory(isSmoke: boolean): void {
  const text = scenarioText(isSmoke ? 400 : 98_400);
  const { scenario } = parseScenario(text, { file: "memory.yaml", sets: [], seed: null });
  const drawn = openColumns(scenario, 0, []);
  const { tally } = evaluate(evaluationOf(scenario, REPLICAS, drawn, 0), drawn.columns, null);
  // maxRSS is in kilobytes on every platform (Node's documentation, read in 2026).
  const peak = process.resourceUsage().maxRSS / 1024;
  const size = (drawn.columns.arrivals.length * (8 + 4 + 4)) / MEGABYTE;
  const requests = tally.outcomes.reduce((sum, outcome) => sum + outcome, 0);
  console.log(
    `memory: ${requests} requests, peak ${peak.toFixed(0)} MB, of which the workload's columns ` +
      `${size.toFixed(0)} MB`,
  );
}
