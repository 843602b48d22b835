/**
 * Things worth knowing that a run has seen but its table does not show. Tests count them, to be
 * sure that the cases they compare on really contain what they are meant to contain.
 */
export type Occurrence =
  | "replica event meets arrival"
  | "replica event meets timeout"
  | "timeout meets arrival"
  | "two replica events at one instant"
  | "simultaneous arrivals"
  | "ends exactly at the deadline"
  | "batch timer fires"
  | "batch timer meets arrival"
  | "batch timer meets batch end"
  | "preferred size leaves some waiting"
  | "prompt is chunked"
  | "head of queue blocked by memory"
  | "preemption of another"
  | "preemption of itself"
  | "client leaves after preemption"
  | "running sequence is cancelled"
  | "running sequence outlives its client"
  | "preempted after its client left";

/** Is told of each occurrence as it happens. */
export type Observe = (occurrence: Occurrence) => void;
