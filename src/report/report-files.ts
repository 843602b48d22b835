import type { Result } from "../plan/result.ts";
import { drawPictures, pictureStem } from "./draw-pictures.ts";
import type { PageAssets } from "./page/render-page.ts";
import { PICTURE_NAMES, type MissingPicture, type PictureName } from "./picture.ts";
import type { ThemeName } from "./theme.ts";

/** A file of a report. */
export interface ReportFile {
  /** Base name. */
  readonly name: string;
  readonly text: string;
  /** Whether it is a picture of a theme asked for, to be turned into pixels if those are wanted. */
  readonly isImage: boolean;
}

/** What a report is made of. */
export interface Report {
  readonly files: readonly ReportFile[];
  /** Pictures drawn, however many files each has. */
  readonly pictures: number;
  readonly missing: readonly MissingPicture[];
}

/** What to make of a result. */
export interface ReportRequest {
  /** At least one; page and text need the light one, which is then drawn whether asked for or not. */
  readonly themes: readonly ThemeName[];
  /** These pictures alone; undefined for all. */
  readonly only?: readonly PictureName[] | undefined;
  /** What the page holds beside its result; null leaves out the page and the text. */
  readonly assets: PageAssets | null;
}

/**
 * Every file that a result has to show: a drawing a picture and theme, the page, the text.
 *
 * @returns The same bytes for the same result and request.
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export async function reportFiles(result: Result, request: ReportRequest): Promise<Report> {
  const { assets, only, themes } = request;
  const isWhole = assets !== null;
  // The text links to the light ones.
  const drawnThemes = isWhole ? [...new Set<ThemeName>(["light", ...themes])] : themes;
  const { files: drawn, missing } = await drawPictures(result, drawnThemes, only);
  const files = drawn.map(({ stem, svg, theme }): ReportFile => {
    return { name: `${stem}.svg`, text: svg, isImage: themes.includes(theme) };
  });
  const made = [...new Set(drawn.map(({ picture }) => picture))];
  const pictures = { made, missing };
  if (isWhole) {
    const { renderPage } = await import("./page/render-page.ts");
    const { renderMarkdown } = await import("./markdown/render-markdown.ts");
    const light = drawn.filter(({ theme }) => theme === "light");
    const drawings = new Map(light.map(({ picture, svg }) => [picture.name, svg]));
    const page = await renderPage(result, pictures, assets, drawings);
    files.push(
      { name: "report.html", text: page, isImage: false },
      { name: "report.md", text: renderMarkdown(result, pictures), isImage: false },
    );
  }
  return { files, pictures: made.length, missing };
}

/** Base names of all files that pictures of any result may have. */
export function pictureFileNames(): readonly string[] {
  return PICTURE_NAMES.flatMap((name) =>
    (["light", "dark"] as const).flatMap((theme) =>
      ["svg", "png"].map((extension) => `${pictureStem(name, theme)}.${extension}`),
    ),
  );
}
