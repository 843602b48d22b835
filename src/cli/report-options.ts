import type { Argv } from "yargs";
import { PICTURE_NAMES, type PictureName } from "../report/picture.ts";
import type { ThemeName } from "../report/theme.ts";
import { listOf, textOption } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** What a command that draws takes, as yargs delivers it. */
export interface DrawingArguments {
  readonly png: boolean;
  readonly theme: "light" | "dark" | "both";
}

/** Declares the options of the pictures. */
export function withDrawingOptions<T>(yargs: Argv<T>): Argv<T & DrawingArguments> {
  return yargs
    .option("png", {
      type: "boolean",
      default: false,
      describe: "write every picture as a PNG of twice the size too",
    })
    .option("theme", {
      choices: ["light", "dark", "both"] as const,
      default: "light" as const,
      describe: "what pictures are shown on: those for dark are named curve-dark, and so on",
    });
}

/** What `tailcap report` takes, as yargs delivers it. */
export interface ReportArguments extends DrawingArguments {
  readonly results: readonly string[];
  readonly out: string | undefined;
  readonly only: readonly string[];
  readonly quiet: boolean;
}

/** Declares the results and options of `tailcap report`. */
export function withReportOptions<T>(yargs: Argv<T>): Argv<T & ReportArguments> {
  return withDrawingOptions(
    yargs.positional("results", {
      type: "string",
      array: true,
      demandOption: true,
      describe: "result.json of a run, or the folder that holds it",
    }),
  )
    .option("out", {
      ...textOption("folder to write to; of several results the one that gets theirs"),
      defaultDescription: "beside the result",
    })
    .option("only", {
      ...textOption("write these pictures alone: names with commas between them"),
      coerce: listOf,
      default: [],
      defaultDescription: "all, with page and text",
    })
    .option("quiet", { type: "boolean", default: false, describe: "print nothing but errors" });
}

/** The themes that an option names. */
export function themesOf(theme: DrawingArguments["theme"]): readonly ThemeName[] {
  return theme === "both" ? ["light", "dark"] : [theme];
}

/**
 * The pictures that `--only` names.
 *
 * @param given - Names with commas between them, as often as the option was given.
 * @returns Undefined if it was not given, which means all.
 * @throws UsageError if one is none of `PICTURE_NAMES`.
 */
export function picturesOf(given: readonly string[]): readonly PictureName[] | undefined {
  if (given.length === 0) return undefined;
  const names = given.flatMap((list) => list.split(",")).map((name) => name.trim());
  return names.map((name) => {
    const known = PICTURE_NAMES.find((one) => one === name);
    if (known === undefined) {
      throw new UsageError(
        `--only must name pictures, got ${name || "nothing"}: there are ${PICTURE_NAMES.join(", ")}`,
      );
    }
    return known;
  });
}
