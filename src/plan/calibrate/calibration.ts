import type { ServiceSection } from "../../scenario/scenario.ts";
import type { LoadRange } from "../../scenario/calibration-section.ts";
import type { MeasuredPoint } from "../../workload/measured-point.ts";
import type { FormTrial } from "./choose-form.ts";
import type { LoopHabits } from "./linearise.ts";

/** What came out of a calibration. */
export interface Calibration {
  /** The service; its `calibration` is null, for what it says isn't known here. */
  readonly service: ServiceSection;
  /** Mean relative error on points left out one by one, those set aside apart; null for too few. */
  readonly error: number | null;
  readonly loadRange: LoadRange;
  /** Every point that the fit used or set aside, in the order given. */
  readonly points: readonly CalibratedPoint[];
  readonly coefficients: readonly Coefficient[];
  /** By measure. */
  readonly accuracy: readonly Accuracy[];
  /** Of a token service: how it was fitted. */
  readonly tokens: TokenFit | null;
  /** What a reader should know, one sentence each. */
  readonly notes: readonly string[];
}

/** What is measured and predicted. */
export type CalibratedMeasure = "ttft" | "tpot" | "latency";

/** A point, with what the fitted service gives for it when the benchmark is repeated on it. */
export interface CalibratedPoint {
  readonly measured: MeasuredPoint;
  readonly values: readonly PredictedValue[];
  /** True where more load brings next to no more answers. */
  readonly isSaturated: boolean;
}

/** A measured value, in seconds, and what the fit makes of it. */
export interface PredictedValue {
  readonly measure: CalibratedMeasure;
  readonly measured: number;
  readonly predicted: number;
  /** Relative error when the fit doesn't know the point, signed; null if it wasn't left out. */
  readonly leftOutError: number | null;
  /** True if it was so far off that the fit leaves it aside. */
  readonly isOutlier: boolean;
}

/** A fitted number, in seconds. */
export interface Coefficient {
  readonly name: string;
  readonly value: number;
  /** null if it was given, or at its bound. */
  readonly standardError: number | null;
}

/** Relative errors of one measure, all as sizes; null for too few points. */
export interface Accuracy {
  readonly measure: CalibratedMeasure;
  /** Of points left out one by one. */
  readonly leaveOneOut: ErrorSummary | null;
  /** Of a fifth of the points, drawn at random, when only the others are fitted. */
  readonly heldOut: ErrorSummary | null;
}

/** Sizes of relative errors. */
export interface ErrorSummary {
  readonly points: number;
  readonly median: number;
  readonly mean: number;
  readonly p90: number;
  readonly worst: number;
}

/** How a token service was fitted. */
export interface TokenFit {
  /** Straight lines first. */
  readonly forms: readonly FormTrial[];
  readonly habits: LoopHabits;
  /** True if the files told how the benchmark was run. */
  readonly areHabitsKnown: boolean;
  /** Largest over smallest singular value of the scaled design. */
  readonly condition: number;
}
