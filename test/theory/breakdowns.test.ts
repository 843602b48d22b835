import { describe, expect, it } from "vitest";

import {
  breakdownSojournMean,
  heldSojournMean,
  reroutedSojournMean,
  restartedSojournMean,
} from "../../src/theory/breakdowns.ts";
import { solveMmc } from "../../src/theory/mmc.ts";
import { setupWaitMean } from "../../src/theory/setup.ts";
import { expectClose } from "./expect-close.ts";

describe("breakdownSojournMean", () => {
  // White and Christie (1958): λ, f, r, mean sojourn time.
  it.each([
    [0.5, 0.01, 0.1, 4.4646464646464645],
    [0.6, 0.05, 0.5, 3.7700534759358293],
    [0.7, 0.001, 0.01, 44.3083003952569],
  ])(
    "at %f per second, failing at %f, repaired at %f",
    (arrivalRate, failureRate, repairRate, t) => {
      const parameters = { arrivalRate, serviceRate: 1, servers: 1, failureRate, repairRate };
      expectClose(breakdownSojournMean(parameters), t, 1e-13);
      expectClose(reroutedSojournMean(parameters), t, 1e-11);
      expectClose(heldSojournMean(parameters), t, 1e-11);
    },
  );

  it("scales with the unit of time", () => {
    const parameters = { servers: 1, arrivalRate: 20, serviceRate: 40, failureRate: 0.4 };
    expectClose(
      breakdownSojournMean({ ...parameters, repairRate: 4 }),
      4.46464646464646 / 40,
      1e-13,
    );
  });

  it("rejects several servers, and a load that repairs can't keep up with", () => {
    const parameters = { arrivalRate: 0.9, serviceRate: 1, failureRate: 1, repairRate: 9 };
    expect(() => breakdownSojournMean({ ...parameters, servers: 2 })).toThrow(
      new RangeError("servers must be 1, got 2"),
    );
    expect(() => breakdownSojournMean({ ...parameters, servers: 1 })).toThrow(
      new RangeError("arrival rate must be below 0.9, got 0.9"),
    );
  });
});

describe("restartedSojournMean", () => {
  it("with rare failures adds what each costs on average", () => {
    // M/D/1 at 0.5: 1.5. To first order in f, a request whose service fails takes 1/2 + 1/r longer,
    // and has a second moment greater by 2·(1/2 + 1/r) + E[(X + R)²], X uniform and R the repair;
    // one that ends an idle period finds a repair with probability f/(λ + r).
    const rates = { arrivalRate: 0.5, repairRate: 2, serviceTime: 1 };
    const lost = 1 / 2 + 1 / 2;
    const second = 1 / 3 + 2 * (1 / 2) * (1 / 2) + 2 / 2 ** 2;
    const perFailure =
      lost +
      (0.5 * (2 * lost + second)) / (2 * 0.5) +
      (0.5 * 0.5 * lost) / (2 * 0.5 ** 2) +
      (2 * (1 / 2) + 0.5 * (2 / 2 ** 2)) / (2 * 2.5);
    const failureRate = 1e-5;
    const sojourn = restartedSojournMean({ ...rates, failureRate });
    expectClose((sojourn - 1.5) / failureRate, perFailure, 1e-4);
  });

  it("rejects a load that restarts make too much", () => {
    // E[C] = (e^(fs) − 1)(1/f + 1/r) = 2(e − 1).
    const rates = { arrivalRate: 0.5, failureRate: 1, repairRate: 1, serviceTime: 1 };
    expect(() => restartedSojournMean(rates)).toThrow(/^utilization must be below 1, got 1\.718/u);
  });
});

describe("a repair in progress as set-up time", () => {
  it("gives the queue of White and Christie too", () => {
    // A service that resumes lasts S plus a repair at each of the failures in it: with f = 0.05 and
    // r = 0.5 its mean is 1 + f/r, its variance (1 + f/r)² + 2f/r².
    const variance = 1.1 ** 2 + (2 * 0.05) / 0.5 ** 2;
    const wait = setupWaitMean({
      arrivalRate: 0.6,
      serviceMean: 1.1,
      serviceScv: variance / 1.1 ** 2,
      setupMean: 1 / 0.5,
      setupScv: 1,
      coldProbability: 0.05 / (0.6 + 0.05 + 0.5),
    });
    expectClose(wait + 1.1, 3.7700534759358293, 1e-13);
  });
});

describe("several servers that fail", () => {
  // The chain of requests and servers down, solved in double precision elsewhere: servers, λ, f, r,
  // mean sojourn time.
  it.each([
    [4, 3, 0.01, 0.1, 2.8723999080818197],
    [8, 6.4, 0.001, 0.05, 1.415324248005452],
  ])(
    "%i at %f per second, failing at %f, repaired at %f, requests going elsewhere",
    (servers, arrivalRate, failureRate, repairRate, sojourn) => {
      const parameters = { arrivalRate, serviceRate: 1, servers, failureRate, repairRate };
      expectClose(reroutedSojournMean(parameters), sojourn, 1e-11);
    },
  );

  it("delay requests by half a repair each if those are served alone and wait for it", () => {
    // So many servers that nobody queues: a request is interrupted f/μ times, each time for 1/r, and
    // finds no server down that it would have to wait for.
    const parameters = { arrivalRate: 0.02, serviceRate: 1, servers: 4 };
    const failing = { ...parameters, failureRate: 0.05, repairRate: 0.5 };
    expectClose(heldSojournMean(failing), 1 + 0.05 / 0.5, 1e-3);
    expectClose(reroutedSojournMean(failing), 1, 1e-3);
  });

  it("that hardly ever fail are M/M/c", () => {
    const queue = { arrivalRate: 2.4, serviceRate: 1, servers: 3 };
    const { sojournMean } = solveMmc(queue);
    for (const mean of [heldSojournMean, reroutedSojournMean]) {
      expectClose(mean({ ...queue, failureRate: 1e-9, repairRate: 1 }), sojournMean, 1e-7);
    }
  });

  it("keep requests longer that wait for their server", () => {
    const parameters = { arrivalRate: 3, serviceRate: 1, servers: 4 };
    const failing = { ...parameters, failureRate: 0.01, repairRate: 0.1 };
    expect(heldSojournMean(failing)).toBeGreaterThan(reroutedSojournMean(failing));
  });
});
