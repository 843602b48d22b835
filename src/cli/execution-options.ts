import type { Argv } from "yargs";
import type { Shard } from "../plan/run-shard.ts";
import { textOption } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** Options on where and how the tasks of a sweep run, as yargs delivers them. */
export interface ExecutionArguments {
  readonly resume: boolean;
  readonly progress: string | undefined;
  readonly executor: string | undefined;
  readonly redis: string | undefined;
  readonly namespace: string | undefined;
}

/** Places where tasks run. */
const EXECUTORS = ["threads", "bullmq"] as const;

/** One of the places. */
export type ExecutorName = (typeof EXECUTORS)[number];

/** Declares the options on where and how tasks run. */
export function withExecutionOptions<T>(yargs: Argv<T>): Argv<T & ExecutionArguments> {
  return withRedisOptions(yargs)
    .option("resume", {
      type: "boolean",
      default: true,
      describe: "take tasks that an earlier run has done from the report's folder",
    })
    .option("progress", textOption("bar, json (lines on standard error) or none"))
    .option("executor", textOption("threads of this machine, or bullmq: workers on a Redis"));
}

/** Declares what names a cluster. */
export function withRedisOptions<T>(
  yargs: Argv<T>,
): Argv<T & Pick<ExecutionArguments, "redis" | "namespace">> {
  return yargs
    .option(
      "redis",
      textOption("URL of Redis or Valkey: redis://user:password@host:6379/0; else TAILCAP_REDIS"),
    )
    .option("namespace", textOption("keeps clusters apart that share a Redis"));
}

/** How to say where Redis is. */
export const REDIS_FORM = "--redis redis://host:6379 (or the variable TAILCAP_REDIS)";

/** The URL of Redis: `--redis`, or else a variable, which keeps a password out of lists of processes. */
export function redisOf({ redis }: Pick<ExecutionArguments, "redis">): string | undefined {
  return redis ?? (process.env["TAILCAP_REDIS"] || undefined);
}

/**
 * Where tasks are to run.
 *
 * @throws UsageError for an unknown executor, and options that don't go together.
 */
export function executorName({ executor, namespace, redis }: ExecutionArguments): ExecutorName {
  const name = EXECUTORS.find((known) => known === (executor ?? "threads"));
  if (name === undefined) {
    throw new UsageError(
      `--executor must be ${EXECUTORS.join(" or ")}, got ${executor || "nothing"}`,
    );
  }
  if (name === "bullmq" && redisOf({ redis }) === undefined) {
    throw new UsageError(`--executor bullmq needs ${REDIS_FORM}, where its workers listen`);
  }
  if (name === "threads" && (redis ?? namespace) !== undefined) {
    throw new UsageError("--redis and --namespace need --executor bullmq");
  }
  return name;
}

/**
 * Reads `--namespace`.
 *
 * @returns Empty if there is none.
 * @throws UsageError for what can't be part of a key.
 */
export function namespaceOf(given: string | undefined): string {
  if (given !== undefined && !/^[a-z0-9][a-z0-9-]{0,62}$/.test(given)) {
    throw new UsageError(
      `--namespace must be lower-case letters, digits and dashes, got ${given || "nothing"}`,
    );
  }
  return given ?? "";
}

/**
 * Reads `--shard 3/16`.
 *
 * @returns Null if it wasn't given.
 * @throws UsageError if it is no such fraction.
 */
export function shardOf(given: string | undefined): Shard | null {
  if (given === undefined) return null;
  const match = /^(\d+)\/(\d+)$/.exec(given);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > of || of > 100_000) {
    const range = of > 0 && of <= 100_000 ? `from 1/${of} to ${of}/${of}` : "such as 3/16";
    throw new UsageError(`--shard must be ${range}, got ${given || "nothing"}`);
  }
  return { index, of };
}
