import { join } from "node:path";
import { runShard as runTasks } from "../plan/run-shard.ts";
import { formatCounted } from "../report/format.ts";
import { EXIT_MET } from "./exit-code.ts";
import { executorName, shardOf } from "./execution-options.ts";
import { untilInterrupted } from "./interrupt.ts";
import { loadScenario, loadTraces } from "./load-scenario.ts";
import { openTasks, taskFolder } from "./open-tasks.ts";
import { fileName } from "./options.ts";
import type { SweepArguments } from "./sweep-scenario.ts";
import { print } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { requireFolder } from "./write-files.ts";

/**
 * `tailcap run --shard 3/16`: computes one part of a sweep's tasks and keeps what they find, for
 * `tailcap merge` to put together.
 *
 * @returns The exit code.
 * @throws ScenarioError, TraceError, WorkloadError or UsageError for bad input; TaskStoreError if a
 *   task can't be kept; InterruptError at Ctrl-C.
 */
export async function runShard(
  args: SweepArguments & { readonly json: boolean; readonly shard: string | undefined },
): Promise<number> {
  const shard = shardOf(args.shard);
  if (shard === null) throw new UsageError("--shard is missing");
  if (!args.resume) throw new UsageError("--shard keeps tasks, so it goes without --no-resume");
  if (args.headroom) throw new UsageError("--headroom goes with `tailcap merge`, not with --shard");
  if (args.json) throw new UsageError("--json goes with `tailcap merge`: a shard has no result");
  if (executorName(args) !== "threads") throw new UsageError("--shard runs on threads alone");
  const given = fileName("out", args.out);
  requireFolder(given ?? "reports");
  const parsed = await loadScenario(args);
  const settings = await loadTraces(parsed, args.scenario);
  const folder = given ?? join("reports", parsed.scenario.name, shardName(shard));
  const tasks = await openTasks(args, taskFolder(folder), true);
  try {
    await untilInterrupted(
      runTasks(settings, shard, tasks.executor, tasks.onProgress),
      tasks.outlook,
    );
  } finally {
    await tasks.close();
  }
  const { kept, reused } = tasks.counts;
  const found = `${formatCounted(kept, "task")} done${reused > 0 ? `, ${reused} kept from before` : ""}`;
  if (!args.quiet) await print(`shard ${shard.index} of ${shard.of}: ${found}, in ${folder}`);
  return EXIT_MET;
}

/** Folder of a shard beneath the report's, unless `--out` names one. */
function shardName({ index, of }: { readonly index: number; readonly of: number }): string {
  const digits = String(of).length;
  return `shard-${String(index).padStart(digits, "0")}-of-${of}`;
}
