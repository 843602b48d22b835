import { keysOf, type Field, type Lookup } from "./field.ts";
import { TypeFiles, type TypeFile } from "./type-files.ts";
import { membersOf, plainType, splitType, type Member } from "./type-text.ts";

/** A type and the file whose names it is written in. */
interface Typed {
  readonly type: string;
  readonly file: TypeFile;
}

/** A member with its file, for the names in its type. */
type TypedMember = Member & Typed;

const files = new TypeFiles();

/** The type of result.json: from its declaration beside the program, or from its source. */
function resultType(): Typed {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "d.ts";
  const file = files.open(new URL(`../../plan/result.${extension}`, import.meta.url));
  return { type: "Result", file };
}

/**
 * Looks a key of result.json up in the doc comments of its types, which come with the program, so
 * that there is one description of a field and it can't be out of date.
 */
export function findResultField(path: string): Lookup {
  const names = keysOf(path);
  let type = resultType();
  let meaning = "";
  for (const [index, name] of names.entries()) {
    const members = membersOfType(type);
    const found = members.find((one) => one.name === name) ?? anyKey(members);
    if (found === undefined) {
      const known = names.slice(0, index).join(".");
      return { known, unknown: name, keys: members.map((one) => one.name) };
    }
    const own = meaningOf(found);
    meaning = own === "" ? `Part of ${names.slice(0, index).join(".")}: ${meaning}` : own;
    type = found;
  }
  return { field: describe(names.join("."), meaning, type) };
}

/** All paths of result.json, for those who know the name of a key but not its place. */
export function resultPaths(): ReadonlySet<string> {
  const paths = new Set<string>();
  const walk = (type: Typed, prefix: string): void => {
    for (const member of membersOfType(type)) {
      // The scenario's own keys are found as those of the scenario file.
      if (member.name === "*" || prefix + member.name === "scenario") continue;
      paths.add(prefix + member.name);
      walk(member, `${prefix}${member.name}.`);
    }
  };
  walk(resultType(), "");
  return paths;
}

function anyKey(members: readonly TypedMember[]): TypedMember | undefined {
  return members.find((one) => one.name === "*");
}

function describe(path: string, meaning: string, type: Typed): Field {
  const members = membersOfType(type).filter(({ name }) => name !== "*");
  return {
    where: "result",
    path,
    meanings: meaning === "" ? [] : [meaning],
    facts: path === "" ? [] : [["value", valueWords(type)]],
    keys: members.map((member) => ({ name: member.name, meaning: meaningOf(member) })),
  };
}

/** What a member says of itself, and then what its type does. */
function meaningOf(member: TypedMember): string {
  const ofType = typeDoc(member);
  if (member.doc === "" || ofType === "" || member.doc.includes(ofType)) {
    return member.doc || ofType;
  }
  return `${member.doc.replace(/(?<![.])$/u, ".")} ${ofType}`;
}

/** The doc comment of a type that is one name, in a list or beside null or not. */
function typeDoc({ file, type }: Typed): string {
  const [only, ...others] = splitType(plainType(type), "|").filter((part) => part !== "null");
  if (only === undefined || others.length > 0) return "";
  const [name] = /^\w+$/u.exec(only.replace(/^readonly /u, "").replace(/\[\]$/u, "")) ?? [];
  return (name === undefined ? null : files.find(name, file)?.doc) ?? "";
}

/** The members of an object type, of the items of a list, of all types of a union. */
function membersOfType({ file, type }: Typed): readonly TypedMember[] {
  const text = plainTypeKeepingDocs(type);
  const alternatives = splitType(text, "|");
  if (alternatives.length > 1) return merge(alternatives.map((one) => ({ type: one, file })));
  const parts = splitType(alternatives[0] ?? "", "&");
  if (parts.length > 1) return merge(parts.map((one) => ({ type: one, file })));
  const [only = ""] = parts;
  if (only.startsWith("readonly ")) return membersOfType({ type: only.slice(9), file });
  if (only.endsWith("[]")) return membersOfType({ type: only.slice(0, -2), file });
  if (only.startsWith("(") && only.endsWith(")")) {
    return membersOfType({ type: only.slice(1, -1), file });
  }
  if (only.startsWith("{")) {
    return membersOf(only.slice(1, -1)).map((member) => ({ ...member, file }));
  }
  return membersOfName(only, file);
}

function merge(types: readonly Typed[]): readonly TypedMember[] {
  const merged = new Map<string, TypedMember>();
  for (const member of types.flatMap(membersOfType)) {
    const other = merged.get(member.name);
    // What is null in one form and more in another is described by the latter.
    if (other === undefined || membersOfType(other).length === 0) merged.set(member.name, member);
  }
  return [...merged.values()];
}

const GENERIC = /^(\w+)<([^]*)>$/u;
const INDEXED = /^(\w+)\["(\w+)"\]$/u;

function membersOfName(name: string, file: TypeFile): readonly TypedMember[] {
  const [, generic, inner = ""] = GENERIC.exec(name) ?? [];
  if (generic !== undefined) return membersOfGeneric(generic, splitType(inner, ","), file);
  const [, owner, key] = INDEXED.exec(name) ?? [];
  if (owner !== undefined) {
    const member = membersOfType({ type: owner, file }).find((one) => one.name === key);
    return member === undefined ? [] : membersOfType(member);
  }
  const declaration = /^\w+$/u.test(name) ? files.find(name, file) : null;
  return declaration === null ? [] : membersOfType(declaration);
}

function membersOfGeneric(
  name: string,
  [first, second = ""]: readonly string[],
  file: TypeFile,
): readonly TypedMember[] {
  const names = new Set(Array.from(second.matchAll(/"([^"]+)"/gu), ([, key]) => key));
  switch (name) {
    case "Pick":
      return membersOfType({ type: first, file }).filter((member) => names.has(member.name));
    case "Omit":
      return membersOfType({ type: first, file }).filter((member) => !names.has(member.name));
    case "Record": {
      const keys = literalsOf(first, file);
      const all = keys.length === 0 ? ["*"] : keys;
      return all.map((key) => ({ name: key, doc: "", type: second, file }));
    }
    case "Readonly":
    case "ReadonlyArray":
    case "Partial":
    case "NonNullable":
      return membersOfType({ type: first, file });
    default:
      return [];
  }
}

/** Texts that a type is a choice of; none for any other type. */
function literalsOf(type: string, file: TypeFile): readonly string[] {
  const declaration = /^\w+$/u.test(type) ? files.find(type, file) : null;
  const parts = splitType(plainType(declaration?.type ?? type), "|");
  const texts = parts.flatMap((part) => (/^"[^"]*"$/u.test(part) ? [part.slice(1, -1)] : []));
  return texts.length === parts.length ? texts : [];
}

/** A type's text with its doc comments, which belong to members, and without those around it. */
function plainTypeKeepingDocs(type: string): string {
  return type.trim().replace(/^(?:\/\*[^]*?\*\/\s*|\|\s*)+/u, "");
}

/** What a value is, in words. */
function valueWords({ file, type }: Typed): string {
  const parts = splitType(plainType(type), "|");
  const isNullable = parts.includes("null");
  const texts = parts.filter((part) => part !== "null").map((part) => partWords(part, file));
  return [...new Set(texts)].join(" | ") + (isNullable ? ", or null" : "");
}

function partWords(part: string, file: TypeFile): string {
  const type = part.replace(/^readonly /u, "");
  if (type.endsWith("[]")) return `a list of: ${partWords(type.slice(0, -2), file)}`;
  if (type.startsWith("(")) return valueWords({ type: type.slice(1, -1), file });
  if (type.startsWith("[")) return `[${tupleNames(type).join(", ")}]`;
  if (type === "number") return "number";
  if (type === "string") return "text";
  if (type === "boolean") return "true or false";
  if (/^(?:"[^"]*"|-?\d+|true|false)$/u.test(type)) return type.replaceAll('"', "");
  const declaration = /^\w+$/u.test(type) ? files.find(type, file) : null;
  if (declaration !== null && !declaration.type.includes("{")) return valueWords(declaration);
  return membersOfType({ type, file }).length > 0 ? "keys of its own" : "any value";
}

function tupleNames(type: string): readonly string[] {
  return splitType(type.slice(1, -1), ",").map((part) => /^(\w+):/u.exec(part)?.[1] ?? part);
}
