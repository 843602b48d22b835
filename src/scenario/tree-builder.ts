import { isAlias, isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import { formatPath } from "./key-path.ts";
import type { ProblemCode } from "./scenario-error.ts";
import { suggestWord } from "./suggest.ts";
import {
  listTree,
  mappingTree,
  scalarTree,
  type Entry,
  type Place,
  type Source,
  type Tree,
} from "./tree.ts";

/** A problem found while reading a document, before its words have a meaning. */
export interface DocumentProblem {
  readonly code: ProblemCode;
  readonly place: Place;
  readonly path: string;
  readonly message: string;
  readonly hint: string | null;
}

const MOST_VALUES = 1_000_000;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
const PLAIN_TAGS: ReadonlySet<string> = new Set(
  ["str", "int", "float", "bool", "null", "map", "seq"].map((tag) => `tag:yaml.org,2002:${tag}`),
);

/**
 * Turns the nodes of one document into a tree, resolving aliases and merge keys in time that is
 * proportional to the document.
 */
export class TreeBuilder {
  private readonly source: Source;
  private readonly anchors: Map<string, Tree> = new Map();
  readonly problems: DocumentProblem[] = [];
  private readonly path: (string | number)[] = [];
  private mergedCount: number = 0;
  private isTooLarge: boolean = false;

  constructor(source: Source) {
    this.source = source;
  }

  /** Reads a node with all below it; what is wrong goes to `problems`, with null in its place. */
  read(node: unknown): Tree {
    if (isAlias(node)) return this.resolve(node.source, this.placeOf(node));
    const place = this.placeOf(node);
    const { tag, anchor } = isNode(node) ? node : {};
    if (tag !== undefined && !PLAIN_TAGS.has(tag)) {
      this.complain(place, `tags are not allowed, got ${tag}`, "write a plain value");
      return scalarTree(null, place);
    }
    const tree = this.readPlain(node, place);
    if (anchor !== undefined) this.anchors.set(anchor, tree);
    return tree;
  }

  private readPlain(node: unknown, place: Place): Tree {
    if (isMap(node)) return this.bound(this.readMapping(node, place), place);
    if (isSeq(node)) {
      const items = node.items.map((item, position) => this.at(position, () => this.read(item)));
      return this.bound(listTree(items, place), place);
    }
    return scalarTree(isScalar(node) ? node.value : null, place);
  }

  private readMapping(node: YAMLMap, place: Place): Tree {
    const entries = new Map<string, Entry>();
    const merged = new Map<string, Entry>();
    for (const pair of node.items) {
      const key = this.placeOf(pair.key);
      if (isMergeKey(pair)) {
        for (const [name, entry] of this.readMerge(pair.value, key)) {
          if (!merged.has(name)) merged.set(name, entry);
        }
        continue;
      }
      const name = keyText(pair.key);
      if (name === null) {
        this.complain(
          key,
          "a key must be a plain word",
          "write the key as a single word before a colon",
        );
        continue;
      }
      const tree = this.at(name, () => this.read(pair.value));
      if (FORBIDDEN_KEYS.has(name)) {
        this.at(name, () => this.complain(key, "is not a known key", "remove it", "unknown-key"));
      } else if (entries.has(name)) {
        this.at(name, () =>
          this.complain(key, "is given twice in one mapping", "remove one of the two"),
        );
      } else {
        entries.set(name, { key, tree });
      }
    }
    for (const [name, entry] of merged) if (!entries.has(name)) entries.set(name, entry);
    return mappingTree(entries, place);
  }

  /** Entries that a merge key brings in: of a mapping, or of a list of them, earlier ones first. */
  private readMerge(value: unknown, key: Place): Map<string, Entry> {
    const tree = this.at("<<", () => this.read(value));
    const found = new Map<string, Entry>();
    for (const part of tree.items ?? [tree]) {
      if (part.entries === null) {
        this.complain(
          key,
          "<< must merge a mapping or a list of mappings",
          "such as <<: *defaults",
        );
        continue;
      }
      this.mergedCount += part.entries.size;
      if (this.mergedCount > MOST_VALUES) {
        this.refuseSize(key);
        break;
      }
      for (const [name, entry] of part.entries) if (!found.has(name)) found.set(name, entry);
    }
    return found;
  }

  private resolve(anchor: string, place: Place): Tree {
    const tree = this.anchors.get(anchor);
    // A complete anchor only: an alias inside its own anchor would never end.
    if (tree) return { ...tree, place: tree.entries || tree.items ? tree.place : place };
    // Suggestions are for people: whoever writes hundreds of anchors is a program.
    const known = this.anchors.size <= 100 ? [...this.anchors.keys()] : [];
    const near = suggestWord(anchor, known);
    const hint = near === null ? "put text that starts with * in quotes" : `did you mean *${near}?`;
    this.complain(place, `the alias *${anchor} has no anchor &${anchor} before it`, hint);
    return scalarTree(null, place);
  }

  /** Refuses a tree whose aliases expand to more than could be worked through. */
  private bound(tree: Tree, place: Place): Tree {
    if (tree.size <= MOST_VALUES) return tree;
    this.refuseSize(place);
    return scalarTree(null, place);
  }

  private refuseSize(place: Place): void {
    if (this.isTooLarge) return;
    this.isTooLarge = true;
    const limit = MOST_VALUES.toLocaleString("en-US");
    this.complain(
      place,
      `the document must expand to at most ${limit} values, aliases included`,
      "keep requests in a trace file and name it in workload.trace.file",
      "too-large",
    );
  }

  private at<T>(segment: string | number, work: () => T): T {
    this.path.push(segment);
    const result = work();
    this.path.pop();
    return result;
  }

  private complain(place: Place, message: string, hint: string | null, code?: ProblemCode): void {
    const path = formatPath(this.path);
    const isPredicate = message.startsWith("is ");
    const text = isPredicate ? `${path} ${message}` : message;
    this.problems.push({ code: code ?? "yaml", place, path, message: text, hint });
  }

  private placeOf(node: unknown): Place {
    return { source: this.source, start: isNode(node) ? (node.range?.[0] ?? 0) : 0 };
  }
}

/** A plain `<<`; in quotes it is a key like any other. */
function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === "<<" && pair.key.type === "PLAIN";
}

/** The key as written, so that `1:` and `1.50:` stay what they are; null if it isn't a scalar. */
function keyText(key: unknown): string | null {
  if (!isScalar(key)) return null;
  const { value, source } = key;
  if (typeof value === "string") return value;
  return value === null || source === undefined ? null : source;
}
