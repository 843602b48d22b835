import type { PriceOfSlo } from "../../plan/price-summary.ts";
import type { ObjectiveResult, Point, Result } from "../../plan/result.ts";
import { pointName } from "../answer.ts";
import { axesOf, settingsName } from "../settings.ts";
import { shownQuantile } from "../shown-quantile.ts";
import { provesTarget } from "./proven-target.ts";

/** An objective and what other limits than its own would cost. */
export interface PricedObjective extends Pick<
  PriceOfSlo,
  "class" | "metric" | "within" | "target"
> {
  /** Cheapest first; each dearer fleet keeps a tighter limit. */
  readonly steps: readonly PriceStep[];
  /** Whether limits are known beyond the requests counted: surely, or because nothing is random. */
  readonly isProven: boolean;
  /** Whether nothing is random, so that what was counted is all there is. */
  readonly isExact: boolean;
  /** Prices of other targets at the objective's own limit, ascending. */
  readonly targets: readonly TargetPrice[];
  /** Price of the objective as it is written. */
  readonly own: Omit<TargetPrice, "target">;
}

/** The cheapest fleet that keeps a limit. */
export interface PriceStep extends PricedFleet {
  /** Seconds, as counted. */
  readonly counted: number;
  /** At best; where nothing is random, or nothing is proven, as counted. */
  readonly atBest: number;
  /** Surely; null if no limit is sure. Where nothing is random, as counted. */
  readonly surely: number | null;
}

/** The cheapest fleet for a target; null where none of the sweep keeps it. */
export interface TargetPrice {
  /** Share of requests to be good. */
  readonly target: number;
  readonly counted: PricedFleet | null;
  /** What the evidence proves; where nothing is random, as counted. */
  readonly certified: PricedFleet | null;
}

/** A fleet with its price and what to call it. */
export interface PricedFleet {
  readonly replicas: number;
  /** Dollars. */
  readonly costPerHour: number;
  /** As in "6 replicas, $24.60/h". */
  readonly name: string;
}

/**
 * What other promises would cost, an entry an objective: as the result prices them, or where it
 * doesn't, as with an autoscaler, from its points: limits as they were counted, targets also as the
 * intervals and verdicts prove them.
 */
export function pricedObjectives(result: Result): readonly PricedObjective[] {
  if (result.priceOfSlo.length > 0) {
    return result.priceOfSlo.map(pricedObjective);
  }
  const isExact = result.question.kind === "hindsight";
  const points = result.points.toSorted((left, right) => left.costPerHour - right.costPerHour);
  return result.scenario.slo.objectives.map((objective, index) => {
    const cheapest = (keeps: (judged: ObjectiveResult) => boolean): PricedFleet | null => {
      const point = points.find(({ objectives }) => keeps(objectives[index]));
      return point === undefined ? null : fleetOf(result, point);
    };
    const priceOf = (target: number): TargetPrice => {
      const counted = cheapest(({ compliance }) => compliance >= target);
      const certified = isExact ? counted : cheapest((judged) => provesTarget(judged, target));
      return { target, counted, certified };
    };
    return {
      ...objective,
      steps: countedSteps(result, points, objective),
      isProven: isExact,
      isExact,
      targets: COUNTED_TARGETS.map(priceOf),
      own: priceOf(objective.target),
    };
  });
}

/** The targets that a result prices, for results that don't. */
const COUNTED_TARGETS: readonly number[] = [0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999];

function pricedObjective(price: PriceOfSlo): PricedObjective {
  const steps = price.limits.map((step): PriceStep => {
    const [atBest, surely] = step.interval ?? [step.within, step.within];
    return { ...namedFleet(step), counted: step.within, atBest, surely };
  });
  const { class: ofClass, metric, target, within } = price;
  const targets = price.targets.map(({ certified, counted, target: share }) => ({
    target: share,
    counted: counted === null ? null : namedFleet(counted),
    certified: certified === null ? null : namedFleet(certified),
  }));
  return {
    class: ofClass,
    metric,
    within,
    target,
    steps,
    isProven: steps.some(({ surely }) => surely !== null),
    isExact: price.limits.every(({ interval }) => interval === null),
    targets,
    own: targets.find((other) => Math.abs(other.target - target) < 1e-9) ?? {
      counted: steps.find(({ counted }) => counted <= within) ?? null,
      certified: steps.find(({ surely }) => surely !== null && surely <= within) ?? null,
    },
  };
}

/** Of points from the cheapest on, those that keep a tighter limit than every cheaper one. */
function countedSteps(
  result: Result,
  points: readonly Point[],
  objective: Pick<PriceOfSlo, "class" | "metric" | "target">,
): readonly PriceStep[] {
  const steps: PriceStep[] = [];
  const isExact = result.question.kind === "hindsight";
  for (const point of points) {
    const counted = shownQuantile(point, { ...objective, share: objective.target });
    if (counted === null || counted >= (steps.at(-1)?.counted ?? Infinity)) continue;
    const fleet = fleetOf(result, point);
    // Of equal prices the one that keeps more.
    if (steps.at(-1)?.costPerHour === fleet.costPerHour) steps.pop();
    steps.push({ ...fleet, counted, atBest: counted, surely: isExact ? counted : null });
  }
  return steps;
}

function fleetOf(result: Result, point: Point): PricedFleet {
  const { costPerHour, replicas } = point;
  return { replicas, costPerHour, name: pointName(point, axesOf(result.points)) };
}

function namedFleet(fleet: Omit<PricedFleet, "name">): PricedFleet {
  const { costPerHour, replicas } = fleet;
  return {
    replicas,
    costPerHour,
    name: pointName({ replicas, costPerHour, settings: {}, fleet: null }, {}),
  };
}

/** The limit that a step stands for: what is sure, or where nothing is proven what was counted. */
export function limitOf(step: PriceStep, { isProven }: Pick<PricedObjective, "isProven">): number {
  return isProven ? (step.surely ?? Infinity) : step.counted;
}

/** The cheapest fleet for a target: proven, or where nothing is, as counted; else null. */
export function fleetFor(
  price: TargetPrice,
  { isProven }: Pick<PricedObjective, "isProven">,
): PricedFleet | null {
  return isProven ? price.certified : price.counted;
}

/** An objective with its targets as proven, where the evidence proves any fleet for any of them. */
export function withProvenTargets(priced: PricedObjective): PricedObjective {
  return { ...priced, isProven: priced.targets.some(({ certified }) => certified !== null) };
}

/**
 * The cheapest fleet for the objective as it is written, as a choice has to hold it: proven, by the
 * verdict where its target is among those priced, else by the limits. Null if none of the sweep is.
 */
export function priceAsWritten({ isExact, own }: PricedObjective): PricedFleet | null {
  return isExact ? own.counted : own.certified;
}

/** A fixed fleet's size in words, as in "6 replicas"; null for an autoscaler's. */
export function sizeOf({ name }: PricedFleet): string | null {
  return /^([\d,]+ replicas?)(?:,|$)/u.exec(name)?.[1] ?? null;
}

/** What a fleet does to the promise as it is written: it "keeps" it, or "is proven to keep" it. */
export function keepsWords({ isExact }: Pick<PricedObjective, "isExact">): string {
  return isExact ? "keeps" : "is proven to keep";
}

/** What to write beside a promise that no fleet of the sweep is known to keep. */
export function noneWords({ isExact }: Pick<PricedObjective, "isExact">): string {
  return isExact ? "no fleet keeps it" : "no fleet is proven to keep it";
}

/** " as counted" where prices are of what was counted, and that proves nothing; else nothing. */
export function countedWords({
  isExact,
  isProven,
}: Pick<PricedObjective, "isExact" | "isProven">): string {
  return isExact || isProven ? "" : " as counted";
}

/** Which fleets are priced, where others were simulated too: a sentence, or nothing. */
export function settingNote(result: Result): string {
  if (result.arrangements.length > 0) return "One fleet for all classes.";
  const [step] = result.priceOfSlo.flatMap(({ limits }) => limits);
  if (step === undefined) return "";
  const name = settingsName(step.settings, axesOf(result.points));
  return name === "" ? "" : `All with ${name}.`;
}

/** Why no price of a promise can be drawn; null if it can. */
export function whyUnpriced(result: Result): string | null {
  if (result.points.length === 1) {
    return "one configuration has one price; a range of fleet.replicas gives it others to compare";
  }
  if (result.points.every(({ costPerHour }) => costPerHour === 0)) {
    return "replicas cost nothing in this scenario; fleet.price gives them a price";
  }
  return null;
}
