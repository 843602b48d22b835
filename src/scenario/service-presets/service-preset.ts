/** Times in milliseconds by a count, ascending in it. */
export type PresetTable = readonly (readonly [count: number, milliseconds: number])[];

/** A public table of measurements, or of what was fitted to them. */
export type PresetSource = "aiconfigurator" | "distserve" | "splitwise";

/** A continuous service that was fitted to public measurements, as a row. */
export interface ServicePreset {
  /** `model-precision/gpuxN/engine`, in lower case, N GPUs to a replica. */
  readonly name: string;
  /** Milliseconds; a table stands in place of its line. */
  readonly step: {
    readonly base?: number;
    readonly perSequence?: number;
    readonly bySequences?: PresetTable;
    readonly perContextToken: number;
    readonly perPrefillToken?: number;
    readonly byPrefillTokens?: PresetTable;
    readonly perPrefillTokenSquared?: number;
  };
  /** Milliseconds. */
  readonly requestOverhead: number;
  /** Assumed, for the measurements don't tell: what vLLM's API server takes on large GPUs. */
  readonly maxBatchedTokens: number;
  readonly maxSequences: number;
  /** Blocks of 16 tokens; null: unlimited. */
  readonly kvBlocks: number | null;
  /** Engine with its version, model and machine. */
  readonly engine: string;
  /** Mean relative error of TPOT and TTFT on points left out one by one; null if unknown. */
  readonly error: number | null;
  readonly ttftError: number | null;
  /** Measured points it was fitted to; 0 where the source tells only what was fitted to them. */
  readonly points: number;
  /** Requests in flight and tokens that were measured. */
  readonly concurrency: readonly [number, number];
  readonly input: readonly [number, number];
  readonly output: readonly [number, number];
  readonly source: PresetSource;
  /** What to know of its KV cache. */
  readonly note: string;
}
