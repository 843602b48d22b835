import { dirname, join, resolve } from "node:path";
import type { PictureName } from "../report/picture.ts";
import { cleanText } from "../report/plain-text.ts";
import { EXIT_MET } from "./exit-code.ts";
import { fileName } from "./options.ts";
import { openResult, type OpenedResult } from "./read-result.ts";
import {
  picturesOf,
  themesOf,
  type DrawingArguments,
  type ReportArguments,
} from "./report-options.ts";
import { print } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { requireFolder } from "./write-files.ts";
import { writeReport, writtenLine, type WrittenReport } from "./write-report.ts";

/**
 * `tailcap report`: makes the report of results again, from their files alone.
 *
 * @returns The exit code.
 * @throws UsageError for bad input.
 */
export async function report(args: ReportArguments): Promise<number> {
  const out = fileName("out", args.out);
  if (out !== undefined) requireFolder(out);
  const only = picturesOf(args.only);
  // All are read before any is drawn: one that can't be is told of at once.
  const opened: OpenedResult[] = [];
  for (const path of args.results) opened.push(await openResult(path));
  const folders = foldersOf(opened, out);
  for (const [index, one] of opened.entries()) {
    const written = await redraw(one, { ...args, folder: folders[index], only });
    if (!args.quiet) await print(reportLines(written).join("\n"));
  }
  return EXIT_MET;
}

/** Where each report goes: beside its result, or to the folder given, several each by their name. */
function foldersOf(opened: readonly OpenedResult[], out: string | undefined): readonly string[] {
  const folders = opened.map(({ file, result }) => {
    if (out === undefined) return dirname(file);
    return opened.length === 1 ? out : join(out, result.scenario.name);
  });
  for (const [index, folder] of folders.entries()) {
    const first = folders.findIndex((other) => resolve(other) === resolve(folder));
    if (first !== index) {
      throw new UsageError(
        `${opened[first].file} and ${opened[index].file} would both be written to ${folder}: ` +
          "give each its own --out",
      );
    }
  }
  return folders;
}

async function redraw(
  { file, result, text }: OpenedResult,
  request: DrawingArguments & {
    readonly folder: string;
    readonly only: readonly PictureName[] | undefined;
  },
): Promise<WrittenReport> {
  const { folder, only, png, theme } = request;
  // A report in another folder takes along what it was made from.
  const isBeside = resolve(folder) === resolve(dirname(file));
  const json = only === undefined && !isBeside ? text : null;
  try {
    return await writeReport(result, { folder, json, only, png, themes: themesOf(theme) });
  } catch (error) {
    // Its shape has been checked; what is left are numbers that contradict each other.
    if (error instanceof TypeError || error instanceof RangeError) {
      throw new UsageError(
        `${file}: can't be drawn, was it changed by hand? Run its scenario again (${error.message})`,
      );
    }
    throw error;
  }
}

/** What was written, and which pictures are missing and why. */
function reportLines(written: WrittenReport): readonly string[] {
  return [
    writtenLine(written),
    ...written.missing.map(({ heading, missing: why }) =>
      cleanText(`left out: ${heading}: ${why}`),
    ),
  ];
}
