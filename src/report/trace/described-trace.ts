import type { TraceStats } from "../../plan/trace/trace-stats.ts";

/** A trace, how it was read, and what it is like. */
export interface DescribedTrace {
  /** Path as given. */
  readonly file: string;
  readonly format: string;
  /** Whether the first line of the file told the format. */
  readonly isGuessed: boolean;
  /** Rows in the file, those skipped included. */
  readonly read: number;
  /** Malformed rows left out, on request. */
  readonly skipped: number;
  /** Stretch that was kept, in seconds of trace time; null for all of it. */
  readonly window: readonly [start: number, end: number] | null;
  /** What was left out, repaired or is to be known otherwise, one sentence each. */
  readonly notes: readonly string[];
  readonly stats: TraceStats;
}
