/** How the rows of one file are laid out: what a format's reader tells the shared machinery. */
export interface RowLayout {
  readonly container: Container;
  readonly arrival: {
    readonly name: string;
    /** What the values may be: numbers, timestamps, or whichever the first row shows. */
    readonly kind: "number" | "timestamp" | "either";
    /** Seconds per unit of a number. */
    readonly divisor: number;
  };
  /** Names of the optional columns; null where the trace has none. */
  readonly input: string | null;
  readonly output: string | null;
  readonly duration: string | null;
  /** Name of the list of a prompt's leading blocks; JSON only. */
  readonly prefix: string | null;
}

/** What holds the rows. */
export type Container =
  | { readonly kind: "csv"; readonly delimiter: Delimiter; readonly header: readonly string[] }
  | { readonly kind: "jsonl" }
  | { readonly kind: "parquet" };

/** What may separate the fields of a line. */
export type Delimiter = "," | "\t" | ";";
