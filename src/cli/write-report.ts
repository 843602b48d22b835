import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Result } from "../plan/result.ts";
import type { MissingPicture, PictureName } from "../report/picture.ts";
import type { ThemeName } from "../report/theme.ts";
import { openRasterizer } from "./rasterize.ts";
import { writeFiles, type OutputFile } from "./write-files.ts";

/** How to write a report. */
export interface ReportRequest {
  readonly folder: string;
  /** Text of result.json to write beside the report; null for none. */
  readonly json: string | null;
  readonly themes: readonly ThemeName[];
  /** Whether pictures are written as PNG too. */
  readonly png: boolean;
  /** These pictures alone, without page and text; undefined for the whole report. */
  readonly only?: readonly PictureName[] | undefined;
}

/** What was written. */
export interface WrittenReport {
  readonly folder: string;
  /** Base names of the files. */
  readonly files: readonly string[];
  /** Pictures, however many files each has. */
  readonly pictures: number;
  readonly missing: readonly MissingPicture[];
}

/**
 * Writes what a result has to show: pictures, page and text, all of them or none.
 *
 * @throws UsageError if a file can't be written.
 */
export async function writeReport(result: Result, request: ReportRequest): Promise<WrittenReport> {
  const { folder, json, only, png, themes } = request;
  const { reportFiles } = await import("../report/report-files.ts");
  const assets = only === undefined ? await loadAssets() : null;
  const report = await reportFiles(result, { themes, only, assets });
  const files: OutputFile[] = json === null ? [] : [{ path: "result.json", text: json }];
  const rasterize = png ? await openRasterizer() : null;
  for (const { isImage, name, text } of report.files) {
    files.push({ path: name, text });
    if (isImage && rasterize !== null) {
      files.push({ path: name.replace(/svg$/, "png"), text: rasterize(text) });
    }
  }
  await writeFiles(files.map(({ path, text }) => ({ path: join(folder, path), text })));
  return {
    folder,
    files: files.map(({ path }) => path),
    pictures: report.pictures,
    missing: report.missing,
  };
}

async function loadAssets(): Promise<ReturnType<typeof import("./page-assets.ts").readPageAssets>> {
  const { readPageAssets } = await import("./page-assets.ts");
  return readPageAssets();
}

/**
 * Removes pictures that an earlier run left in a folder and that no longer belong to its result.
 *
 * @param written - What stands there now.
 */
export async function removeStalePictures({ files, folder }: WrittenReport): Promise<void> {
  const { pictureFileNames } = await import("../report/report-files.ts");
  const stale = pictureFileNames().filter((name) => !files.includes(name));
  await Promise.all(stale.map((name) => rm(join(folder, name), { force: true })));
}

/** Where a report is and what it holds: "reports/chat-burst/: 8 pictures, report.html, report.md". */
export function writtenLine({ files, folder, pictures }: WrittenReport): string {
  const count = pictures === 1 ? "1 picture" : `${pictures} pictures`;
  const others = files.filter((name) => !/\.(?:svg|png)$/.test(name));
  return `${join(folder, "/")}: ${[count, ...others].join(", ")}`;
}
