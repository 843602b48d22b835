import type { Argv } from "yargs";
import { textOption } from "./options.ts";
import type { ExportArguments } from "./export.ts";

/** Declares the result and what is to become of it. */
export function withExportOptions<T>(yargs: Argv<T>): Argv<T & ExportArguments> {
  return yargs
    .positional("result", {
      type: "string",
      demandOption: true,
      describe: "result.json of a run, or its folder",
    })
    .option("format", {
      choices: ["k8s", "terraform", "csv", "parquet"] as const,
      demandOption: true,
      describe: "what to write: the choice for one of these, or all points as a table",
    })
    .option("out", {
      ...textOption("file to write; .json with terraform for its JSON form"),
      defaultDescription: "standard output",
    })
    .option("name", {
      ...textOption("name of the Deployment or Service that is scaled"),
      defaultDescription: "that of the scenario",
    })
    .option("namespace", {
      ...textOption("its namespace, for k8s"),
      defaultDescription: "none is written",
    })
    .option("spare", {
      ...textOption("replicas beyond the choice that may be out of service, for a fixed fleet"),
      defaultDescription: "0",
    })
    .option("quiet", { type: "boolean", default: false, describe: "don't name the file written" });
}
