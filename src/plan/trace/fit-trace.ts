import type { ArrivalProcess } from "../../workload/arrival-process.ts";
import { measureBurstiness, measureWindows } from "../../workload/measure-burstiness.ts";
import type { SizeLaws } from "../../workload/sample-sizes.ts";
import type { BoundedTrace } from "../../workload/trace-rows.ts";
import { fitBlocks } from "./fit-blocks.ts";
import { fitOnOff, FITTED_SCALES } from "./fit-on-off.ts";
import { fitSchedule } from "./fit-schedule.ts";
import { fitSizes } from "./fit-sizes.ts";
import {
  judgeGenerator,
  measureYardstick,
  shuffledWaits,
  type ComparedValue,
  type Generator,
  type Judgement,
  type Yardstick,
} from "./judge-generator.ts";
import { poissonBand } from "./measure-dispersion.ts";

/** A generator that stands in for a trace, and how well it does. */
export interface TraceFit {
  readonly duration: number;
  readonly arrivals: ArrivalProcess;
  readonly sizes: SizeLaws;
  /** Index of dispersion at 1, 10 and 60 s; those missing for which the trace is too short. */
  readonly dispersion: readonly ComparedValue[];
  /** P99 of the queue wait in seconds, at each utilisation. */
  readonly waits: readonly ComparedWait[];
  /** Whether all waits and indexes are within 20 % of those of the trace. */
  readonly isGood: boolean;
  /** Gamma gaps of the rate and variation of the trace with independent sizes, for comparison. */
  readonly renewal: RenewalFit | null;
}

/** A wait, and that of the trace with its sizes in random order, on average. */
export interface ComparedWait extends ComparedValue {
  /** Differs from `trace` where sizes depend on the time or on each other. */
  readonly shuffled: number;
}

/** What independent gaps make of a trace. */
export interface RenewalFit {
  /** Coefficient of variation of the gaps. */
  readonly cv: number;
  readonly dispersion: readonly ComparedValue[];
  readonly waits: readonly ComparedValue[];
  /** By the rule that the fit is judged by. */
  readonly isGood: boolean;
}

/** How far a measure may be off, as a share of the trace's. */
const TOLERANCE = 0.2;
/** Draws of a candidate in the first round: as many as make up these requests, within limits. */
const ROUND_REQUESTS = 200_000;
const FEWEST_DRAWS = 2;
const MOST_DRAWS = 8;
/** Arrival processes that are tried with every law of sizes. */
const FINAL_PROCESSES = 3;
/** Pairs of both that are drawn from again, and how many times as often as before. */
const FINAL_PAIRS = 4;
const FINAL_FACTOR = 3;
/** What a point of a schedule or a trend costs, in logarithms of a ratio: 300 for about 1 %. */
const POINT_COST = 3e-5;
/** First replications of the three sets of draws, which have none in common. */
const FIRST_FINAL = 100;
const FIRST_JUDGED = 1000;
const JUDGED_DRAWS = 20;
/** The greatest cv that gamma gaps can be asked for. */
const MOST_CV = 20;

/**
 * Fits a generator to a trace. Arrivals first: Poisson if their index of dispersion at 1, 10 and 60
 * s is one that Poisson arrivals have in 95 of 100 cases; else those of Poisson arrivals, schedules
 * of equal steps, schedules of blocks, an on-off process and two of them at once that come nearest
 * to the indexes of the trace and to the waits that it has with its sizes shuffled. The best three
 * are tried with independent sizes and with trends of them; the best four of these pairs are drawn
 * from again, and the one is taken whose indexes and waits are nearest to the trace's, 300
 * points more counting as about 1 % off. The verdict is over draws that had no part in that.
 *
 * @param trace - At least 3 requests over more than 0 s.
 * @param seed - Of the draws that choose and judge.
 */
export function fitTrace(trace: BoundedTrace, seed: number): TraceFit {
  const { arrivals } = trace;
  const wanted = Math.round(ROUND_REQUESTS / arrivals.length);
  const draws = Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, wanted));
  const yardstick = measureYardstick(trace);
  const shuffled = shuffledWaits(trace, seed, draws);
  const laws = fitSizes(trace);
  const against = { ...yardstick, waits: shuffled };
  const processes = nearest(candidatesFor(arrivals, yardstick), FINAL_PROCESSES, (process) => {
    const one = { arrivals: process, sizes: laws[0] };
    return badnessOf(one, judgeGenerator(one, against, seed, 0, draws));
  });
  const pairs = processes.flatMap((process) =>
    laws.map((sizes): Generator => ({ arrivals: process, sizes })),
  );
  const badness = (one: Generator, first: number, count: number): number =>
    badnessOf(one, judgeGenerator(one, yardstick, seed, first, count));
  const finals = nearest(pairs, FINAL_PAIRS, (one) => badness(one, 0, draws));
  const [chosen] = nearest(finals, 1, (one) => badness(one, FIRST_FINAL, FINAL_FACTOR * draws));

  const judged = judgeGenerator(chosen, yardstick, seed, FIRST_JUDGED, JUDGED_DRAWS);
  return {
    duration: yardstick.span,
    ...chosen,
    dispersion: judged.dispersion,
    waits: judged.waits.map((wait, place) => ({ ...wait, shuffled: shuffled[place] })),
    isGood: isGood(judged, yardstick),
    renewal: judgeRenewal(arrivals, laws[0], yardstick, seed),
  };
}

/** Arrival processes that may stand in for the trace's, simple ones first. */
function candidatesFor(arrivals: Float64Array, yardstick: Yardstick): readonly ArrivalProcess[] {
  const { dispersion, span } = yardstick;
  const rate = (arrivals.length - 1) / span;
  const poisson: ArrivalProcess = { process: "poisson", rate, spikes: [] };
  const isPoisson = dispersion.every(([scale, index]) => {
    const [low, high] = poissonBand(measureWindows(arrivals, scale).windows);
    return index >= low && index <= high;
  });
  if (isPoisson) return [poisson];
  const indexes = dispersion.map(([, index]) => index);
  const modulated = indexes.length < FITTED_SCALES.length ? [] : fitOnOff(rate, indexes, span);
  return [poisson, ...fitSchedule(arrivals), ...fitBlocks(arrivals), ...modulated];
}

/** Gamma gaps with the mean and variation of the trace's; null where no gamma law has it. */
function judgeRenewal(
  arrivals: Float64Array,
  sizes: SizeLaws,
  yardstick: Yardstick,
  seed: number,
): RenewalFit | null {
  const { interarrivalCv: cv, rate } = measureBurstiness(arrivals);
  if (cv === null || cv === 0 || cv > MOST_CV) return null;
  const process: ArrivalProcess = { process: "gamma", rate, cv, spikes: [] };
  const generator = { arrivals: process, sizes };
  const judged = judgeGenerator(generator, yardstick, seed, FIRST_JUDGED, JUDGED_DRAWS);
  return { cv, ...judged, isGood: isGood(judged, yardstick) };
}

/**
 * Whether every wait is within 20 % of the trace's, and every index of dispersion too. Where
 * windows are few an index may differ by what chance makes of it in 95 of 100 cases.
 */
function isGood({ dispersion, waits }: Judgement, { span }: Yardstick): boolean {
  return (
    waits.every(isNear) &&
    dispersion.every((one) => {
      const [low, high] = poissonBand(Math.floor(span / one.at));
      const ratio = one.trace / one.fit;
      return isNear(one) || (ratio >= low && ratio <= high);
    })
  );
}

function isNear({ fit, trace }: ComparedValue): boolean {
  return Math.abs(fit - trace) <= TOLERANCE * trace;
}

/** The greatest logarithm of a ratio of what a generator has to what it should have, and its cost. */
function badnessOf(one: Generator, { dispersion, waits }: Judgement): number {
  const errors = [...dispersion, ...waits].map(({ fit, trace }) =>
    fit === trace ? 0 : Math.abs(Math.log(fit / trace)),
  );
  // Logarithms of 0 and of missing values are as far off as can be.
  if (!errors.every((error) => error < Infinity)) return Infinity;
  return Math.max(...errors) + POINT_COST * pointsOf(one);
}

/** Points of the schedule and the trends of a generator. */
function pointsOf({ arrivals, sizes }: Generator): number {
  const { input = [], output = [] } = sizes.trend ?? {};
  const points = arrivals.process === "schedule" ? arrivals.points.length : 0;
  return points + input.length + output.length;
}

/** The nearest few, the first of equals, in the order that they came in; none is looked at in vain. */
function nearest<T>(
  candidates: readonly T[],
  most: number,
  errorOf: (candidate: T) => number,
): readonly T[] {
  if (candidates.length <= most) return candidates;
  const errors = candidates.map(errorOf);
  const places = candidates.map((_, place) => place);
  const kept = places.sort((left, right) => errors[left] - errors[right] || left - right);
  return kept
    .slice(0, most)
    .sort((left, right) => left - right)
    .map((place) => candidates[place]);
}
