// Makes azure-conv-sample.csv: ten minutes of generated traffic written in the format of Azure's
// 2023 LLM inference traces (seven fractional digits, CRLF, no line break after the last row).
// Build first, then: node scenarios/traces/make-azure-conv-sample.mjs
import { writeFileSync } from "node:fs";
import { generateWorkload } from "../../dist/workload/generate-workload.js";

const { arrivals, inputs, outputs } = generateWorkload({
  seed: 2023,
  replication: 0,
  duration: 600,
  arrivals: { process: "gamma", rate: 5.53, cv: 1.09, spikes: [] },
  input: {
    distribution: "lognormal",
    quantiles: [
      [0.5, 1020],
      [0.95, 4083],
    ],
    min: null,
    max: 14050,
  },
  output: {
    distribution: "lognormal",
    quantiles: [
      [0.5, 129],
      [0.95, 451],
    ],
    min: null,
    max: 1000,
  },
});

const rows = Array.from(arrivals, (time, row) => {
  const ticks = BigInt(Math.round((time - arrivals[0]) * 1e7));
  const second = Number(ticks / 10_000_000n);
  const fraction = String(ticks % 10_000_000n).padStart(7, "0");
  const clock = new Date(Date.UTC(2023, 10, 16, 18, 15, 46) + 1000 * second).toISOString();
  const timestamp = `${clock.slice(0, 10)} ${clock.slice(11, 19)}.${fraction}`;
  return `${timestamp},${inputs[row]},${outputs[row]}`;
});
const text = ["TIMESTAMP,ContextTokens,GeneratedTokens", ...rows].join("\r\n");
writeFileSync(new URL("azure-conv-sample.csv", import.meta.url), text);
