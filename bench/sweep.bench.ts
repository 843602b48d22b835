import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "./processes.ts";

/** 0: the SLO can be met; 1: it can't within the sweep. Both ran to the end. */
const FINISHED = [0, 1];

/**
 * A whole `tailcap run` with two threads against one, on traffic long enough for start-up and report
 * not to count. Needs `npm run build` and two idle cores.
 *
 * @param root - Root of the repository.
 */
export function benchSweep(root: string, isSmoke: boolean): void {
  const rounds = isSmoke ? 1 : 3;
  const duration = isSmoke ? "2m" : "90m";
  const folder = mkdtempSync(join(tmpdir(), "tailcap-sweep-"));
  const run = (jobs: number): number => {
    const program = join(root, "dist", "cli", "main.js");
    const scenario = join(root, "scenarios", "chat-burst.yaml");
    const traffic = ["--set", `workload.generate.duration=${duration}`];
    const options = [...traffic, "--jobs", String(jobs), "--out", folder, "--quiet"];
    return runNode([program, "run", scenario, ...options], root, FINISHED).wall;
  };
  const single: number[] = [];
  const double: number[] = [];
  for (let round = 0; round < rounds; round++) {
    single.push(run(1));
    double.push(run(2));
  }
  rmSync(folder, { recursive: true });
  const one = Math.min(...single);
  const two = Math.min(...double);
  console.log(
    `sweep: ${one.toFixed(2)} s with one thread, ${two.toFixed(2)} s with two, ` +
      `ratio ${(two / one).toFixed(2)}`,
  );
}
