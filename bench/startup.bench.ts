import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "./processes.ts";

/** A program with one command and yargs, and nothing else. */
const BARE = `import yargs from "yargs";
import { hideBin } from "yargs/helpers";
await yargs(hideBin(process.argv)).scriptName("bare").command("run", "runs", {}, () => {}).parse();
`;

/**
 * Processor time of `tailcap --help` against a bare yargs program's: what a user waits for before
 * anything happens. Needs `npm run build`.
 *
 * @param root - Root of the repository.
 */
export function benchStartup(root: string, isSmoke: boolean): void {
  const rounds = isSmoke ? 1 : 15;
  const folder = mkdtempSync(join(tmpdir(), "tailcap-startup-"));
  const bare = join(folder, "bare.mjs");
  writeFileSync(bare, BARE);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const tailcapTimes: number[] = [];
  const bareTimes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    tailcapTimes.push(runNode([join(root, "dist", "cli", "main.js"), "--help"], root).cpu);
    bareTimes.push(runNode([bare, "--help"], root).cpu);
  }
  rmSync(folder, { recursive: true });
  const tailcap = Math.min(...tailcapTimes) * 1000;
  const reference = Math.min(...bareTimes) * 1000;
  console.log(
    `startup: tailcap --help ${tailcap.toFixed(0)} ms of processor time, bare yargs ` +
      `${reference.toFixed(0)} ms, ${(tailcap - reference).toFixed(0)} ms more`,
  );
}
