import type { StepSection } from "../../scenario/scenario.ts";
import type { Occupancy } from "./occupancy.ts";

/**
 * What the duration of a step is made of: straight lines, or tables with the given knots. The
 * coefficients of a form are, in this order: the time of any step (with a table: at its first
 * knot), the growth with the sequences in it, that with the cached tokens of the decoding ones, and
 * that with prefill tokens. Every coefficient is a duration ≥ 0, so a table never falls.
 */
export interface StepForm {
  /** Sequences at which the table has points, ascending from 1; null for a straight line. */
  readonly sequenceKnots: readonly number[] | null;
  /** Prefill tokens at which the table has points, ascending from 0; null for a straight line. */
  readonly prefillKnots: readonly number[] | null;
}

/** Two straight lines. */
export const STRAIGHT: StepForm = { sequenceKnots: null, prefillKnots: null };

/** Which part of a step a coefficient belongs to. */
export type StepPart = "base" | "sequences" | "context" | "prefill";

/** The part that each coefficient of a form belongs to. */
export function partsOf({ prefillKnots, sequenceKnots }: StepForm): readonly StepPart[] {
  return [
    "base",
    ...repeated("sequences", sequenceKnots),
    "context",
    ...repeated("prefill", prefillKnots),
  ];
}

function repeated(part: StepPart, knots: readonly number[] | null): readonly StepPart[] {
  return knots === null ? [part] : knots.slice(1).map(() => part);
}

/**
 * What a mean step contains, by coefficient: the step lasts the inner product of the two.
 *
 * @param occupancy - Of the mean step, as a decoding sequence sees it.
 */
export function contentOf(form: StepForm, occupancy: Occupancy): Float64Array {
  const { chunks, contextTokens, prefillTokens, prefillsPerStep, sequences } = occupancy;
  const { prefillKnots, sequenceKnots } = form;
  const prefill =
    prefillKnots === null
      ? [prefillTokens]
      : segmentShares(prefillKnots, 0).map((_, segment) => {
          const shares = chunks.map((chunk) => segmentShares(prefillKnots, chunk)[segment]);
          return prefillsPerStep * shares.reduce((sum, share) => sum + share, 0);
        });
  return Float64Array.of(
    1,
    ...(sequenceKnots === null ? [sequences] : segmentShares(sequenceKnots, sequences)),
    contextTokens,
    ...prefill,
  );
}

/** How far a count reaches into each segment of a table; beyond the last as far as it goes. */
function segmentShares(knots: readonly number[], count: number): readonly number[] {
  return knots.slice(1).map((end, index) => {
    const start = knots[index];
    const share = Math.max(0, (count - start) / (end - start));
    return index === knots.length - 2 ? share : Math.min(1, share);
  });
}

/**
 * Writes coefficients as the scenario's section.
 *
 * @param coefficients - Seconds, one a coefficient of the form.
 */
export function stepOf(form: StepForm, coefficients: Float64Array): StepSection {
  const parts = partsOf(form);
  const of = (part: StepPart): number[] =>
    [...coefficients].filter((_, index) => parts[index] === part);
  const [base] = of("base");
  const { prefillKnots, sequenceKnots } = form;
  return {
    base: sequenceKnots === null ? base : 0,
    perSequence: sequenceKnots === null ? of("sequences")[0] : 0,
    bySequences:
      sequenceKnots === null ? null : { table: climb(sequenceKnots, base, of("sequences")) },
    perPrefillToken: prefillKnots === null ? of("prefill")[0] : 0,
    byPrefillTokens:
      prefillKnots === null ? null : { table: climb(prefillKnots, 0, of("prefill")) },
    perContextToken: of("context")[0],
    perPrefillTokenSquared: 0,
  };
}

function climb(
  knots: readonly number[],
  start: number,
  rises: readonly number[],
): (readonly [count: number, seconds: number])[] {
  let height = start;
  return knots.map((knot, index) => {
    if (index > 0) height += rises[index - 1];
    return [knot, height] as const;
  });
}
