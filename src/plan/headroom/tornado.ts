import type { Executor } from "../executor.ts";
import type { Choice } from "../result.ts";
import type { SweptSetting } from "../run-sweep.ts";
import { searchNearby, type Answer, type Attempt, type ScaledChoice } from "./search-nearby.ts";
import { variationsOf, type Assumption } from "./vary-assumptions.ts";

/** How the answer moves when one assumption is off. */
export interface Tornado {
  /** The choice with every assumption as it is; null if nothing tried is proven to hold. */
  readonly base: BaseChoice | null;
  /** Widest swing first; a bar without an answer on some side before all others. */
  readonly bars: readonly TornadoBar[];
  /** Assumptions that aren't varied, and why. */
  readonly omitted: readonly { readonly assumption: Assumption; readonly reason: string }[];
}

/** A choice as the tornado counts it. */
export interface BaseChoice {
  readonly replicas: number;
  readonly costPerHour: number;
}

/** The answer with one assumption lower and higher than it is. */
export interface TornadoBar {
  readonly assumption: Assumption;
  /** Relative variation. */
  readonly amount: number;
  readonly low: ScaledChoice;
  readonly high: ScaledChoice;
  /** Dollars an hour between the two; null if one of them has no answer. */
  readonly swing: number | null;
}

/** What a tornado is drawn around. */
export interface TornadoRequest {
  /** The setting whose assumptions are varied; the further axes of the sweep keep its values. */
  readonly setting: SweptSetting;
  /** Replicas around which answers are sought. */
  readonly replicas: number;
  readonly base: BaseChoice | null;
  /** What was tried in vain for a base; absent if there is one. */
  readonly tried?: Attempt | undefined;
  /** The sweep's confidence of each bound. */
  readonly confidence: number;
}

/**
 * Varies one assumption after the other by its `sensitivity` and searches the choice anew.
 *
 * @param executor - Where tasks run; stays open.
 * @param onStep - Called after every answer.
 */
export async function drawTornado(
  { base, confidence, replicas, setting, tried }: TornadoRequest,
  executor: Executor,
  onStep: () => void,
): Promise<Tornado> {
  const bars: TornadoBar[] = [];
  const omitted: Tornado["omitted"][number][] = [];
  for (const variation of variationsOf(setting)) {
    const { assumption } = variation;
    if ("omitted" in variation) {
      omitted.push({ assumption, reason: variation.omitted });
      continue;
    }
    const { amount, scale } = variation;
    const choose = async (factor: number): Promise<ScaledChoice> => {
      const expected = { replicas, spread: 2 * amount };
      const answer = await searchNearby(scale(factor), expected, confidence, executor);
      onStep();
      return scaledChoice(factor, answer);
    };
    bars.push(barOf(assumption, amount, await choose(1 - amount), await choose(1 + amount)));
  }
  bars.push(priceBar(setting.scenario.sensitivity.price, base, tried));
  bars.sort((a, b) => (b.swing ?? Infinity) - (a.swing ?? Infinity) || 0);
  return { base, bars, omitted };
}

/** Answers that {@link drawTornado} seeks for a setting. */
export function countAnswers(setting: SweptSetting): number {
  return 2 * variationsOf(setting).filter((variation) => "scale" in variation).length;
}

/** An answer under a factor as the result holds it. */
export function scaledChoice(factor: number, { choice, tried }: Answer): ScaledChoice {
  return choice === null
    ? { factor, replicas: null, costPerHour: null, tried }
    : { factor, ...baseOf(choice) };
}

/** A choice's size, of an autoscaler on average, and cost. */
export function baseOf({ costPerHour, elastic, replicas }: Choice): BaseChoice {
  return { replicas: elastic?.meanReplicas ?? replicas, costPerHour };
}

function priceBar(amount: number, base: BaseChoice | null, tried: Attempt | undefined): TornadoBar {
  const priced = (factor: number): ScaledChoice => ({
    factor,
    replicas: base?.replicas ?? null,
    costPerHour: base === null ? null : base.costPerHour * factor,
    ...(tried === undefined ? {} : { tried }),
  });
  return barOf("price", amount, priced(1 - amount), priced(1 + amount));
}

function barOf(
  assumption: Assumption,
  amount: number,
  low: ScaledChoice,
  high: ScaledChoice,
): TornadoBar {
  const isOpen = low.costPerHour === null || high.costPerHour === null;
  const swing = isOpen ? null : Math.abs(high.costPerHour - low.costPerHour);
  return { assumption, amount, low, high, swing };
}
