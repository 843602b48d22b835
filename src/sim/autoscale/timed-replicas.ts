import { exceeds } from "./rounding.ts";

/** Numbers of replicas with the times they were recorded at, as far back as `span` seconds. */
export class TimedReplicas {
  private readonly span: number;
  private readonly times: number[] = [];
  private readonly replicas: number[] = [];

  constructor(span: number) {
    this.span = span;
  }

  get isEmpty(): boolean {
    return this.times.length === 0;
  }

  /** Adds an entry, not earlier than the one before, and forgets those older than the span. */
  record(time: number, replicas: number): void {
    this.times.push(time);
    this.replicas.push(replicas);
    while (exceeds(time - this.span, this.times[0])) {
      this.times.shift();
      this.replicas.shift();
    }
  }

  /** Greatest of `least` and the entries strictly after `cutoff`. */
  greatestAfter(cutoff: number, least: number): number {
    return this.foldAfter(cutoff, least, Math.max);
  }

  /** Least of `greatest` and the entries strictly after `cutoff`. */
  leastAfter(cutoff: number, greatest: number): number {
    return this.foldAfter(cutoff, greatest, Math.min);
  }

  /** Sum of the entries strictly after `cutoff`. */
  sumAfter(cutoff: number): number {
    return this.foldAfter(cutoff, 0, (sum, entry) => sum + entry);
  }

  private foldAfter(
    cutoff: number,
    start: number,
    fold: (left: number, right: number) => number,
  ): number {
    let result = start;
    for (let index = this.times.length - 1; index >= 0; index--) {
      if (!exceeds(this.times[index], cutoff)) break;
      result = fold(result, this.replicas[index]);
    }
    return result;
  }
}
