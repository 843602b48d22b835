import type { Argv } from "yargs";
import type { InitArguments } from "./init.ts";
import { textOption } from "./options.ts";

/** Declares what a new scenario can be told without being asked. */
export function withInitOptions<T>(yargs: Argv<T>): Argv<T & InitArguments> {
  return yargs
    .positional("name", {
      type: "string",
      describe: "name of the scenario",
      defaultDescription: "my-service",
    })
    .option("service", textOption("llm, batch or api"))
    .option("preset", textOption("service fitted to public measurements, for llm"))
    .option("rate", textOption("mean arrival rate, such as 40/s"))
    .option("p99", textOption("latency that 99% of requests must hold, for batch and api"))
    .option("ttft", textOption("time to first token that 99% of requests must hold, for llm"))
    .option("price", textOption("of a replica, such as $4.10/h"))
    .option("replicas", textOption("counts to try, such as 1..16"))
    .option("out", { ...textOption("file to write"), defaultDescription: "NAME.yaml" })
    .option("yes", {
      type: "boolean",
      default: false,
      describe: "ask nothing, take the usual values for what isn't given",
    });
}
