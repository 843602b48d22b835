import type { RowFault } from "./check-row.ts";
import { LISTED_PROBLEMS, TraceError } from "./trace-error.ts";
import type { TraceProblem } from "./trace-error.ts";

/** Counts the malformed rows of a trace, and spells out the first. */
export class FaultList {
  /** Rows by what is wrong with them, in order of appearance. */
  readonly counts: Map<string, number> = new Map();
  private readonly problems: TraceProblem[] = [];
  private total = 0;

  /** @param place - Row and line, and the file if there are several. */
  add(fault: RowFault, place: Omit<TraceProblem, "message">): void {
    this.total++;
    this.counts.set(fault.label, (this.counts.get(fault.label) ?? 0) + 1);
    if (this.problems.length < LISTED_PROBLEMS) {
      this.problems.push({ ...place, message: fault.message });
    }
  }

  /** @throws TraceError with the rows, if there are any. */
  throwIfAny(path: string): void {
    if (this.total > 0) throw new TraceError(path, this.problems, this.total);
  }
}
