/** What a variable of Terraform can hold here. */
export type HclValue =
  string | number | boolean | null | readonly HclValue[] | { readonly [key: string]: HclValue };

const IDENTIFIER = /^[A-Za-z_][\w-]*$/;

/**
 * Writes a value as an expression of HCL's native syntax.
 *
 * @param indent - Spaces before the closing bracket of a value over several lines.
 * @see https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md (2.24, 2025)
 */
export function hclExpression(value: HclValue, indent = 0): string {
  if (typeof value === "string") return hclString(value);
  if (value === null || typeof value !== "object") return String(value);
  const inner = " ".repeat(indent + 2);
  const outer = " ".repeat(indent);
  if (isList(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item) => `${inner}${hclExpression(item, indent + 2)},\n`);
    return `[\n${items.join("")}${outer}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, item]) => {
    const name = IDENTIFIER.test(key) ? key : hclString(key);
    return `${inner}${name} = ${hclExpression(item, indent + 2)}\n`;
  });
  return `{\n${lines.join("")}${outer}}`;
}

function isList(value: object): value is readonly HclValue[] {
  return Array.isArray(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

// Control characters, line separators and halves of surrogate pairs have no place in a literal.
const SPECIAL = new RegExp(
  [
    String.raw`[\u0000-\u001f"\\\u007f-\u009f\u2028\u2029]`,
    String.raw`[\ud800-\udbff](?![\udc00-\udfff])`,
    String.raw`(?<![\ud800-\udbff])[\udc00-\udfff]`,
  ].join("|"),
  "g",
);

/** A quoted template without interpolation: `${` and `%{` stand for themselves. */
export function hclString(text: string): string {
  const escaped = text.replace(SPECIAL, escapeCharacter).replace(/[$%](?=\{)/g, "$&$&");
  return `"${escaped}"`;
}

function escapeCharacter(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.charCodeAt(0);
  // Half a surrogate pair is no character, not even an escaped one.
  const kept = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
  return `\\u${kept.toString(16).padStart(4, "0")}`;
}
