import { spawnSync } from "node:child_process";

/** What a finished process used. */
export interface ProcessCost {
  /** Seconds from start to end. */
  readonly wall: number;
  /** Seconds of processor time, user and system. */
  readonly cpu: number;
  /** Peak resident set, megabytes of 2²⁰ bytes. */
  readonly peak: number;
}

/** Loaded into the process ahead of its program: at its end it writes its cost to descriptor 3. */
const REPORTER = `data:text/javascript,
  import { writeSync } from "node:fs";
  process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    writeSync(3, JSON.stringify([user + system, process.resourceUsage().maxRSS]));
  });`;

/**
 * Runs a Node program to its end, without showing its output.
 *
 * @param args - The program and its arguments.
 * @param cwd - Folder to run it in.
 * @param accepted - Exit codes that count as success.
 * @throws Error if it fails, with what it wrote to stderr.
 */
export function runNode(
  args: readonly string[],
  cwd: string,
  accepted: readonly number[] = [0],
): ProcessCost {
  const start = performance.now();
  const { output, status } = spawnSync(process.execPath, ["--import", REPORTER, ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const wall = (performance.now() - start) / 1000;
  if (!accepted.includes(status ?? -1)) {
    throw new Error(`node ${args.join(" ")} ended with ${status}: ${output[2]}`);
  }
  const [cpu, peak]: [number, number] = JSON.parse(output[3] ?? "");
  return { wall, cpu: cpu / 1e6, peak: peak / 1024 };
}
