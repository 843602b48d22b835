/** Lowest and highest value of what was measured. */
export type MeasuredRange = readonly [lowest: number, highest: number];

/** Where the times of a service come from: what it was fitted to and how well. */
export interface CalibrationSection {
  /** Present where nobody measured this service: its times follow from those of others. */
  readonly basis?: "estimated";
  /** File, benchmark or report. */
  readonly source: string;
  /** Day of the measurement, as YYYY-MM-DD; null if unknown. */
  readonly date: string | null;
  /** What was measured: engine, model, machine. */
  readonly engine: string | null;
  /**
   * Relative error of the times on points left out of the fit, in (0, 1): of a continuous service
   * that of TPOT. null if unknown.
   */
  readonly error: number | null;
  /** The same of TTFT, present where it is known: `error` says nothing of it. */
  readonly ttftError?: number;
  /** Loads that were measured: outside of them the times are extrapolated. */
  readonly loadRange: LoadRange | null;
}

/** Loads on one replica that a service was measured at; null where they don't apply. */
export interface LoadRange {
  /** Requests in flight. */
  readonly concurrency: MeasuredRange | null;
  /** Requests in a batch. */
  readonly batch: MeasuredRange | null;
  /** Tokens. */
  readonly input: MeasuredRange | null;
  readonly output: MeasuredRange | null;
}

/** What every service tells about where its times come from. */
export interface Calibrated {
  /** null if unknown. */
  readonly calibration: CalibrationSection | null;
  /**
   * Relative error of the service times, as found when they were fitted to a benchmark: in (0, 1);
   * null if unknown. That of `calibration`, if it has one.
   */
  readonly calibrationError: number | null;
}
