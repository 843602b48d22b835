/** One timed execution. */
export interface Trial {
  /** Seconds of the part that is measured. */
  readonly seconds: number;
  /** What the work came to: equal for variants that must agree, and it keeps the work alive. */
  readonly digest: string;
}

/** One way of doing the work of a bench. */
export interface Variant {
  readonly name: string;
  /** Requests one trial handles. */
  readonly requests: number;
  readonly run: () => Trial;
}

/** What the trials of one variant gave. */
export interface Measurement {
  readonly name: string;
  readonly requests: number;
  /** Seconds of the fastest and of the median trial. */
  readonly min: number;
  readonly median: number;
  readonly digest: string;
}

/** Times a piece of work that returns its digest. */
export function timed(work: () => string): Trial {
  const start = performance.now();
  const digest = work();
  return { seconds: (performance.now() - start) / 1000, digest };
}

/** The fastest of some trials of one piece of work. */
export function fastest(trials: readonly Trial[]): Trial {
  return trials.reduce((best, trial) => (trial.seconds < best.seconds ? trial : best));
}

/**
 * Runs every variant once to warm up and then in turns, so that a slow minute of the machine falls
 * on all of them.
 *
 * @param rounds - Timed trials of each variant, ≥ 1.
 * @throws Error if a variant's digest changes from one trial to the next.
 */
export function measure(variants: readonly Variant[], rounds: number): Measurement[] {
  const warmUps = variants.map((variant) => variant.run());
  const seconds = variants.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, variant] of variants.entries()) {
      const trial = variant.run();
      if (trial.digest !== warmUps[i].digest) throw new Error(`${variant.name} is not repeatable`);
      seconds[i].push(trial.seconds);
    }
  }
  return variants.map(({ name, requests }, i) => {
    const ascending = seconds[i].toSorted((a, b) => a - b);
    const median = ascending[ascending.length >> 1];
    return { name, requests, min: ascending[0], median, digest: warmUps[i].digest };
  });
}

/** Requests a second of the fastest trial. */
export function rate({ min, requests }: Measurement): number {
  return requests / min;
}

/** A table of measurements; the last column compares rates with that of the first. */
export function formatMeasurements(title: string, measurements: readonly Measurement[]): string {
  const lines = measurements.map((measurement) => {
    const { name, requests, min, median, digest } = measurement;
    const cells = [
      String(requests).padStart(9),
      `${(min * 1000).toFixed(1)} ms`.padStart(11),
      `${(median * 1000).toFixed(1)} ms`.padStart(11),
      `${(rate(measurement) / 1e6).toFixed(3)} M/s`.padStart(12),
      (rate(measurement) / rate(measurements[0])).toFixed(3).padStart(8),
    ];
    return `${name.padEnd(34)}${cells.join("")}  ${digest}`;
  });
  const header = `${"".padEnd(34)} requests        min     median        rate   ratio  digest`;
  return [title, header, ...lines].join("\n");
}
