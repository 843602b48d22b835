import type { Argv } from "yargs";
import { complaintsOf } from "../scenario/node.ts";
import { traceSchema } from "../scenario/trace-schema.ts";
import { TRACE_FORMATS, type TraceFormat, type TraceSection } from "../scenario/trace-section.ts";
import type { TraceRows } from "../ingest/trace-rows.ts";
import type { BoundedTrace } from "../workload/trace-rows.ts";
import { listOf, textOption, wholeNumber } from "./options.ts";
import { complaintInOptions, inOptions, traceOption } from "./trace-option-words.ts";
import { UsageError } from "./usage-error.ts";

/** Options of every command on a trace, as yargs delivers them. */
export interface TraceArguments {
  readonly file: string;
  readonly format: TraceFormat | undefined;
  readonly columns: readonly string[];
  readonly unit: "s" | "ms" | "us" | "ns" | undefined;
  readonly query: string | undefined;
  readonly logFormat: string | undefined;
  readonly failed: "keep" | "skip" | undefined;
  readonly dequantize: boolean;
  readonly window: string | undefined;
  readonly onError: "error" | "skip";
  readonly seed: string | undefined;
  readonly out: string | undefined;
}

/** The same, as they are declared: yargs adds the names in camel case. */
export interface TraceFlags extends Omit<TraceArguments, "logFormat" | "onError"> {
  readonly "log-format": string | undefined;
  readonly "on-error": "error" | "skip";
}

/** Declares the trace and how it is read: the keys of `workload.trace`, as options. */
export function withTraceOptions<T>(yargs: Argv<T>): Argv<T & TraceFlags> {
  return yargs
    .positional("file", {
      type: "string",
      demandOption: true,
      describe: "trace file, or a pattern with * and ?; .gz and .zst too",
    })
    .option("format", {
      choices: TRACE_FORMATS,
      describe: "how the file is laid out",
      defaultDescription: "by its first line, or its columns",
    })
    .option("columns", {
      type: "string",
      nargs: 1,
      describe: "names of columns: arrival=t,input=in,output=out,duration=d; means format columns",
      coerce: listOf,
      default: [],
      defaultDescription: "none",
    })
    .option("unit", {
      choices: ["s", "ms", "us", "ns"] as const,
      describe: "what numbers in the arrival column count",
    })
    .option("query", textOption("SQL over the table trace that yields the columns"))
    .option("log-format", textOption("form of a line, for nginx and envoy"))
    .option("failed", {
      choices: ["keep", "skip"] as const,
      describe: "requests that got no answer, for burstgpt and alb",
    })
    .option("dequantize", {
      type: "boolean",
      default: false,
      describe: "spread the arrivals of a coarse clock inside its ticks",
    })
    .option("window", textOption("stretch to keep: 0s..30m"))
    .option("on-error", {
      choices: ["error", "skip"] as const,
      default: "error" as const,
      describe: "what to do with a malformed row",
    })
    .option("seed", textOption("seed of what is drawn (servegen, dequantize)"))
    .option("out", textOption("file to write: the picture (SVG), or the fit (YAML)"));
}

/** A trace as read, and what was said about how. */
export interface OpenedTrace {
  readonly section: TraceSection;
  readonly rows: TraceRows;
  /** The rows in the window asked for. */
  readonly trace: BoundedTrace;
  /** Whether the format was guessed. */
  readonly isGuessed: boolean;
}

/**
 * Reads the trace that a command line names. What is said of its rows names options, not keys of a
 * scenario.
 *
 * @throws UsageError for options that don't go together, and for anything wrong with the file.
 */
export async function openTrace(args: TraceArguments): Promise<OpenedTrace> {
  const seed = wholeNumber("seed", args.seed, 0) ?? 1;
  const columns = readColumns(args.columns);
  const given = args.format ?? (columns === undefined ? undefined : "columns");
  const layout = given === undefined ? await guess(args) : { format: given, columns };
  const section = readSection(args, layout);
  const [{ readTrace }, { shapeTrace }] = await Promise.all([
    import("../ingest/read-trace.ts"),
    import("../workload/shape-trace.ts"),
  ]);
  const read = await readTrace(args.file, section, seed).catch(sayInOptions);
  const rows = { ...read, notes: read.notes.map(inOptions) };
  const trace = shapeTrace(rows, section);
  if (trace.arrivals.length === 0) {
    throw new UsageError(`--window ${args.window ?? ""} holds no request of ${args.file}`);
  }
  return { section, rows, trace, isGuessed: given === undefined };
}

function sayInOptions(error: unknown): never {
  if (!(error instanceof Error) || error.name !== "TraceError") throw error;
  throw new UsageError(inOptions(error.message));
}

/** How a trace is laid out, and its columns where they are named. */
interface TraceLayout {
  readonly format: TraceFormat;
  readonly columns: Readonly<Record<string, string>> | undefined;
}

async function guess({ file }: TraceArguments): Promise<TraceLayout> {
  const { guessFormat } = await import("../ingest/guess-format.ts");
  const guessed = await guessFormat(file).catch(sayInOptions);
  if (guessed.format !== null) {
    return { format: guessed.format, columns: presentColumns(guessed.columns) };
  }
  if (guessed.names === null) {
    throw new UsageError(
      `${file}: can't tell the format from the first line; name it with --format, or the columns ` +
        "with --columns arrival=t,input=in,output=out",
    );
  }
  throw new UsageError(
    `${file}: can't tell what its columns are (${guessed.names.join(", ")}); name them with ` +
      "--columns arrival=t,input=in,output=out",
  );
}

function presentColumns(columns: TraceSection["columns"]): TraceLayout["columns"] {
  if (columns === null) return undefined;
  const present = Object.entries(columns).flatMap(([role, name]) =>
    name === null ? [] : [[role, name]],
  );
  return Object.fromEntries(present);
}

function readSection(args: TraceArguments, { columns, format }: TraceLayout): TraceSection {
  const { dequantize, failed, file, logFormat, onError, query, unit } = args;
  const window = readWindow(args.window);
  const written = { file, format, columns, unit, query, logFormat, failed, window };
  const present = Object.entries({ ...written, dequantize, onError }).filter(
    ([, value]) => value !== undefined,
  );
  const result = traceSchema.safeParse(Object.fromEntries(present));
  if (result.success) return result.data;
  const lines = complaintsOf(result.error).map(({ hint, message, path = [] }) => {
    const [key] = path;
    if (key === "window" && path.length === 1) {
      return `--window must start before it ends, got ${args.window}`;
    }
    const option =
      key === undefined ? "the trace" : key === "file" ? "<file>" : traceOption(String(key));
    const remedy = hint === null || hint === undefined ? "" : ` (${complaintInOptions(hint)})`;
    return `${option} ${complaintInOptions(message)}${remedy}`;
  });
  throw new UsageError(lines.join("\n"));
}

function readWindow(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const ends = text.split("..");
  if (ends.length === 2 && ends.every((end) => end !== "")) return ends;
  throw new UsageError(`--window must be START..END such as 0s..30m, got ${text || "nothing"}`);
}

/** Columns by role; a comma inside a name is part of it unless a role follows. */
function readColumns(given: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (given.length === 0) return undefined;
  const columns: Record<string, string> = {};
  for (const text of given) {
    for (const pair of text.split(/,(?=\w+=)/u)) {
      const [, role, name] = /^(arrival|input|output|duration)=(.+)$/u.exec(pair) ?? [];
      if (role === undefined) {
        throw new UsageError(
          `--columns must be arrival, input, output or duration, then = and a name, got ${pair}`,
        );
      }
      columns[role] = name;
    }
  }
  return columns;
}
