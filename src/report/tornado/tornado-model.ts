import type { Headroom } from "../../plan/headroom/find-headroom.ts";
import type { Attempt, ScaledChoice } from "../../plan/headroom/search-nearby.ts";
import { shortAttempt } from "../attempt-words.ts";
import { formatDollars, formatReplicas, formatSignificant } from "../format.ts";
import { ASSUMPTIONS } from "../headroom-lines.ts";

/** What the picture of assumptions shows, before it has a place on paper. */
export interface TornadoModel {
  /** Whether the axis is of dollars an hour; of replicas where they cost nothing. */
  readonly isCost: boolean;
  /** The answer as it is, on the axis; null if there is none. */
  readonly base: number | null;
  /** The same in words: "6 replicas, $24.60/h". */
  readonly baseText: string;
  /** In the order of the result: what matters most first. */
  readonly bars: readonly TornadoRow[];
}

/** One assumption. */
export interface TornadoRow {
  /** As in "Service time". */
  readonly name: string;
  /** Relative variation, > 0. */
  readonly amount: number;
  readonly low: TornadoEnd;
  readonly high: TornadoEnd;
  /** Between the two, on the axis; null if one of them has no answer. */
  readonly swing: number | null;
}

/** The answer with an assumption at one end of its range. */
export interface TornadoEnd {
  readonly factor: number;
  /** On the axis; null if nothing tried is proven to hold the SLO. */
  readonly value: number | null;
  readonly replicas: number | null;
  readonly costPerHour: number | null;
  /** What was tried in vain; absent where there is an answer. */
  readonly tried?: Attempt;
  /** As in "5 replicas, $20.50/h", "missed" or "not proven". */
  readonly text: string;
}

/** Sorts a tornado into what is drawn. */
export function tornadoModel({ tornado }: Pick<Headroom, "tornado">): TornadoModel {
  const { bars, base } = tornado;
  const all = [base, ...bars.flatMap(({ high, low }) => [low, high])];
  const isCost = all.some((one) => (one?.costPerHour ?? 0) > 0);
  const valueOf = (one: Pick<ScaledChoice, "replicas" | "costPerHour"> | null): number | null =>
    one === null ? null : isCost ? one.costPerHour : one.replicas;
  const endOf = (end: ScaledChoice): TornadoEnd => ({
    ...end,
    value: valueOf(end),
    text: answerText(end),
  });
  return {
    isCost,
    base: valueOf(base),
    baseText: answerText(base ?? unpriced(bars)),
    bars: bars.map(({ amount, assumption, high, low }) => {
      const [lowValue, highValue] = [valueOf(low), valueOf(high)];
      const isOpen = lowValue === null || highValue === null;
      return {
        name: ASSUMPTIONS[assumption],
        amount,
        low: endOf(low),
        high: endOf(high),
        swing: isOpen ? null : Math.abs(highValue - lowValue),
      };
    }),
  };
}

/** The lack of a base, which the bar of the price shares. */
function unpriced(bars: Headroom["tornado"]["bars"]): Omit<ScaledChoice, "factor"> {
  const price = bars.find(({ assumption }) => assumption === "price");
  return price?.low ?? { replicas: null, costPerHour: null };
}

function answerText({ costPerHour, replicas, tried }: Omit<ScaledChoice, "factor">): string {
  if (replicas === null) return shortAttempt(tried);
  const size = Number.isInteger(replicas)
    ? formatReplicas(replicas)
    : `${formatSignificant(replicas, 3)} replicas`;
  return costPerHour !== null && costPerHour > 0
    ? `${size}, ${formatDollars(costPerHour)}/h`
    : size;
}
