import { fileURLToPath } from "node:url";
import type { ResvgRenderOptions } from "@resvg/resvg-js";

/** Pixels of the image for one of the drawing: sharp on screens of twice the density. */
const SCALE = 2;
// Drawn to the widths of Arial and Helvetica, which the drawings measure their text by.
const FONT_FAMILY = "Arimo";
const FONT_FILES = ["400Regular/Arimo_400Regular.ttf", "700Bold/Arimo_700Bold.ttf"];

/**
 * Turns SVG documents into PNG images of twice their size. Only the font that comes along is used,
 * never one of the machine's, so that the same drawing gives the same bytes everywhere.
 */
export async function openRasterizer(): Promise<(svg: string) => Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const options: ResvgRenderOptions = {
    fitTo: { mode: "zoom", value: SCALE },
    font: {
      loadSystemFonts: false,
      fontFiles: FONT_FILES.map((file) =>
        fileURLToPath(import.meta.resolve(`@expo-google-fonts/arimo/${file}`)),
      ),
      defaultFontFamily: FONT_FAMILY,
      sansSerifFamily: FONT_FAMILY,
    },
  };
  return (svg) => new Resvg(svg, options).render().asPng();
}
