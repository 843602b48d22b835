/** A member of an object type, as it is written. */
export interface Member {
  readonly name: string;
  /** Of its doc comment, on one line; empty without one. */
  readonly doc: string;
  readonly type: string;
}

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]", "<": ">" };
const SKIPPED = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|=>/uy;

/**
 * Finds where a type ends.
 *
 * @param ends - Characters that end it outside all brackets, comments and strings.
 * @returns The place of the first of them, or the length of the text.
 */
export function endOfType(text: string, start: number, ends: string): number {
  const open: string[] = [];
  for (let at = start; at < text.length; at++) {
    SKIPPED.lastIndex = at;
    const skipped = SKIPPED.exec(text);
    if (skipped !== null) {
      at += skipped[0].length - 1;
      continue;
    }
    const character = text[at];
    if (open.length === 0 && ends.includes(character)) return at;
    if (character in CLOSING) open.push(CLOSING[character]);
    else if (character === open[open.length - 1]) open.pop();
  }
  return text.length;
}

/** Splits a type at a sign, outside all brackets: the members of a union, or arguments. */
export function splitType(text: string, sign: "|" | "&" | ","): readonly string[] {
  const parts: string[] = [];
  for (let start = 0; start <= text.length;) {
    const end = endOfType(text, start, sign);
    parts.push(text.slice(start, end).trim());
    start = end + 1;
  }
  return parts.filter((part) => part !== "");
}

const MEMBER =
  /\s*(?:\/\*\*(?<doc>(?:[^*]|\*(?!\/))*)\*\/\s*)?(?:readonly\s+)?(?:(?<name>[\w$]+)|"(?<quoted>[^"]*)"|\[\w+:[^\]]*\])\??:/uy;

/**
 * Members of the text between the braces of an object type. A signature of any key is `*`. Of a
 * record by name, `@keys Type` says which names there are.
 */
export function membersOf(body: string): readonly Member[] {
  const members: Member[] = [];
  for (let at = 0; at < body.length;) {
    MEMBER.lastIndex = at;
    const groups = MEMBER.exec(body)?.groups;
    if (groups === undefined) break;
    const start = MEMBER.lastIndex;
    const end = endOfType(body, start, ";,");
    const comment = groups["doc"] ?? "";
    const [, keys] = /@keys (\w+)/u.exec(comment) ?? [];
    const type = body.slice(start, end).trim();
    members.push({
      name: groups["name"] ?? groups["quoted"] ?? "*",
      doc: docText(comment),
      type: keys === undefined ? type : `${type} & ${keys}`,
    });
    at = end + 1;
  }
  return members;
}

/** The words of a doc comment on one line, without tags and links. */
export function docText(comment: string): string {
  const [words] = comment.replaceAll(/^\s*\* ?/gmu, "").split(/^\s*@/mu);
  return words
    .replaceAll(/\{@link (\w+)\}/gu, "$1")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

/** A type without comments, on one line. */
export function plainType(text: string): string {
  return text
    .replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*/gu, "")
    .replaceAll(/\s+/gu, " ")
    .replace(/^\| /u, "")
    .trim();
}
