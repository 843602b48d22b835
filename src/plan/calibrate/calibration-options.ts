/** The server behind a benchmark, apart from how long its steps take. */
export interface ServerLimits {
  readonly maxBatchedTokens: number;
  readonly maxSequences: number;
  readonly kvCache: { readonly blocks: number; readonly blockSize: number } | null;
}

/** Coefficients that can be given instead of fitted. */
export const FIXABLE = [
  "base",
  "perSequence",
  "perContextToken",
  "perPrefillToken",
  "requestOverhead",
] as const;

/** The name of a coefficient that can be given. */
export type Fixable = (typeof FIXABLE)[number];

/** What a calibration is told besides the measured points. */
export interface CalibrationOptions {
  /** Kind of service; null: told by the points. */
  readonly kind: "serial" | "batch" | "continuous" | null;
  readonly limits: ServerLimits;
  /** `serial`: requests a replica serves at the same time; null: fitted. */
  readonly slots: number | null;
  /** Coefficients of a step that are known, in seconds. */
  readonly fixed: ReadonlyMap<Fixable, number>;
}
