#!/usr/bin/env node
import yargs, { type Argv } from "yargs";
import { hideBin } from "yargs/helpers";
import { withCalibrateOptions } from "./calibrate-options.ts";
import { withCompareOptions } from "./compare-options.ts";
import {
  withExecutionOptions,
  withRedisOptions,
  type ExecutionArguments,
} from "./execution-options.ts";
import { EXIT_BAD_INPUT, EXIT_BUG, EXIT_INTERRUPTED } from "./exit-code.ts";
import { checkUse } from "./misuse/check-use.ts";
import { describeMisuse } from "./misuse/describe-misuse.ts";
import { openCompleter } from "./completion/open-completer.ts";
import { withExportOptions } from "./export-options.ts";
import { listOf, textOption, withScenarioOptions, type ScenarioArguments } from "./options.ts";
import { withInitOptions } from "./init-options.ts";
import { packageVersion } from "./provenance.ts";
import { withDrawingOptions, withReportOptions, type DrawingArguments } from "./report-options.ts";
import { withTraceCommands } from "./trace-commands.ts";

/** Names of the errors that tell a user what to change; told by name to load no module for it. */
const USER_ERRORS = new Set([
  "BenchmarkError",
  "CalibrationError",
  "ClusterError",
  "ScenarioError",
  "TaskStoreError",
  "TraceError",
  "UsageError",
  "WorkloadError",
]);

const words: readonly string[] = hideBin(process.argv);
const completeWords = await openCompleter(process.argv);

/**
 * The command line. Each command's module is loaded when it is called, so that `--help` costs no
 * more than yargs itself.
 */
const parser: Argv = yargs(words)
  .scriptName("tailcap")
  .locale("en")
  .usage("$0 <command>\n\nHow many replicas hold the SLO, at what hourly cost.")
  .command(
    "run <scenario>",
    "sweep the replica count, choose one, write the report",
    (command) =>
      withRunOptions(command).option(
        "shard",
        textOption("compute one part of the tasks for `tailcap merge`, such as 3/16"),
      ),
    (args) =>
      execute(async () =>
        args.shard === undefined
          ? (await import("./run.ts")).run(args)
          : (await import("./run-shard.ts")).runShard(args),
      ),
  )
  .command(
    "merge <scenario> [shards..]",
    "make the report of a sweep whose shards have run",
    (command) =>
      withRunOptions(command).positional("shards", {
        type: "string",
        array: true,
        default: [],
        describe: "folders that `run --shard` wrote; those beneath the report's unless named",
      }),
    (args) => execute(async () => (await import("./merge.ts")).merge(args)),
  )
  .command(
    "worker",
    "do tasks of sweeps that run elsewhere with --executor bullmq",
    (command) =>
      withRedisOptions(command)
        .option("jobs", textOption("threads; all cores unless given"))
        .option("cache", textOption("folder where traces are kept between sweeps"))
        .option("lease", textOption("seconds until a silent worker's task goes to another; 30")),
    (args) => execute(async () => (await import("./worker.ts")).worker(args)),
  )
  .command(
    "report <results..>",
    "make the report of a run again, from its result.json alone",
    withReportOptions,
    (args) => execute(async () => (await import("./report.ts")).report(args)),
  )
  .command(
    "simulate <scenario>",
    "simulate one configuration once",
    (command) =>
      withScenarioOptions(command)
        .option("replicas", {
          type: "string",
          nargs: 1,
          describe: "replica count to simulate",
        })
        .option("requests", {
          type: "string",
          nargs: 1,
          describe: "write every request to this CSV file",
        }),
    (args) => execute(async () => (await import("./simulate.ts")).simulate(args)),
  )
  .command(
    "choose <scenario>",
    "only the answer, searched instead of swept",
    (command) =>
      withScenarioOptions(command)
        .option("budget", {
          type: "string",
          nargs: 1,
          describe: "requests (20M) or time (60s) to spend; the first look always finishes",
          defaultDescription: "20M",
        })
        .option("gate", {
          type: "boolean",
          default: false,
          describe: "exit 1 unless the scenario's own fleet.replicas is enough",
        })
        .hide("out"),
    (args) => execute(async () => (await import("./choose.ts")).choose(args)),
  )
  .command(
    "compare <base> <head>",
    "what changed from one result or scenario to another, and whether it may",
    withCompareOptions,
    (args) => execute(async () => (await import("./compare.ts")).compare(args)),
  )
  .command(
    "prices",
    "list the prices that fleet.price can name, or import those of a provider",
    (command) =>
      command
        .command(
          "import <files..>",
          "read price lists of AWS or Azure from files, and write one for --prices",
          (own) =>
            own
              .positional("files", {
                type: "string",
                array: true,
                demandOption: true,
                describe: "AWS Price List (CSV, JSON) or Azure Retail Prices (JSON); .gz too",
              })
              .option("out", {
                type: "string",
                nargs: 1,
                default: "prices.json",
                describe: "file to write",
              })
              .option("search", { type: "string", nargs: 1, describe: "part of the SKUs to take" })
              .option("retrieved", {
                type: "string",
                nargs: 1,
                describe: "day of the prices where the list has none",
                defaultDescription: "that of the file",
              })
              .option("all", {
                type: "boolean",
                default: false,
                describe: "take machines without a GPU too",
              }),
          (args) => execute(async () => (await import("./prices.ts")).importPrices(args)),
        )
        .option("search", {
          type: "string",
          nargs: 1,
          describe: "words that a price must match, such as h100",
        })
        .option("prices", {
          type: "string",
          nargs: 1,
          describe: "price list of your own to add",
        })
        .option("json", { type: "boolean", default: false, describe: "print JSON only" }),
    (args) => execute(async () => (await import("./prices.ts")).listPrices(args)),
  )
  .command(
    "slo",
    "write the objectives of a scenario for other tools, or look over their files",
    (command) =>
      command
        .command(
          "export <scenario>",
          "write the objectives as OpenSLO, Sloth or Pyrra",
          (own) =>
            own
              .positional("scenario", {
                type: "string",
                demandOption: true,
                describe: "scenario file (YAML)",
              })
              .option("format", {
                choices: ["openslo", "sloth", "pyrra"] as const,
                demandOption: true,
                describe: "what to write",
              })
              .option("metrics", {
                choices: ["vllm", "http"] as const,
                describe: "whose metric names to use",
                defaultDescription: "vllm for continuous services, else http",
              })
              .option("metric", {
                type: "string",
                nargs: 1,
                describe: "histogram of a measure: ttft=NAME; repeatable",
                coerce: listOf,
                default: [],
                defaultDescription: "none",
              })
              .option("set", {
                type: "string",
                nargs: 1,
                describe: "override a value: path=value; repeatable",
                coerce: listOf,
                default: [],
                defaultDescription: "none",
              })
              .option("out", {
                type: "string",
                nargs: 1,
                describe: "file to write",
                defaultDescription: "standard output",
              })
              .option("quiet", {
                type: "boolean",
                default: false,
                describe: "say nothing but warnings",
              }),
          (args) => execute(async () => (await import("./slo.ts")).exportSlo(args)),
        )
        .command(
          "lint <files..>",
          "look over files of OpenSLO, Sloth and Pyrra for mistakes that their tools accept",
          (own) =>
            own.positional("files", {
              type: "string",
              array: true,
              demandOption: true,
              describe: "YAML or JSON",
            }),
          (args) => execute(async () => (await import("./slo.ts")).lintSlo(args)),
        )
        .demandCommand(1, "name what to do: export or lint"),
  )
  .command(
    "calibrate <files..>",
    "fit a service to benchmark results, print its YAML",
    withCalibrateOptions,
    (args) => execute(async () => (await import("./calibrate.ts")).calibrate(args)),
  )
  .command(
    "presets",
    "list the services and the traffic that presets can name",
    (command) =>
      command
        .option("search", {
          type: "string",
          nargs: 1,
          describe: "words that a preset must match, such as llama",
        })
        .option("estimates", {
          type: "boolean",
          default: false,
          describe: "list the models and GPUs that service.estimate can name",
        })
        .option("json", { type: "boolean", default: false, describe: "print JSON only" }),
    (args) => execute(async () => (await import("./presets.ts")).listPresets(args)),
  )
  .command("trace", "look at a recorded trace, convert it, or fit a generator to it", (command) =>
    withTraceCommands(command, execute),
  )
  .command(
    "export <result>",
    "write the choice of a run for Kubernetes or Terraform, or its points as a table",
    withExportOptions,
    (args) => execute(async () => (await import("./export.ts")).exportResult(args)),
  )
  .command(
    "init [name]",
    "begin a scenario: asks a few questions, or takes the answers from options",
    withInitOptions,
    (args) => execute(async () => (await import("./init.ts")).init(args)),
  )
  .command(
    "explain [field]",
    "say what a field of the scenario file or of result.json means",
    (command) =>
      command.positional("field", {
        type: "string",
        describe: "such as slo.confidence or points.ledger.idle",
        defaultDescription: "the top level of both",
      }),
    (args) => execute(async () => (await import("./explain.ts")).explain(args)),
  )
  .command(
    "schema",
    "print the JSON Schema of scenario files",
    (command) => command,
    () => execute(async () => (await import("./schema.ts")).schema()),
  )
  .command(
    "completion [shell]",
    "print the script that makes a shell complete commands, options and files",
    (command) =>
      command.positional("shell", {
        choices: ["bash", "zsh", "fish"] as const,
        describe: "which shell",
        defaultDescription: "that of $SHELL",
      }),
    (args) => execute(async () => (await import("./completion.ts")).completion(args)),
  )
  .completion("completion-words", false, completeWords)
  .demandCommand(1, "name a command")
  .strict()
  .check((values) => {
    checkUse(parser, words, values);
    return true;
  })
  .version(packageVersion())
  .alias({ h: "help" })
  .wrap(Math.min(100, process.stdout.columns || 100))
  .fail((message, error, instance) => {
    // An option without its value arrives as an error of yargs, everything else as a message.
    if (error && error.name !== "YError" && !isUserError(error)) throw error;
    if (words.length === 0) instance.showHelp("error");
    process.stderr.write(`${describeMisuse(parser, message ?? error.message, words)}\n`);
    process.exit(EXIT_BAD_INPUT);
  });

// A reader that closes the pipe early (head, less) has what it wanted; the exit code still tells
// what was found.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

await parser.parseAsync();

/** Options of the commands that sweep and report. */
function withRunOptions<T>(
  command: Argv<T>,
): Argv<T & ScenarioArguments & DrawingArguments & ExecutionArguments & { headroom: boolean }> {
  return withExecutionOptions(withDrawingOptions(withScenarioOptions(command))).option("headroom", {
    type: "boolean",
    default: false,
    describe: "also find the growth it takes and which assumption matters most (slower)",
  });
}

async function execute(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (isUserError(error)) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = EXIT_BAD_INPUT;
    } else if (error instanceof Error && error.name === "InterruptError") {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = EXIT_INTERRUPTED;
    } else if (error instanceof Error && error.name === "WorkerCrashError") {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = EXIT_BUG;
    } else {
      const stack = error instanceof Error ? error.stack : String(error);
      process.stderr.write(`tailcap failed, which is a bug in it:\n${stack}\n`);
      process.exitCode = EXIT_BUG;
    }
  }
}

function isUserError(error: unknown): error is Error {
  return error instanceof Error && USER_ERRORS.has(error.name);
}
