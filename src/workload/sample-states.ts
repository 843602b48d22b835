import { exponentialQuantile } from "../random/exponential.ts";
import type { Stream } from "../random/stream.ts";
import type { MmppProcess, OnOffProcess } from "./arrival-process.ts";
import { buildSegments, type RateSegments } from "./rate-segments.ts";
import { stationaryLaw } from "./stationary-law.ts";

/**
 * Draws the path of the states of a Markov-modulated process over a run, as a rate.
 *
 * The first state comes from the stationary law (the share of visits times the mean stay). Then
 * each stay takes one uniform, and each change of state one more if there are `transitions`. Stays
 * are in real time: spikes change the rate, not the states.
 *
 * @param process - An `mmpp` or an `on-off` process.
 * @param duration - Seconds the run lasts.
 * @param stream - The stream of the states.
 * @throws RangeError if some state can't be reached from some other.
 */
export function sampleStates(
  process: MmppProcess | OnOffProcess,
  duration: number,
  stream: Stream,
): RateSegments {
  const { states, transitions } = process.process === "mmpp" ? process : onOffStates(process);
  const stays = states.map(({ meanDwell }) => exponentialQuantile(meanDwell));
  const path = buildSegments(duration);

  let state = pick(timeShares(states, transitions), stream());
  let time = 0;
  while (time < duration) {
    time += stays[state](stream());
    path.append(time, states[state].rate, states[state].rate);
    state = transitions === null ? (state + 1) % states.length : pick(transitions[state], stream());
  }
  return path.build();
}

/**
 * Shares of time a Markov-modulated process spends in each of its states.
 *
 * @param states - Mean stay in each state, in seconds.
 * @param transitions - Probabilities of which state follows which; null for a cycle.
 * @throws RangeError if some state can't be reached from some other.
 */
export function timeShares(
  states: MmppProcess["states"],
  transitions: MmppProcess["transitions"],
): Float64Array {
  const visits = transitions === null ? null : stationaryLaw(transitions);
  const weights = Float64Array.from(states, ({ meanDwell }, i) =>
    visits === null ? meanDwell : visits[i] * meanDwell,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function onOffStates(process: OnOffProcess): Pick<MmppProcess, "states" | "transitions"> {
  return {
    states: [
      { rate: process.rate, meanDwell: process.onMean },
      { rate: 0, meanDwell: process.offMean },
    ],
    transitions: null,
  };
}

/**
 * The state whose stretch of the cumulated shares holds u; rounding at the end favours the last.
 */
function pick(shares: ArrayLike<number>, u: number): number {
  let rest = u;
  let last = 0;
  for (let i = 0; i < shares.length; i += 1) {
    if (shares[i] > 0) {
      if (rest < shares[i]) return i;
      rest -= shares[i];
      last = i;
    }
  }
  return last;
}
