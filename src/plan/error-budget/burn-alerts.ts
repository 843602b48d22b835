import type { AlertSection } from "../../scenario/scenario.ts";
import { sumOf } from "../pool-replications.ts";
import { alertScale } from "./alert-scale.ts";
import type { BudgetSeries } from "./budget-series.ts";
import { durationPhrase } from "./duration-phrase.ts";

/** What a policy of burn-rate alerts is expected to do in an SLO window. */
export interface AlertForecast {
  /** Times a window that somebody is paged: alerts that fire together page once. */
  readonly pages: number;
  /** The same for tickets. */
  readonly tickets: number;
  /** Factor by which the policy's windows were shortened to fit what was simulated; 1 for none. */
  readonly scaled: number;
  /** What was done to the policy's windows and why, without a full stop; null if nothing was. */
  readonly note: string | null;
  /** In order of the scenario. */
  readonly alerts: readonly AlertResult[];
}

/** An alert and what it does. */
export interface AlertResult {
  readonly burn: number;
  /** Seconds, as written. */
  readonly long: number;
  readonly short: number;
  readonly severity: "page" | "ticket";
  /** Times that it fires in an SLO window. */
  readonly firings: number;
  /** Share of the time that it is firing. */
  readonly activeShare: number;
}

/** A burn rate that equals its factor but for rounding has reached it. */
const ROUNDING = 1e-9;

/**
 * Replays a policy of multi-window burn-rate alerts on what was simulated.
 *
 * An alert fires when the burn rate, violation rate over budget, is at least its factor over both
 * its windows, and ends when it falls below over the short one. Each series is taken to repeat, so
 * what a window sees before its start is its end; an alert that never ends fires once a window.
 *
 * @param series - One a replication, in order; at least one.
 * @param alerts - The policy.
 * @param budget - Violation rate allowed, in (0, 1).
 * @param window - The SLO's, in seconds.
 * @see Google, The Site Reliability Workbook, chapter 5, "Alerting on SLOs", approach 6,
 *   https://sre.google/workbook/alerting-on-slos/, read in 2026.
 */
export function forecastAlerts(
  series: readonly BudgetSeries[],
  alerts: readonly AlertSection[],
  budget: number,
  window: number,
): AlertForecast {
  const span = Math.min(...series.map((replication) => replication.span));
  const scaled = alertScale(alerts, span);
  const perSeries = series.map((replication) => {
    const states = alerts.map((alert) => replayAlert(replication, alert, budget, scaled));
    // The SLO window shrinks with those of the alerts: a span stands for the longest look back.
    const repeats = (window * scaled) / replication.span;
    const firingsOf = (active: readonly Uint8Array[]): number => countFirings(active, repeats);
    return {
      pages: firingsOf(states.filter((_, index) => alerts[index].severity === "page")),
      tickets: firingsOf(states.filter((_, index) => alerts[index].severity === "ticket")),
      firings: states.map((state) => firingsOf([state])),
      activeShares: states.map((state) => state.reduce((sum, one) => sum + one, 0) / state.length),
    };
  });
  return {
    pages: meanOf(perSeries.map(({ pages }) => pages)),
    tickets: meanOf(perSeries.map(({ tickets }) => tickets)),
    scaled,
    note: noteOn(alerts, scaled, span, series[0].width),
    alerts: alerts.map((alert, index) => ({
      ...alert,
      firings: meanOf(perSeries.map(({ firings }) => firings[index])),
      activeShare: meanOf(perSeries.map(({ activeShares }) => activeShares[index])),
    })),
  };
}

/** 1 for each step of a series at whose end the alert is firing. */
function replayAlert(
  series: BudgetSeries,
  { burn, long, short }: AlertSection,
  budget: number,
  scale: number,
): Uint8Array {
  const steps = series.counted.length;
  const active = new Uint8Array(steps);
  const rate = burn * budget * (1 - ROUNDING);
  const isShortHigh = reachesRate(series, stepsIn(scale * short, series), rate);
  const isLongHigh = reachesRate(series, stepsIn(scale * long, series), rate);
  // Starting where the alert can't be firing, once around; if there is no such step, a second lap
  // has the state that the first one ended with.
  const calm = isShortHigh.indexOf(0);
  const laps = calm < 0 ? 2 : 1;
  let isActive = 0;
  for (let i = 0; i < laps * steps; i++) {
    const step = (Math.max(calm, 0) + i) % steps;
    isActive = isShortHigh[step] & (isActive | isLongHigh[step]);
    active[step] = isActive;
  }
  return active;
}

function stepsIn(duration: number, { counted, width }: BudgetSeries): number {
  return Math.min(counted.length, Math.max(1, Math.round(duration / width)));
}

/** 1 for each step such that `length` steps up to its end, the series repeated, reach the rate. */
function reachesRate({ bad, counted }: BudgetSeries, length: number, rate: number): Uint8Array {
  const steps = counted.length;
  const reached = new Uint8Array(steps);
  let badSum = 0;
  let countedSum = 0;
  for (let step = steps - length; step < steps; step++) {
    badSum += bad[step];
    countedSum += counted[step];
  }
  for (let step = 0; step < steps; step++) {
    const leaving = step < length ? step - length + steps : step - length;
    badSum += bad[step] - bad[leaving];
    countedSum += counted[step] - counted[leaving];
    if (badSum > 0 && badSum >= rate * countedSum) reached[step] = 1;
  }
  return reached;
}

/** Times that at least one of the alerts begins to fire, in `repeats` rounds of a series. */
function countFirings(active: readonly Uint8Array[], repeats: number): number {
  if (active.length === 0) return 0;
  const steps = active[0].length;
  const isAny = active[0].slice();
  for (const state of active) for (let step = 0; step < steps; step++) isAny[step] |= state[step];
  if (!isAny.includes(0)) return 1;
  let begins = 0;
  let wasAny = isAny[steps - 1];
  for (const any of isAny) {
    if (any > wasAny) begins++;
    wasAny = any;
  }
  return begins * repeats;
}

function noteOn(
  alerts: readonly AlertSection[],
  scaled: number,
  span: number,
  width: number,
): string | null {
  const notes: string[] = [];
  if (scaled < 1) {
    const looks = durationPhrase(Math.max(...alerts.map(({ long }) => long)));
    notes.push(
      `${durationPhrase(span)} simulated stand for the ${looks} that the longest alert looks back: all windows of the policy, the SLO's too, are shortened in that proportion`,
    );
  }
  if (alerts.some(({ short }) => scaled * short < width * (1 - ROUNDING))) {
    const least = durationPhrase(width);
    notes.push(`windows shorter than ${least}, in which requests are counted, are taken as that`);
  }
  return notes.length > 0 ? notes.join("; ") : null;
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}
