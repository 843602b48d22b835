import type { MeasuredPoint } from "../../workload/measured-point.ts";
import { calibrateBatch } from "./calibrate-batch.ts";
import { calibrateSerial } from "./calibrate-serial.ts";
import { calibrateTokens } from "./calibrate-tokens.ts";
import type { Calibration } from "./calibration.ts";
import type { CalibrationOptions } from "./calibration-options.ts";
import { latencyOf } from "./token-point.ts";

/**
 * Fits a service to measured points of one replica.
 *
 * @param points - At least one.
 * @throws CalibrationError if the points don't determine it; says which measurement would.
 */
export function calibrate(
  points: readonly MeasuredPoint[],
  options: CalibrationOptions,
): Calibration {
  const complete = points.map(completed);
  switch (options.kind ?? kindOf(complete)) {
    case "continuous":
      return calibrateTokens(complete, options);
    case "batch":
      return calibrateBatch(complete);
    case "serial":
      return calibrateSerial(complete, options);
  }
}

/** Tells the kind of a service from what was measured. */
function kindOf(points: readonly MeasuredPoint[]): "serial" | "batch" | "continuous" {
  if (points.some(({ output, tpot }) => tpot !== null && output !== null)) return "continuous";
  const sizes = new Set(points.flatMap(({ batch }) => (batch === null ? [] : [batch])));
  return sizes.size > 1 ? "batch" : "serial";
}

/** Of TTFT, TPOT and latency each follows from the other two. */
function completed(point: MeasuredPoint): MeasuredPoint {
  const { latency, output, tpot, ttft } = point;
  if (output === null) return point;
  if (latency === null) {
    if (ttft === null || tpot === null) return point;
    return { ...point, latency: latencyOf(ttft, tpot, output) };
  }
  if (ttft !== null && tpot === null && output >= 2 && latency > ttft) {
    return { ...point, tpot: (latency - ttft) / (output - 1) };
  }
  if (ttft === null && tpot !== null && latency > tpot * (output - 1)) {
    return { ...point, ttft: latency - tpot * (output - 1) };
  }
  return point;
}
