/**
 * Relative error forgiven where a metric meets a whole number or an instant meets another: means
 * taken from differences of integrals, and products such as 3 × 0.1, are off by a few units in the
 * last place, which must not cost a replica.
 */
const SLACK = 1e-9;

/** Rounds up to whole replicas. */
export function ceilReplicas(replicas: number): number {
  return Math.ceil(replicas - SLACK * Math.abs(replicas));
}

/** Rounds down to whole replicas. */
export function floorReplicas(replicas: number): number {
  return Math.floor(replicas + SLACK * Math.abs(replicas));
}

/** Holds a number of replicas within [min, max]. */
export function clampReplicas(replicas: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, replicas));
}

/** True if `left` exceeds `right` by more than rounding. */
export function exceeds(left: number, right: number): boolean {
  return left - right > SLACK * Math.max(Math.abs(left), Math.abs(right));
}
