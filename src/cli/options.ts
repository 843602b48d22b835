import type { Argv } from "yargs";
import { UsageError } from "./usage-error.ts";

/** Options that every command on a scenario takes, as yargs delivers them. */
export interface ScenarioArguments {
  readonly scenario: string;
  readonly set: readonly string[];
  readonly seed: string | undefined;
  readonly jobs: string | undefined;
  readonly out: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Declares the scenario and the common options. */
export function withScenarioOptions<T>(yargs: Argv<T>): Argv<T & ScenarioArguments> {
  return yargs
    .positional("scenario", {
      type: "string",
      demandOption: true,
      describe: "scenario file (YAML)",
    })
    .option("set", {
      type: "string",
      nargs: 1,
      describe: "override a value: path=value, units as in the file; repeatable",
      coerce: listOf,
      default: [],
      defaultDescription: "none",
    })
    .option("seed", { type: "string", nargs: 1, describe: "override the scenario's seed" })
    .option("jobs", {
      type: "string",
      nargs: 1,
      describe: "threads; the result does not depend on it",
      defaultDescription: "all cores",
    })
    .option("out", {
      type: "string",
      nargs: 1,
      describe: "folder to write to",
      defaultDescription: "reports/<name>",
    })
    .option("json", { type: "boolean", default: false, describe: "print the result as JSON only" })
    .option("quiet", { type: "boolean", default: false, describe: "print nothing but errors" });
}

/**
 * Reads a whole number from the command line.
 *
 * @param name - Option, for the message.
 * @param text - What was given; undefined gives null.
 * @param least - Smallest value allowed.
 * @throws UsageError if it is anything else.
 */
export function wholeNumber(name: string, text: string | undefined, least: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new UsageError(
      `--${name} must be a whole number from ${least}, got ${text || "nothing"}`,
    );
  }
  return value;
}

function listOf(given: string | readonly string[]): readonly string[] {
  return typeof given === "string" ? [given] : given;
}
