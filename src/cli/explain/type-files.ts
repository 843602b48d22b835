import { readFileSync } from "node:fs";
import { docText, endOfType } from "./type-text.ts";

/** A type's own declaration: an interface's members or what an alias stands for. */
export interface Declaration {
  readonly doc: string;
  /** `{…}` for an interface; with what it extends in front, joined by `&`. */
  readonly type: string;
  readonly file: TypeFile;
}

/** A source or declaration file, whose types are looked up by name. */
export interface TypeFile {
  readonly declarations: ReadonlyMap<string, Omit<Declaration, "file">>;
  /** Names it imports: what they are called in which file. */
  readonly imports: ReadonlyMap<string, readonly [name: string, file: URL]>;
}

const DOC = String.raw`(?:^\/\*\*(?<doc>(?:[^*]|\*(?!\/))*)\*\/\s*)?`;
const HEAD = new RegExp(
  String.raw`${DOC}^(?:export )?(?:declare )?(?:interface (?<face>\w+)(?:<[^>]*>)?(?: extends (?<base>[^{]+?))? (?=\{)|type (?<alias>\w+)(?:<[^>]*>)? =)`,
  "gmu",
);
const IMPORT = /^(?:import|export) (?:type )?\{(?<names>[^}]*)\} from "(?<from>\.[^"]*)"/gmu;

/** Opens files of types, each once. */
export class TypeFiles {
  readonly #opened = new Map<string, TypeFile>();

  /** @throws Error if there is no such file. */
  open(url: URL): TypeFile {
    const known = this.#opened.get(url.href);
    if (known !== undefined) return known;
    const text = readFileSync(url, "utf8");
    const file: TypeFile = { declarations: declarationsOf(text), imports: importsOf(text, url) };
    this.#opened.set(url.href, file);
    return file;
  }

  /** The declaration of a name as a file sees it; null for one of the language. */
  find(name: string, file: TypeFile): Declaration | null {
    const own = file.declarations.get(name);
    if (own !== undefined) return { ...own, file };
    const imported = file.imports.get(name);
    if (imported === undefined) return null;
    return this.find(imported[0], this.open(imported[1]));
  }
}

function declarationsOf(text: string): TypeFile["declarations"] {
  const found = new Map<string, Omit<Declaration, "file">>();
  for (const match of text.matchAll(HEAD)) {
    const { alias, base, doc = "", face } = match.groups ?? {};
    const start = match.index + match[0].length;
    if (face === undefined) {
      const type = text.slice(start, endOfType(text, start, ";")).trim();
      if (alias !== undefined) found.set(alias, { doc: docText(doc), type });
    } else {
      const end = endOfType(text, start + 1, "}");
      const own = text.slice(start, end + 1);
      const type = base === undefined ? own : `${base.replaceAll(/,(?![^<]*>)/gu, " &")} & ${own}`;
      found.set(face, { doc: docText(doc), type });
    }
  }
  return found;
}

function importsOf(text: string, url: URL): TypeFile["imports"] {
  const found = new Map<string, readonly [string, URL]>();
  for (const { groups } of text.matchAll(IMPORT)) {
    if (groups === undefined) continue;
    // Beside compiled code lie declarations: what is imported from x.ts is in x.d.ts there.
    const isCompiled = url.pathname.endsWith(".d.ts");
    const from = groups["from"].replace(/\.[jt]s$/u, isCompiled ? ".d.ts" : ".ts");
    for (const part of groups["names"].split(",")) {
      const [name, local = name] = part
        .replace(/\btype\b/u, "")
        .trim()
        .split(/\s+as\s+/u);
      if (name !== "") found.set(local, [name, new URL(from, url)]);
    }
  }
  return found;
}
