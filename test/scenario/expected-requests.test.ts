import { expect, it } from "vitest";
import { estimateRequests } from "../../src/scenario/expected-requests.ts";
import type { ArrivalSection } from "../../src/scenario/scenario.ts";

const spikes = [] as const;

it.each<[string, ArrivalSection, number, number]>([
  ["poisson", { process: "poisson", rate: 12, spikes }, 100, 1200],
  ["on-off", { process: "on-off", rate: 40, onMean: 10, offMean: 30, spikes }, 100, 1000],
  [
    "mmpp in a cycle",
    {
      process: "mmpp",
      states: [
        { rate: 10, meanDwell: 3 },
        { rate: 50, meanDwell: 1 },
      ],
      transitions: null,
      spikes,
    },
    100,
    2000,
  ],
  [
    // Stationary visits of [[0.5, 0.5], [1, 0]] are 2/3 and 1/3; dwells 2 and 1, so time is 4:1.
    "mmpp with transitions",
    {
      process: "mmpp",
      states: [
        { rate: 10, meanDwell: 2 },
        { rate: 50, meanDwell: 1 },
      ],
      transitions: [
        [0.5, 0.5],
        [1, 0],
      ],
      spikes,
    },
    100,
    1800,
  ],
  [
    // 2/s until 10 s, then up to 6/s at 30 s (80 requests), then flat: 20 + 80 + 60.
    "schedule",
    {
      process: "schedule",
      points: [
        [10, 2],
        [30, 6],
      ],
      spikes,
    },
    40,
    160,
  ],
  [
    "a schedule cut within its slope",
    {
      process: "schedule",
      points: [
        [0, 0],
        [10, 10],
      ],
      spikes,
    },
    5,
    12.5,
  ],
  [
    "a spike that outlasts the run",
    { process: "deterministic", rate: 10, spikes: [{ at: 90, factor: 3, duration: 60 }] },
    100,
    1200,
  ],
  [
    "an outage",
    { process: "gamma", rate: 10, cv: 2, spikes: [{ at: 0, factor: 0, duration: 25 }] },
    100,
    750,
  ],
])("estimates %s", (_, arrivals, duration, requests) => {
  expect(estimateRequests({ duration, arrivals })).toBeCloseTo(requests, 6);
});
