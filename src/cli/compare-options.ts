import type { Argv } from "yargs";
import type { CompareArguments } from "./compare.ts";
import { listOf, textOption } from "./options.ts";

/** The arguments as they are declared: yargs adds the names in camel case. */
export interface CompareFlags extends Omit<CompareArguments, "failOn"> {
  readonly "fail-on": readonly string[];
}

/** Declares what `tailcap compare` takes. */
export function withCompareOptions<T>(yargs: Argv<T>): Argv<T & CompareFlags> {
  return yargs
    .positional("base", {
      type: "string",
      demandOption: true,
      describe:
        "what there was: a result.json, its folder, or a scenario (YAML), which is run first",
    })
    .positional("head", {
      type: "string",
      demandOption: true,
      describe: "what there would be, in the same way",
    })
    .option("format", {
      choices: ["terminal", "markdown", "json"] as const,
      describe: "what to write; Markdown is for a comment on a pull request",
      defaultDescription: "terminal",
    })
    .option("json", { type: "boolean", default: false, describe: "the same as --format json" })
    .option("out", {
      ...textOption("file to write to"),
      defaultDescription: "standard output",
    })
    .option("fail-on", {
      type: "string",
      nargs: 1,
      describe: "exit 1 if this holds, such as 'costPerMonth>+5%'; repeatable",
      coerce: listOf,
      default: [],
      defaultDescription: "none",
    })
    .option("jobs", {
      ...textOption("threads; the result does not depend on it"),
      defaultDescription: "all cores",
    })
    .option("prices", textOption("price list of your own, from `tailcap prices import`"))
    .option("quiet", { type: "boolean", default: false, describe: "show no progress or warnings" });
}
