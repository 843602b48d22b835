import { describe, it } from "vitest";

import {
  phasedMean,
  stationaryLawOfPhases,
  type PhasedMove,
} from "../../src/theory/phased-chain.ts";
import { setupWaitMean } from "../../src/theory/setup.ts";
import { expectClose } from "./expect-close.ts";

const exponentialService = { serviceMean: 1, serviceScv: 1, coldProbability: 1 };

describe("setupWaitMean", () => {
  // Welch (1964): λ, mean set-up time, its squared coefficient of variation, mean sojourn time.
  it.each([
    [0.5, 10, 1, 12],
    [0.8, 5, 1, 10],
    [0.5, 10, 0, 7.833333333333333],
    [0.8, 5, 0, 8],
  ])("at %f per second, set-up %f of scv %f", (arrivalRate, setupMean, setupScv, sojourn) => {
    const wait = setupWaitMean({ ...exponentialService, arrivalRate, setupMean, setupScv });
    expectClose(wait + 1, sojourn, 1e-13);
  });

  // The server lingers for an exponential time of rate δ, so that an arrival finds it off with
  // probability δ/(λ + δ); δ = 0 stands for no lingering at all.
  it.each([
    [0.6, 4, 1, 0],
    [0.6, 4, 3, 0],
    [0.3, 20, 2, 0],
    [0.6, 4, 3, 0.5],
    [0.3, 20, 1, 0.1],
  ])("is the chain at %f per second, set-up %f in %i stages, lingering at rate %f", (...row) => {
    const [arrivalRate, setupMean, stages, linger] = row;
    const coldProbability = linger === 0 ? 1 : linger / (arrivalRate + linger);
    const wait = setupWaitMean({
      ...exponentialService,
      arrivalRate,
      setupMean,
      setupScv: 1 / stages,
      coldProbability,
    });
    const inSystem = meanOfChain(arrivalRate, stages / setupMean, stages, linger);
    expectClose(wait + 1, inSystem / arrivalRate, 1e-11);
  });

  it("without set-up is M/G/1", () => {
    const queue = { arrivalRate: 0.8, serviceMean: 1, serviceScv: 0, setupMean: 5, setupScv: 1 };
    expectClose(setupWaitMean({ ...queue, coldProbability: 0 }), 2, 1e-13);
    expectClose(setupWaitMean({ ...queue, setupMean: 0, coldProbability: 1 }), 2, 1e-13);
  });
});

/**
 * Mean number in system by the chain of it and the server's state. With requests, phase 0 is on and
 * 1 to `stages` are the stages of the set-up still to go; without, phase 0 is off and 1 lingering.
 */
function meanOfChain(
  arrivalRate: number,
  stageRate: number,
  stages: number,
  linger: number,
): number {
  const emptied = linger === 0 ? 0 : 1;
  const law = stationaryLawOfPhases({
    phases: stages + 1,
    moves: (n, phase): PhasedMove[] => {
      if (n > 0) {
        const next: PhasedMove = phase > 0 ? [n, phase - 1, stageRate] : [n - 1, 0, 1];
        return [[n + 1, phase, arrivalRate], n === 1 && phase === 0 ? [0, emptied, 1] : next];
      }
      if (phase === 0) return [[1, stages, arrivalRate]];
      // Phases above 1 are never entered.
      return phase === 1
        ? [
            [1, 0, arrivalRate],
            [0, 0, linger],
          ]
        : [[0, phase - 1, 1]];
    },
  });
  return phasedMean(law, stages + 1, (n) => n);
}
