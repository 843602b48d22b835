import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "./processes.ts";

/** 0: the SLO can be met; 1: it can't within the sweep. Both ran to the end. */
const FINISHED = [0, 1];

/** Two axes: twenty replica counts and ten budgets of tokens a step. */
const GRID = {
  counts: "6..25",
  budgets: "[512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 16384]",
  /**
   * Of 100,000 requests each at the scenario's rate, that of the continuous bench at 12 replicas.
   */
  duration: "1311s",
};
const SMOKE: typeof GRID = { counts: "6..7", budgets: "[1024, 2048]", duration: "60s" };

/**
 * `tailcap run` on a sweep of two axes, 200 points × 10 replications × 100,000 requests, with two
 * threads. Needs `npm run build` and two idle cores.
 *
 * @param root - Root of the repository.
 */
export function benchSweepGrid(root: string, isSmoke: boolean): void {
  const { budgets, counts, duration } = isSmoke ? SMOKE : GRID;
  const folder = mkdtempSync(join(tmpdir(), "tailcap-grid-"));
  const sets = [
    `workload={generate: {duration: ${duration}, arrivals: {process: poisson, rate: 76.293/s},` +
      " input: {distribution: lognormal, p50: 1020, p95: 4083, max: 8192}," +
      " output: {distribution: lognormal, mean: 250, cv: 1, max: 2048}}}",
    "service={kind: continuous, step: {base: 6ms, perPrefillToken: 60us, perSequence: 50us," +
      " perContextToken: 25ns}, maxBatchedTokens: 2048, maxSequences: 256," +
      " kvCache: {blocks: 27000, blockSize: 16}}",
    `fleet.replicas=${counts}`,
    `sweep={service.maxBatchedTokens: ${budgets}}`,
    `run={replications: ${isSmoke ? 2 : 10}, warmup: 5s}`,
  ];
  try {
    const program = join(root, "dist", "cli", "main.js");
    const scenario = join(root, "scenarios", "chat-burst.yaml");
    const options = ["--jobs", "2", "--no-resume", "--out", folder, "--quiet"];
    const cost = runNode(
      [program, "run", scenario, ...sets.flatMap((set) => ["--set", set]), ...options],
      root,
      FINISHED,
    );
    const { size } = statSync(join(folder, "result.json"));
    console.log(
      `sweep-grid: ${cost.wall.toFixed(1)} s, ${cost.cpu.toFixed(1)} s of processor time, peak ` +
        `${cost.peak.toFixed(0)} MB; result.json ${(size / 2 ** 20).toFixed(1)} MB`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
