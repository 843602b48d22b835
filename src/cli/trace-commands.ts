import type { Argv } from "yargs";
import { withTraceOptions } from "./trace-options.ts";

/** Runs a command and sets the exit code. */
type Execute = (command: () => Promise<number>) => Promise<void>;

/**
 * Declares what `tailcap trace` can do.
 *
 * @param execute - Runs the command that is called.
 */
export function withTraceCommands<T>(yargs: Argv<T>, execute: Execute): Argv<T> {
  return yargs
    .command(
      "stats <file>",
      "tell what a trace is like: rates, bursts, sizes, shared prefixes",
      (own) =>
        withTraceOptions(own).option("json", {
          type: "boolean",
          default: false,
          describe: "print JSON only",
        }),
      (args) => execute(async () => (await import("./trace-stats.ts")).traceStats(args)),
    )
    .command(
      "convert <file>",
      "write a trace as CSV or Parquet: t, and of in, out and duration those that it has",
      (own) =>
        withTraceOptions(own).option("out", {
          type: "string",
          alias: "to",
          nargs: 1,
          demandOption: true,
          describe: "file to write: .csv or .parquet",
        }),
      (args) => execute(async () => (await import("./trace-convert.ts")).traceConvert(args)),
    )
    .command(
      "fit <file>",
      "print a generator that stands in for a trace; exit 1 if it is not good",
      (own) => withTraceOptions(own),
      (args) => execute(async () => (await import("./trace-fit.ts")).traceFit(args)),
    )
    .demandCommand(1, "name what to do: stats, convert or fit");
}
