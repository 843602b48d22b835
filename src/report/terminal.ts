import { breakText } from "./plain-text.ts";

/** Ways to set text apart on a terminal. */
export type Emphasis = "bold" | "dim" | "green" | "yellow" | "red";

// Select Graphic Rendition parameters of ECMA-48, section 8.3.117.
const CODES: Readonly<Record<Emphasis, number>> = {
  bold: 1,
  dim: 2,
  green: 32,
  yellow: 33,
  red: 31,
};

/** Sets text apart with escape codes, or leaves it alone where there is no colour. */
export function emphasise(text: string, emphasis: readonly Emphasis[], color: boolean): string {
  if (!color || emphasis.length === 0 || text === "") return text;
  return `\u001b[${emphasis.map((one) => CODES[one]).join(";")}m${text}\u001b[0m`;
}

/** Columns that a line takes on a terminal, for text without escape codes. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOf(character.codePointAt(0) ?? 0);
  return columns;
}

/** Breaks text at spaces into lines no wider than `width` columns; longer words stay whole. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of breakText(text)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

const LABEL_WIDTH = 11;

/**
 * A paragraph with a label left of it: "Traffic   43,200 requests …".
 *
 * @param paragraphs - Each starts on a line of its own.
 * @param width - Columns of the terminal.
 */
export function labelled(
  label: string,
  paragraphs: readonly string[],
  width: number,
  color: boolean,
): string {
  const indent = " ".repeat(LABEL_WIDTH);
  const lines = paragraphs.flatMap((text) => wrapWords(text, Math.max(20, width - LABEL_WIDTH)));
  return lines
    .map((line, index) => {
      const margin = index === 0 ? emphasise(label, ["bold"], color) : "";
      const padding = index === 0 ? " ".repeat(LABEL_WIDTH - displayWidth(label)) : indent;
      return `${margin}${padding}${line}`;
    })
    .join("\n");
}

// East Asian wide and fullwidth letters, and emoji, take two columns; combining marks take none.
function columnsOf(code: number): number {
  if (code >= 0x300 && code <= 0x36f) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}
