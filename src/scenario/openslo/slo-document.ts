import { formatPath, type KeyPath } from "../key-path.ts";
import { findPlace, type Tree } from "../tree.ts";
import { makeProblem, type PlacedProblem } from "../validate-tree.ts";

/** What is found in a file of SLOs: a mistake, or something that works but misleads. */
export interface SloFinding {
  readonly severity: "error" | "warning";
  readonly problem: PlacedProblem;
}

/**
 * A document of SLOs with what is found in it. Values are read leniently: of another type than is
 * expected they are null, and whoever needs them says so.
 */
export class SloDocument {
  readonly findings: SloFinding[] = [];
  private readonly tree: Tree;
  private readonly text: string;

  /** @param text - The whole file. */
  constructor(tree: Tree, text: string) {
    this.tree = tree;
    this.text = text;
  }

  /** The value at a path; undefined if there is none. */
  at(...path: KeyPath): unknown {
    return this.treeAt(path)?.value;
  }

  /** A text at a path; null for anything else. */
  words(...path: KeyPath): string | null {
    const value = this.at(...path);
    return typeof value === "string" && value !== "" ? value : null;
  }

  /** A number at a path; null for anything else. */
  number(...path: KeyPath): number | null {
    const value = this.at(...path);
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  }

  /** Number of items of a list at a path; 0 for anything else. */
  count(...path: KeyPath): number {
    return this.treeAt(path)?.items?.length ?? 0;
  }

  /** True if there is something at a path. */
  has(...path: KeyPath): boolean {
    return this.treeAt(path) !== null;
  }

  /** All texts of the document, with their paths. */
  texts(): readonly (readonly [path: KeyPath, text: string])[] {
    return textsOf(this.tree, []);
  }

  /** True if the scalar at a path is written without quotes. */
  isPlain(...path: KeyPath): boolean {
    const start = this.treeAt(path)?.place.start;
    return start !== undefined && !["'", '"', "|", ">"].includes(this.text[start]);
  }

  /** Notes a mistake. */
  fail(path: KeyPath, message: string, hint: string | null): null {
    this.note("error", path, message, hint);
    return null;
  }

  /** Notes something that misleads. */
  warn(path: KeyPath, message: string, hint: string | null): void {
    this.note("warning", path, message, hint);
  }

  private note(
    severity: SloFinding["severity"],
    path: KeyPath,
    message: string,
    hint: string | null,
  ): void {
    const place = findPlace(this.tree, path, "value");
    const name = path.length === 0 ? "the document" : formatPath(path);
    const whole = `${name} ${message}`;
    this.findings.push({
      severity,
      problem: makeProblem(place, { code: "bad-value", path: name, message: whole, hint }),
    });
  }

  private treeAt(path: KeyPath): Tree | null {
    let tree: Tree | undefined = this.tree;
    for (const segment of path) {
      tree =
        typeof segment === "number" ? tree?.items?.[segment] : tree?.entries?.get(segment)?.tree;
    }
    return tree ?? null;
  }
}

function textsOf(tree: Tree, path: KeyPath): readonly (readonly [KeyPath, string])[] {
  if (typeof tree.value === "string") return [[path, tree.value]];
  const items = tree.items?.flatMap((item, index) => textsOf(item, [...path, index])) ?? [];
  const entries = [...(tree.entries ?? [])].flatMap(([key, entry]) =>
    textsOf(entry.tree, [...path, key]),
  );
  return [...items, ...entries];
}
