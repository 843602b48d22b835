import { burstyModel, steadyModel } from "./coverage-model.ts";
import { measureWarmupBias } from "./warmup-bias.ts";

const BUDGET = 0.01;
const SEED = 11;

const CASES = [
  { model: steadyModel(1), requests: 1800, runs: 3000 },
  { model: steadyModel(1), requests: 18_000, runs: 1000 },
  { model: steadyModel(8), requests: 10_000, runs: 1500 },
  { model: steadyModel(8), requests: 100_000, runs: 400 },
  { model: burstyModel(), requests: 100_000, runs: 400 },
];

console.log(`true violation rate ${BUDGET}, runs started empty, seed ${SEED}\n`);
console.log("| model | requests | runs | warm-up | seconds | mean latency | violation rate |");
console.log("| --- | ---: | ---: | --- | ---: | ---: | ---: |");
for (const { model, requests, runs } of CASES) {
  for (const bias of measureWarmupBias(model, requests, BUDGET, runs, SEED)) {
    const rate = `${(100 * bias.rate).toFixed(3)}% ± ${(100 * bias.standardError).toFixed(3)}`;
    const seconds = `${bias.warmup.toFixed(0)} | ${bias.latency.toFixed(3)}`;
    const count = requests.toLocaleString("en-US");
    console.log(`| ${model.name} | ${count} | ${runs} | ${bias.rule} | ${seconds} | ${rate} |`);
  }
}
