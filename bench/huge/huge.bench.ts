import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode, type ProcessCost } from "../processes.ts";
import { WEEK, writeTrace } from "./write-trace.ts";

/**
 * A week of Azure's LLM traffic of May 2024 is 44 million requests, 27 of them of conversations.
 */
const REQUESTS = 50_000_000;
const SMOKE_REQUESTS = 20_000;
const COUNTS = [16, 18, 20, 22, 24, 26, 28, 30];

/** 0: the SLO can be met; 1: it can't within the sweep. Both ran to the end. */
const FINISHED = [0, 1];

/** The service of the continuous bench. */
const SCENARIO = `
name: huge
workload:
  trace:
    file: trace.parquet
    format: columns
    columns: {arrival: arrival, input: input, output: output}
service:
  kind: continuous
  step: {base: 6ms, perPrefillToken: 60us, perSequence: 50us, perContextToken: 25ns}
  maxBatchedTokens: 2048
  maxSequences: 256
  kvCache: {blocks: 27000, blockSize: 16}
fleet: {replicas: [${COUNTS.join(", ")}], price: $4/h}
slo: {objectives: [{metric: ttft, within: 500ms, target: 99%}]}
`;

/**
 * Peak memory and time of `tailcap run` on a trace of a week: eight replica counts on two threads,
 * from the Parquet file to the report. Needs `npm run build` and 600 MB of disk.
 *
 * @param root - Root of the repository.
 */
export async function benchHuge(root: string, isSmoke: boolean): Promise<void> {
  const requests = isSmoke ? SMOKE_REQUESTS : REQUESTS;
  const folder = mkdtempSync(join(tmpdir(), "tailcap-huge-"));
  try {
    const cost = await measureHuge(root, folder, requests);
    const columns = (16 * requests) / 2 ** 20;
    const { size } = statSync(join(folder, "trace.parquet"));
    console.log(
      `huge: ${requests} requests (${(size / 2 ** 20).toFixed(0)} MB of Parquet) × ` +
        `${COUNTS.length} counts in ${cost.wall.toFixed(0)} s, ${cost.cpu.toFixed(0)} s of processor ` +
        `time; peak ${cost.peak.toFixed(0)} MB, of which the columns ${columns.toFixed(0)} MB`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Writes a trace and runs the sweep on it.
 *
 * @param folder - Takes the trace, the scenario and the report.
 */
export async function measureHuge(
  root: string,
  folder: string,
  requests: number,
): Promise<ProcessCost> {
  await writeTrace(join(folder, "trace.parquet"), requests, REQUESTS / WEEK);
  const scenario = join(folder, "huge.yaml");
  writeFileSync(scenario, SCENARIO);
  const program = join(root, "dist", "cli", "main.js");
  const options = ["--jobs", "2", "--no-resume", "--out", join(folder, "report"), "--quiet"];
  return runNode([program, "run", scenario, ...options], root, FINISHED);
}
