import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loadScenario } from "./load-scenario.ts";
import { taskFolder } from "./open-tasks.ts";
import { fileName } from "./options.ts";
import { run, type RunArguments } from "./run.ts";
import { UsageError } from "./usage-error.ts";
import { requireFolder } from "./write-files.ts";

/** Arguments of `tailcap merge`. */
export type MergeArguments = RunArguments & { readonly shards: readonly string[] };

/**
 * `tailcap merge`: takes the tasks that shards have done and makes the report of the whole sweep
 * from them. What no shard has done, such as the headroom that is looked for only now, is computed
 * here, which is said. Without folders the shards lie beneath the report's folder, or else beneath
 * that of the scenario.
 *
 * @returns The exit code, as of `run`.
 * @throws ScenarioError, TraceError, WorkloadError or UsageError for bad input; TaskStoreError for
 *   a shard that is damaged.
 */
export async function merge(args: MergeArguments): Promise<number> {
  const given = fileName("out", args.out);
  requireFolder(given ?? "reports");
  if (!args.resume) throw new UsageError("merge takes kept tasks, so it goes without --no-resume");
  const loaded = await loadScenario(args);
  const folder = given ?? join("reports", loaded.scenario.name);
  const home = join("reports", loaded.scenario.name);
  const shards =
    args.shards.length > 0 ? args.shards : shardsIn(shardsOf(folder).length > 0 ? folder : home);
  const missing = shards.filter((shard) => !existsSync(join(taskFolder(shard), "data.mdb")));
  if (missing.length > 0) {
    throw new UsageError(`no tasks are kept in ${missing.join(", ")}: name the folders of shards`);
  }
  const { openTaskStore } = await import("../run/task-store.ts");
  const own = openTaskStore(taskFolder(folder));
  for (const shard of shards) {
    const other = openTaskStore(taskFolder(shard), true);
    await own.take(other);
    await other.close();
  }
  await own.close();
  return run({ ...args, isMerge: true }, loaded);
}

function shardsOf(folder: string): readonly string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => /^shard-\d+-of-\d+$/.test(name)).sort();
}

function shardsIn(folder: string): readonly string[] {
  const shards = shardsOf(folder);
  if (shards.length === 0) {
    throw new UsageError(`no shard-1-of-N in ${folder}: name the folders of shards`);
  }
  const counts = new Set(shards.map((name) => name.replace(/^.*-of-/, "")));
  if (counts.size > 1) {
    throw new UsageError(
      `${folder} holds shards of sweeps divided by ${[...counts].join(" and ")}: name those that belong together`,
    );
  }
  const [count] = counts;
  if (shards.length < Number(count)) {
    throw new UsageError(
      `${folder} holds ${shards.length} of ${count} shards: run the others first, or name the folders to have the rest computed here`,
    );
  }
  return shards.map((name) => join(folder, name));
}
