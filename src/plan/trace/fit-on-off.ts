import type { ArrivalProcess, MmppProcess } from "../../workload/arrival-process.ts";

/** Scales, in seconds, at which a fit has the index of dispersion of the trace. */
export const FITTED_SCALES: readonly [1, 10, 60] = [1, 10, 60];

/** The excess over Poisson of one modulating source: A·(1 − (1 − e^(−κt))/(κt)) at scale t. */
interface Source {
  /** κ, the sum of the rates at which it turns on and off, per second. */
  readonly relaxation: number;
  /** A, the excess at long scales. */
  readonly excess: number;
}

const STEPS = 48;
const FASTEST = 10;
/** An excess less than this share of the other source's is none. */
const LEAST_SHARE = 1e-3;

/**
 * Fits Poisson arrivals that on-off sources modulate to the index of dispersion at 1, 10 and 60 s:
 * one source as `on-off`, two as an `mmpp` of four states. A source whose stays have the means 1/α
 * and 1/β adds A·(1 − (1 − e^(−κt))/(κt)) to the index, with κ = α + β and A = 2σ²/(κλ), where σ² is
 * the variance of its rate and λ the mean rate of all.
 *
 * @param rate - λ, requests per second, > 0.
 * @param indexes - At 1, 10 and 60 s.
 * @param span - Seconds that the trace lasts: no source is slower.
 * @returns None if the trace is no burstier than Poisson arrivals at any of the scales.
 * @see H. Heffes, D. M. Lucantoni, IEEE J-SAC 4 (1986) 856–868 (the variance of the counts)
 */
export function fitOnOff(
  rate: number,
  indexes: readonly number[],
  span: number,
): readonly ArrivalProcess[] {
  const excesses = indexes.map((index) => Math.max(0, index - 1));
  if (excesses.every((excess) => excess === 0)) return [];
  const relaxations = Array.from(
    { length: STEPS },
    (_, step) => (2 / span) * (FASTEST / (2 / span)) ** (step / (STEPS - 1)),
  );
  const single = bestOf(relaxations.map((one) => solve([one], excesses, indexes)));
  const pairs = relaxations.flatMap((slow, place) =>
    relaxations.slice(place + 4).map((fast) => solve([slow, fast], excesses, indexes)),
  );
  const double = bestOf(pairs);
  return [
    ...(single.length === 1 ? [onOffOf(single[0], rate, rate)] : []),
    ...(double.length === 2 ? [superpose(double, rate)] : []),
  ];
}

interface Solved {
  readonly sources: readonly Source[];
  /** Sum of the squared errors, relative to the indexes. */
  readonly error: number;
}

function bestOf(solved: readonly Solved[]): readonly Source[] {
  let best: Solved = { sources: [], error: Infinity };
  for (const one of solved) if (one.error < best.error) best = one;
  return best.sources;
}

/** Least squares over the excesses, with none below 0. */
function solve(
  relaxations: readonly number[],
  excesses: readonly number[],
  indexes: readonly number[],
): Solved {
  const shapes = relaxations.map((relaxation) =>
    FITTED_SCALES.map((scale, place) => shapeAt(relaxation * scale) / indexes[place]),
  );
  const targets = excesses.map((excess, place) => excess / indexes[place]);
  const [first, second] = shapes;
  let found = [dot(first, targets) / dot(first, first)];
  if (second !== undefined) {
    const cross = dot(first, second);
    const determinant = dot(first, first) * dot(second, second) - cross * cross;
    found = [
      (dot(second, second) * dot(first, targets) - cross * dot(second, targets)) / determinant,
      (dot(first, first) * dot(second, targets) - cross * dot(first, targets)) / determinant,
    ];
    const least = LEAST_SHARE * Math.max(...found);
    if (!found.every((excess) => excess > least)) return { sources: [], error: Infinity };
  }
  const sources = found.map((excess, place) => ({ excess, relaxation: relaxations[place] }));
  const errors = targets.map(
    (target, place) =>
      target - found.reduce((sum, excess, source) => sum + excess * shapes[source][place], 0),
  );
  return { sources, error: dot(errors, errors) };
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, place) => sum + value * right[place], 0);
}

function shapeAt(scaled: number): number {
  return 1 + Math.expm1(-scaled) / scaled;
}

interface OnOff {
  readonly process: "on-off";
  readonly rate: number;
  readonly onMean: number;
  readonly offMean: number;
  readonly spikes: readonly [];
}

/** The source that is silent while off. @param mean - Its own mean rate. @param total - λ. */
function onOffOf({ excess, relaxation }: Source, mean: number, total: number): OnOff {
  const variance = (excess * relaxation * total) / 2;
  const on = 1 / (1 + variance / mean ** 2);
  return {
    process: "on-off",
    rate: mean / on,
    onMean: 1 / (relaxation * (1 - on)),
    offMean: 1 / (relaxation * on),
    spikes: [],
  };
}

/** Two sources at once, each with half the mean rate, as one chain of four states. */
function superpose([first, second]: readonly Source[], rate: number): MmppProcess & OnOffSpikes {
  const sources = [onOffOf(first, rate / 2, rate), onOffOf(second, rate / 2, rate)];
  const places = [0, 1, 2, 3].map((state) => [state >> 1, state & 1]);
  const leaving = places.map((bits) =>
    bits.map((isOff, place) => {
      const { offMean, onMean } = sources[place];
      return 1 / (isOff === 1 ? offMean : onMean);
    }),
  );
  return {
    process: "mmpp",
    states: places.map((bits, state) => ({
      rate: bits.reduce((sum, isOff, place) => sum + (isOff === 1 ? 0 : sources[place].rate), 0),
      meanDwell: 1 / (leaving[state][0] + leaving[state][1]),
    })),
    transitions: leaving.map(([one, other], state) => {
      const row = [0, 0, 0, 0];
      row[state ^ 2] = one / (one + other);
      row[state ^ 1] = 1 - row[state ^ 2];
      return row;
    }),
    spikes: [],
  };
}

interface OnOffSpikes {
  readonly spikes: readonly [];
}
