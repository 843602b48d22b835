/**
 * Text from a scenario (name, description, paths, swept values) is written by strangers: it may
 * hold terminal escape sequences or markup. Everything that leaves this folder passes one of these.
 */

// Control sequences, operating system commands, and two-character escapes, with their one-byte
// forms: ECMA-48, sections 5.3 to 5.5.
const ESCAPE_SEQUENCE = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
    String.raw`(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?`,
    String.raw`\u001b[ -/]*[0-~]`,
  ].join("|"),
  "g",
);

// Control characters, and the invisible ones that reorder or hide what stands beside them.
const INVISIBLE = new RegExp(
  [
    String.raw`[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e`,
    String.raw`\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]+`,
  ].join(""),
  "g",
);

// Half of a surrogate pair on its own is not a character and has no place in XML.
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Makes one safe line of foreign text: escape sequences are removed, line breaks and other control
 * characters become a space.
 */
export function cleanText(text: string): string {
  return text
    .replace(ESCAPE_SEQUENCE, "")
    .replace(LONE_SURROGATE, "\u{fffd}")
    .replace(INVISIBLE, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** Cleans foreign text and escapes the characters that XML and HTML give a meaning. */
export function escapeXml(text: string): string {
  return cleanText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

// A limit stays with its sign and a number with its unit when lines are broken.
const BREAK = / (?!≤|(?:µs|ms|s|min|h|d)(?:$|[^a-z]))(?<!≤ )/;

/** The pieces of a text between which a line may be broken. */
export function breakText(text: string): readonly string[] {
  return text.split(BREAK);
}

/** A swept value as text: numbers and strings as they are, anything else as JSON. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return cleanText(value);
  return cleanText(JSON.stringify(value) ?? String(value));
}
