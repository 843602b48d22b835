import { escapeXml } from "../plain-text.ts";

/** A piece of HTML; only `markup` and `trusted` make one, so that foreign text is always escaped. */
export interface Markup {
  readonly html: string;
}

/** What may stand in a template: text is escaped, null and false leave nothing. */
export type Slot = string | number | null | false | Markup | readonly Markup[];

/**
 * A template of HTML in which every value is escaped but markup itself.
 *
 * @example
 * markup`<td>${"<b>"}</td>`.html; // => "<td>&lt;b&gt;</td>"
 */
export function markup(parts: TemplateStringsArray, ...slots: readonly Slot[]): Markup {
  const html = parts
    .map((part, index) => part + (index < slots.length ? slotHtml(slots[index]) : ""))
    .join("");
  return { html };
}

/** HTML from this program's own parts, such as a drawn picture, as it is. */
export function trusted(html: string): Markup {
  return { html };
}

/**
 * Text of several lines, escaped, as it was written: unlike elsewhere, line breaks and tabs stay.
 */
export function preformatted(text: string): Markup {
  const lines = text.replaceAll("\t", "    ").split(/\r\n|\n|\r/);
  return trusted(lines.map(spacedLine).join("\n"));
}

/**
 * JSON that can stand inside a `script` element: no text in it can end the element or begin a
 * comment.
 */
export function scriptJson(value: unknown): Markup {
  const json = JSON.stringify(value);
  return trusted(json.replace(/[<>&\u2028\u2029]/g, (sign) => escapeUnicode(sign)));
}

function escapeUnicode(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

// Cleaning takes runs of spaces for one, which indentation and aligned comments are not.
function spacedLine(line: string): string {
  return line
    .split(/( +)/)
    .map((part) => (part.startsWith(" ") ? part : escapeXml(part)))
    .join("");
}

function slotHtml(slot: Slot): string {
  if (slot === null || slot === false) return "";
  if (typeof slot === "string") return escapeXml(slot);
  if (typeof slot === "number") return String(slot);
  if ("html" in slot) return slot.html;
  return slot.map(({ html }) => html).join("");
}
