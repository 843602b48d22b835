import type { Argv } from "yargs";
import { listOf, textOption } from "./options.ts";

/** Arguments of `tailcap calibrate`, as yargs delivers them. */
export interface CalibrateArguments {
  readonly files: readonly string[];
  readonly where: readonly string[];
  readonly fix: readonly string[];
  readonly kind: "serial" | "batch" | "continuous" | undefined;
  readonly unit: string | undefined;
  readonly batch: string | undefined;
  readonly slots: string | undefined;
  readonly maxBatchedTokens: string | undefined;
  readonly maxSequences: string | undefined;
  readonly kvBlocks: string | undefined;
  readonly blockSize: string | undefined;
  readonly engine: string | undefined;
  readonly date: string | undefined;
  readonly out: string | undefined;
  readonly plot: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** The same, as they are declared: yargs adds the names in camel case. */
export interface CalibrateFlags extends Omit<
  CalibrateArguments,
  "maxBatchedTokens" | "maxSequences" | "kvBlocks" | "blockSize"
> {
  readonly "max-batched-tokens": string | undefined;
  readonly "max-sequences": string | undefined;
  readonly "kv-blocks": string | undefined;
  readonly "block-size": string | undefined;
}

/** Declares the files and the options of `tailcap calibrate`. */
export function withCalibrateOptions<T>(yargs: Argv<T>): Argv<T & CalibrateFlags> {
  return yargs
    .positional("files", {
      type: "string",
      array: true,
      demandOption: true,
      describe: "benchmark results of one replica: JSON, CSV or what the tool printed; .gz",
    })
    .option("where", {
      type: "string",
      nargs: 1,
      describe: "take rows with label=value only; repeatable",
      coerce: listOf,
      default: [],
      defaultDescription: "all",
    })
    .option("fix", {
      type: "string",
      nargs: 1,
      describe: "give a coefficient instead of fitting it: perContextToken=25ns; repeatable",
      coerce: listOf,
      default: [],
      defaultDescription: "none",
    })
    .option("kind", {
      choices: ["serial", "batch", "continuous"] as const,
      describe: "kind of service; told by what was measured unless given",
    })
    .option("unit", {
      choices: ["ns", "us", "ms", "s"] as const,
      describe: "unit of the times in a CSV whose columns name none",
    })
    .option("batch", textOption("requests a call held, where the file doesn't say"))
    .option("slots", textOption("serial: requests a replica serves at the same time"))
    .option("max-batched-tokens", textOption("tokens of a step that the server was run with"))
    .option("max-sequences", textOption("sequences that the server was run with"))
    .option("kv-blocks", textOption("blocks of KV cache that the server had"))
    .option("block-size", textOption("tokens of a block of KV cache"))
    .option("engine", textOption("what was measured, in place of what the files say"))
    .option("date", textOption("day of the measurement, YYYY-MM-DD"))
    .option("out", textOption("file to write the service block to"))
    .option("plot", textOption("SVG file to draw measured against predicted into"))
    .option("json", { type: "boolean", default: false, describe: "print everything as JSON" })
    .option("quiet", { type: "boolean", default: false, describe: "print nothing but errors" });
}
