import type { MeasuredPoint } from "../../workload/measured-point.ts";

/** A measured point and what the file says of its circumstances. */
export interface BenchmarkRow {
  readonly point: MeasuredPoint;
  /** By name, such as `model`, `engine` or `date`. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A row or object that holds no usable point. */
export interface SkippedRow {
  /** File and place in it. */
  readonly source: string;
  readonly reason: string;
}

/** What benchmark files hold, as one table. */
export interface BenchmarkTable {
  readonly rows: readonly BenchmarkRow[];
  readonly skipped: readonly SkippedRow[];
  /** What a reader should know, one sentence each. */
  readonly notes: readonly string[];
}

/** Collects what readers find. */
export class TableBuilder {
  readonly rows: BenchmarkRow[] = [];
  readonly skipped: SkippedRow[] = [];
  readonly notes: Set<string> = new Set();

  /** Adds a point; what isn't given is null. */
  add(
    point: Pick<MeasuredPoint, "source" | "load"> & Partial<MeasuredPoint>,
    labels: Readonly<Record<string, string | null>>,
  ): void {
    const known = Object.entries(labels).filter(
      (entry): entry is [string, string] => entry[1] !== null && entry[1] !== "",
    );
    this.rows.push({ point: { ...NOTHING, ...point }, labels: Object.fromEntries(known) });
  }

  /** Counts a row that can't be used. */
  skip(source: string, reason: string): void {
    this.skipped.push({ source, reason });
  }

  /** The table so far. */
  finish(): BenchmarkTable {
    return { rows: this.rows, skipped: this.skipped, notes: [...this.notes] };
  }
}

const NOTHING: Omit<MeasuredPoint, "source" | "load"> = {
  batch: null,
  input: null,
  output: null,
  inputCv: null,
  outputCv: null,
  requests: null,
  ttft: null,
  tpot: null,
  latency: null,
  quantiles: [],
  serviceTime: null,
  queueTime: null,
  throughput: null,
};
