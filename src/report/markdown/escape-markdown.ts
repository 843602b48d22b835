import { cleanText } from "../plain-text.ts";

/** Zero-width space: keeps a text from being what it looks like, and changes nothing to see. */
const NOTHING = "&#8203;";

/**
 * Writes foreign text so that GitHub-flavoured Markdown shows it as it is: no markup, HTML, links,
 * images, formulas, emoji, mentions of people or references to issues come out of it. It is one
 * line, fit for a table cell.
 *
 * @see https://github.github.com/gfm/ sections 2.4 (backslash escapes), 4.10 (tables), 6.9
 *   (autolinks); mentions, references and emoji are found in the text after that, so a backslash
 *   doesn't stop them and an invisible character does.
 */
export function escapeMarkdown(text: string): string {
  return (
    cleanText(text)
      .replace(/[\\`*_[\]|~$#]/g, String.raw`\$&`)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      // Block marks at the start of a line: lists, rules, headings underlined.
      .replace(/^([-+=])(?=[\s\-+=]|$)/, String.raw`\$1`)
      .replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`)
      .replace(/@/g, `@${NOTHING}`)
      .replace(/\\#(?=\d)/g, String.raw`\#${NOTHING}`)
      .replace(/\b(gh)-(?=\d)/gi, `$1-${NOTHING}`)
      .replace(/:(?=\/\/|[+-]1:|\w*[a-z]\w*:)/gi, `:${NOTHING}`)
      .replace(/\b(www)\./gi, `$1${NOTHING}.`)
      .replace(/\b(mailto|xmpp):/gi, `$1${NOTHING}:`)
  );
}

/**
 * Writes foreign text as code: letter by letter, without any markup inside. It is one line, fit
 * for a table cell.
 */
export function codeSpan(text: string): string {
  const clean = cleanText(text);
  if (clean === "") return "";
  const longest = Math.max(0, ...(clean.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = clean.startsWith("`") || clean.endsWith("`") ? " " : "";
  // Tables are cut at pipes before code is read (GFM, example 200).
  return `${fence}${padding}${clean.replaceAll("|", String.raw`\|`)}${padding}${fence}`;
}

/**
 * Writes foreign text of several lines as a block of code that nothing inside it ends.
 *
 * @param language - Such as `yaml`, of our own choosing.
 */
export function codeBlock(text: string, language: string): string {
  const lines = text.split(/\r\n|[\n\r]/).map(keepIndent);
  while (lines.length > 0 && lines[lines.length - 1] === "") lines.pop();
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** A line cleaned of what isn't text, with the spaces it begins with and has inside. */
function keepIndent(line: string): string {
  const parts = line.split(/( {1,})/);
  return parts
    .map((part) => (part.startsWith(" ") ? part : cleanText(part)))
    .join("")
    .trimEnd();
}
