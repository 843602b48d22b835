import { breakText } from "./plain-text.ts";

/**
 * Widths of text without a canvas, so that a picture comes out the same on every machine.
 *
 * Advance widths are those of the "AFM Core 14" metrics that Adobe published for Helvetica and
 * Helvetica-Bold (1997); Arial and Liberation Sans were drawn to the same widths. Thousandths of
 * the font size, for U+0020 to U+007E.
 */
// prettier-ignore
const REGULAR: readonly number[] = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
  1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
  333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
  556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

// prettier-ignore
const BOLD: readonly number[] = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
  975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
  333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
  611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

// The characters beyond ASCII that reports use themselves, equal in both weights.
const BEYOND_ASCII: Readonly<Record<string, number>> = {
  "≤": 549,
  "≥": 549,
  "–": 556,
  "−": 584,
  "…": 1000,
  "×": 584,
  "·": 278,
  "↑": 500,
  "∞": 713,
  µ: 576,
};

const ASCII_FIRST = 0x20;
// East Asian letters and emoji are about a square; other scripts about as wide as a capital.
const WIDE = 1000;
const UNKNOWN = 722;

/**
 * Width of one line of text in a Helvetica-like font, without kerning.
 *
 * @param text - One line.
 * @param fontSize - Pixels.
 * @returns Pixels.
 */
export function measureText(text: string, fontSize: number, bold = false): number {
  const table = bold ? BOLD : REGULAR;
  let thousandths = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? ASCII_FIRST;
    thousandths += table[code - ASCII_FIRST] ?? BEYOND_ASCII[character] ?? guessWidth(code);
  }
  return (thousandths * fontSize) / 1000;
}

/** Shortens text to a width, ending in an ellipsis if anything was cut. */
export function truncateText(text: string, width: number, fontSize: number, bold = false): string {
  if (measureText(text, fontSize, bold) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 0) {
    characters.pop();
    const shortened = `${characters.join("").trimEnd()}…`;
    if (measureText(shortened, fontSize, bold) <= width) return shortened;
  }
  return "…";
}

/**
 * Breaks text at spaces into lines no wider than `width`; a longer word is truncated.
 *
 * @param width - Pixels.
 * @param fontSize - Pixels.
 */
export function wrapText(
  text: string,
  width: number,
  fontSize: number,
  bold = false,
): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of breakText(text)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && measureText(longer, fontSize, bold) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  lines.push(line);
  return lines.map((text) => truncateText(text, width, fontSize, bold));
}

/** Breaks text into as few lines as `wrapText` needs, of about equal width. */
export function balanceText(
  text: string,
  width: number,
  fontSize: number,
  bold = false,
): readonly string[] {
  const fewest = wrapText(text, width, fontSize, bold).length;
  const words = breakText(text).map((word) => measureText(word, fontSize, bold));
  const least = Math.max(measureText(text, fontSize, bold) / fewest, ...words);
  for (let narrow = least; narrow < width; narrow += fontSize) {
    const lines = wrapText(text, narrow, fontSize, bold);
    if (lines.length === fewest) return lines;
  }
  return wrapText(text, width, fontSize, bold);
}

function guessWidth(code: number): number {
  return code >= 0x1100 ? WIDE : UNKNOWN;
}
