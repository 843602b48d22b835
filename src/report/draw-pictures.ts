import type { Result } from "../plan/result.ts";
import type { MissingPicture, Picture, PictureName } from "./picture.ts";
import { makePictures } from "./pictures.ts";
import { renderSvg } from "./render-svg.ts";
import { inTheme, type ThemeName } from "./theme.ts";

/** A picture as a file. */
export interface PictureFile {
  readonly picture: Picture;
  readonly theme: ThemeName;
  /** Base name without an extension, as in `curve` or `curve-dark`. */
  readonly stem: string;
  /** An SVG document. */
  readonly svg: string;
}

/** What is drawn, and what a result can't fill. */
export interface DrawnPictures {
  /** Picture by picture, each in every theme asked for. */
  readonly files: readonly PictureFile[];
  readonly missing: readonly MissingPicture[];
}

/**
 * Draws the pictures of a result.
 *
 * @param themes - At least one.
 * @param only - Names of those wanted; all by default.
 * @returns The same bytes for the same result.
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export async function drawPictures(
  result: Result,
  themes: readonly ThemeName[] = ["light"],
  only?: readonly PictureName[],
): Promise<DrawnPictures> {
  const { made, missing } = makePictures(result, only);
  const files: PictureFile[] = [];
  for (const picture of made) {
    for (const theme of themes) {
      const svg = await renderSvg(inTheme(picture.spec, theme), picture.text);
      files.push({ picture, theme, stem: pictureStem(picture.name, theme), svg });
    }
  }
  return { files, missing };
}

/** Base name of a picture's file without an extension: `curve`, or `curve-dark`. */
export function pictureStem(name: PictureName, theme: ThemeName): string {
  return theme === "dark" ? `${name}-dark` : name;
}
