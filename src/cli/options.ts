import type { Argv } from "yargs";
import { UsageError } from "./usage-error.ts";

/** Options that every command on a scenario takes, as yargs delivers them. */
export interface ScenarioArguments {
  readonly scenario: string;
  readonly set: readonly string[];
  readonly seed: string | undefined;
  readonly jobs: string | undefined;
  readonly prices: string | undefined;
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
    .option("seed", {
      type: "string",
      nargs: 1,
      describe: "override the scenario's seed",
    })
    .option("jobs", {
      type: "string",
      nargs: 1,
      describe: "threads; the result does not depend on it",
      defaultDescription: "all cores",
    })
    .option("prices", {
      type: "string",
      nargs: 1,
      describe: "price list of your own, from `tailcap prices import`",
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
 * @param most - Largest value allowed.
 * @throws UsageError if it is anything else.
 */
export function wholeNumber(
  name: string,
  text: string | undefined,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    const range = most < Number.MAX_SAFE_INTEGER ? `${least} to ${most}` : String(least);
    throw new UsageError(
      `--${name} must be a whole number from ${range}, got ${text || "nothing"}`,
    );
  }
  return value;
}

/**
 * Checks the name of a file or folder from the command line.
 *
 * @param name - Option, for the message.
 * @param text - What was given, if anything.
 * @throws UsageError if it is empty, as an unset variable of a shell makes it.
 */
export function fileName(name: string, text: string | undefined): string | undefined {
  if (text === "") throw new UsageError(`--${name} must name a path, got nothing`);
  return text;
}

/**
 * An option with one value.
 *
 * @param describe - What it says of itself in the help.
 */
export function textOption<const D extends string>(
  describe: D,
): {
  readonly type: "string";
  readonly nargs: 1;
  readonly describe: D;
} {
  return { type: "string", nargs: 1, describe };
}

/** All that is given of an option that may be repeated. */
export function listOf(given: string | readonly string[]): readonly string[] {
  return typeof given === "string" ? [given] : given;
}
