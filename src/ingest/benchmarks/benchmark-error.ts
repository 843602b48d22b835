/** How many problems an error spells out before it only counts them. */
const LISTED = 10;

/** One thing wrong with a benchmark file. */
export interface BenchmarkProblem {
  /** File and place in it. */
  readonly source: string;
  readonly message: string;
}

/** Benchmark files that can't be used as they are: the user's to mend, so shown without a stack. */
export class BenchmarkError extends Error {
  override readonly name: string = "BenchmarkError";
  readonly problems: readonly BenchmarkProblem[];

  /**
   * @param problems - At least one.
   */
  constructor(problems: readonly BenchmarkProblem[]) {
    const lines = problems.slice(0, LISTED).map(({ message, source }) => `${source}: ${message}`);
    if (problems.length > LISTED) lines.push(`and ${problems.length - LISTED} more`);
    super(lines.join("\n"));
    this.problems = problems;
  }
}

/** Makes the error for one problem. */
export function benchmarkError(source: string, message: string): BenchmarkError {
  return new BenchmarkError([{ source, message }]);
}
