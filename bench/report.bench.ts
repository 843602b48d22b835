import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "./processes.ts";

/** 0: the SLO can be met; 1: it can't within the sweep. Both ran to the end. */
const FINISHED = [0, 1];
/** Three axes of 20, 5 and 5 values. */
const AXES = {
  "fleet.replicas": "1..20",
  sweep:
    "{service.maxBatchedTokens: [512, 1024, 2048, 4096, 8192]," +
    " service.maxSequences: [16, 32, 64, 128, 256]}",
};
/** Seconds of processor time that drawing so many points may take. */
const GOAL = 10;

/**
 * All that `tailcap report` makes of a sweep of 500 points: pictures, page and text, and with
 * `--png` the images too. Needs `npm run build`.
 *
 * @param root - Root of the repository.
 */
export function benchReport(root: string, isSmoke: boolean): void {
  const folder = mkdtempSync(join(tmpdir(), "tailcap-report-"));
  const program = join(root, "dist", "cli", "main.js");
  const scenario = join(root, "scenarios", "chat-burst.yaml");
  const settings = {
    ...(isSmoke ? { "fleet.replicas": "4..6" } : AXES),
    "workload.generate.duration": "1m",
    "run.warmup": "5s",
    "run.replications": "2",
  };
  const sets = Object.entries(settings).flatMap(([path, value]) => ["--set", `${path}=${value}`]);
  runNode([program, "run", scenario, ...sets, "--out", folder, "--quiet"], root, FINISHED);
  const times = [[], ["--only", "curve"], ["--png"]].map((options) => {
    const costs = Array.from({ length: isSmoke ? 1 : 3 }, () =>
      runNode([program, "report", folder, "--quiet", ...options], root),
    );
    const cpu = Math.min(...costs.map((cost) => cost.cpu));
    const wall = Math.min(...costs.map((cost) => cost.wall));
    const name = ["report", ...options].join(" ");
    return `${name}: ${cpu.toFixed(2)} s of processor time, ${wall.toFixed(2)} s in all`;
  });
  rmSync(folder, { recursive: true });
  console.log(`report of ${isSmoke ? 3 : 500} points (goal: under ${GOAL} s)`);
  for (const line of times) console.log(`  ${line}`);
}
