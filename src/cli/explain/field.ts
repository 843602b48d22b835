/** A key of the scenario file or of result.json, as it is explained. */
export interface Field {
  readonly where: "scenario" | "result";
  /** Without positions in lists: `slo.objectives.within`. */
  readonly path: string;
  /** What it means; an entry for each of several meanings. */
  readonly meanings: readonly string[];
  /** What a value is: its form, default and limits. */
  readonly facts: readonly (readonly [name: string, text: string])[];
  /** The keys below it. */
  readonly keys: readonly KeySummary[];
}

/** A key below another one. */
export interface KeySummary {
  readonly name: string;
  readonly meaning: string;
}

/** A field, or what there is in place of one that doesn't exist. */
export type Lookup =
  | { readonly field: Field }
  /** The longest part of the path that exists, and the keys there. */
  | { readonly known: string; readonly unknown: string; readonly keys: readonly string[] };

/** Keys of a path without positions in lists: `points[0].p99` is `points.p99`. */
export function keysOf(path: string): readonly string[] {
  return path
    .replaceAll(/\[\d+\]/gu, "")
    .split(".")
    .filter((key) => key !== "" && !/^\d+$/u.test(key));
}

/** The first sentence of a text. */
export function firstSentence(text: string): string {
  return /^[^]*?[.;](?= |$)/u.exec(text)?.[0].replace(/;$/u, ".") ?? text;
}
