import type { SloSection } from "../../scenario/scenario.ts";
import { sumOf } from "../pool-replications.ts";
import { budgetSeries, cutIntoBlocks, type BudgetSeries } from "./budget-series.ts";
import { forecastAlerts, type AlertForecast } from "./burn-alerts.ts";
import { durationPhrase } from "./duration-phrase.ts";
import { forecastOverspend, spreadOfBlocks, spreadOfResamples } from "./overspend.ts";
import type { BinnedCounts } from "./time-bins.ts";

/** The error budget of one objective over the SLO window, at one configuration. */
export interface ErrorBudget {
  /** What is counted: requests, or slices of time. */
  readonly budgeting: "occurrences" | "timeslices";
  /** Seconds over which the budget is kept. */
  readonly window: number;
  /** Requests, or slices, expected in a window at the simulated rate. */
  readonly expected: number;
  /** How many of those may be bad. */
  readonly budget: number;
  /** The budget as minutes in which nothing is good. */
  readonly outageMinutes: number;
  /** Share of slices that are good; null with `budgeting: occurrences`. */
  readonly timesliceCompliance: number | null;
  /** Share of a window's budget that it uses: 1 is all of it, above 1 too much. */
  readonly used: number;
  /** 1 − `used`: negative if overspent. */
  readonly left: number;
  /** Bad share over 1 − target: 1 uses the budget up exactly at the window's end. */
  readonly burnRate: number;
  /** Seconds until a budget is used up; null if nothing is bad. */
  readonly exhaustedAfter: number | null;
  /** Probability that a window is overspent; 0 or 1 in hindsight. */
  readonly overspendProbability: number;
  /** Standard deviation of a window's bad share behind that probability; null in hindsight. */
  readonly deviation: number | null;
  /** True if less than a window was simulated in one piece. */
  readonly extrapolated: boolean;
  /** What the numbers take for granted, as a sentence without a full stop. */
  readonly basis: string;
  readonly alerts: AlertForecast;
}

/** What an error budget is read from. */
export interface BudgetEvidence {
  /** In order of replication; at least one. */
  readonly replications: readonly {
    readonly bins: BinnedCounts;
    /** Seconds measured. */
    readonly span: number;
  }[];
  /** True in hindsight: nothing is random, so there is one replication and it is exact. */
  readonly isExact: boolean;
  /**
   * Violation rates of the objective in resamples of a trace, at least one, each as long as the
   * trace; null if there are none. Not of use with `budgeting: timeslices`.
   */
  readonly resampledRates: readonly number[] | null;
}

/** The part of an SLO that decides its error budgets. */
export type BudgetPolicy = Pick<
  SloSection,
  "window" | "budgeting" | "timeSlice" | "alerts" | "objectives"
>;

/**
 * The error budget of an objective: how large it is, how much of it a window uses, how likely it is
 * overspent, and whom that wakes.
 *
 * @param evidence - What was simulated.
 * @param policy - The scenario's `slo`.
 * @param index - Place of the objective among its objectives.
 */
export function errorBudgetOf(
  evidence: BudgetEvidence,
  policy: BudgetPolicy,
  index: number,
): ErrorBudget {
  const { alerts, budgeting, objectives, window } = policy;
  const { target } = objectives[index];
  const budget = 1 - target;
  const series = evidence.replications.map(({ bins, span }) =>
    budgetSeries(bins, span, policy, index),
  );
  const [counted, bad] = totalsOf(series);
  const simulated = sumOf(series.map(({ span }) => span));
  const expected =
    budgeting === "timeslices" ? window / series[0].width : (counted / simulated) * window;
  const burnRate = bad / counted / budget;
  const longest = Math.max(...series.map(({ span }) => span));
  // In hindsight compared as counted, as the verdict is.
  const overspend = evidence.isExact
    ? forecastExactly((counted - bad) / counted >= target, window, longest)
    : evidence.resampledRates !== null && budgeting === "occurrences"
      ? forecastFromResamples(evidence.resampledRates, counted, bad, window, longest, budget)
      : forecastFromBlocks(series, window, budget);
  const extrapolated = longest < window;
  return {
    budgeting,
    window,
    expected,
    budget: budget * expected,
    outageMinutes: (budget * window) / 60,
    timesliceCompliance: budgeting === "timeslices" ? (counted - bad) / counted : null,
    used: burnRate,
    left: 1 - burnRate,
    burnRate,
    exhaustedAfter: bad > 0 ? window / burnRate : null,
    overspendProbability: overspend.probability,
    deviation: overspend.deviation,
    extrapolated,
    basis: basisOf(overspend.assumption, extrapolated ? longest : null),
    alerts: forecastAlerts(series, alerts, budget, window),
  };
}

interface Overspend {
  readonly probability: number;
  readonly deviation: number | null;
  readonly assumption: string;
}

function forecastExactly(isKept: boolean, window: number, span: number): Overspend {
  return {
    probability: isKept ? 0 : 1,
    deviation: null,
    assumption: `exact for these ${durationPhrase(span)} of traffic; a window of ${durationPhrase(window)} is assumed to repeat them`,
  };
}

function forecastFromBlocks(
  series: readonly BudgetSeries[],
  window: number,
  budget: number,
): Overspend {
  const blocks = cutIntoBlocks(series);
  const count = blocks.requests.length;
  const blockSpan = sumOf(series.map(({ span }) => span)) / count;
  const windowBlocks = window / blockSpan;
  return {
    ...forecastOverspend(spreadOfBlocks(blocks), budget, windowBlocks, count),
    assumption: `a window of ${durationPhrase(window)} is taken as ${stretchesPhrase(windowBlocks)} like the ${count} simulated ones of ${durationPhrase(blockSpan)}, with Student's t for how much they differ and for how well they are known`,
  };
}

function forecastFromResamples(
  rates: readonly number[],
  counted: number,
  bad: number,
  window: number,
  span: number,
  budget: number,
): Overspend {
  return {
    // However many resamples there are, they are evidence of one trace.
    ...forecastOverspend(spreadOfResamples(rates, bad, counted), budget, window / span, 1),
    assumption: `a window of ${durationPhrase(window)} is taken as ${stretchesPhrase(window / span)} like the trace of ${durationPhrase(span)}, whose ${rates.length} resamples say how much such stretches differ and how well their mean is known`,
  };
}

function stretchesPhrase(count: number): string {
  return `${count >= 10 ? Math.round(count) : Number(count.toPrecision(2))} independent stretches`;
}

function basisOf(assumption: string, extrapolatedFrom: number | null): string {
  if (extrapolatedFrom === null) return assumption;
  const span = durationPhrase(extrapolatedFrom);
  return `${assumption}; extrapolated from ${span}, so what traffic does over longer times is not in it`;
}

function totalsOf(series: readonly BudgetSeries[]): readonly [counted: number, bad: number] {
  let counted = 0;
  let bad = 0;
  for (const replication of series) {
    for (let step = 0; step < replication.counted.length; step++) {
      counted += replication.counted[step];
      bad += replication.bad[step];
    }
  }
  return [counted, bad];
}
