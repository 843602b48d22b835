import { stationaryLawOfBand } from "./banded-chain.ts";

/** A move of a phased chain: where to, and how many times a second. */
export type PhasedMove = readonly [level: number, phase: number, rate: number];

/**
 * A Markov chain in continuous time whose states are a level 0, 1, 2, … and one of a few phases;
 * moves change the level by one at most.
 */
export interface PhasedChain {
  /** Number of phases, ≥ 1. */
  readonly phases: number;
  /**
   * Moves out of a state. From every state but (0, 0) one leads down a level, or to a lower phase
   * of the same. None may lead into a state that can't occur.
   */
  readonly moves: (level: number, phase: number) => readonly PhasedMove[];
}

/**
 * Stationary law of a phased chain, truncated where what is cut off no longer shows.
 *
 * @returns Probabilities; that of (level, phase) at level·phases + phase.
 * @throws RangeError if the law doesn't fade within a million states: the chain isn't stable.
 */
export function stationaryLawOfPhases({ phases, moves }: PhasedChain): Float64Array {
  let current = -1;
  let rates = new Map<number, number>();
  const transition = (from: number, to: number): number => {
    if (from !== current) {
      current = from;
      rates = new Map();
      for (const [level, phase, rate] of moves(Math.floor(from / phases), from % phases)) {
        const target = level * phases + phase;
        rates.set(target, (rates.get(target) ?? 0) + rate);
      }
    }
    return rates.get(to) ?? 0;
  };
  const reach = 2 * phases - 1;
  return stationaryLawOfBand({ reachDown: reach, reachUp: reach, transition });
}

/**
 * Mean of a function of the state.
 *
 * @param law - As `stationaryLawOfPhases` returns it.
 * @param phases - Number of phases.
 */
export function phasedMean(
  law: Float64Array,
  phases: number,
  value: (level: number, phase: number) => number,
): number {
  let mean = 0;
  law.forEach((share, state) => {
    mean += share * value(Math.floor(state / phases), state % phases);
  });
  return mean;
}
