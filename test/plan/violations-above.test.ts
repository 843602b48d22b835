import { expect, it } from "vitest";
import { violationsAbove } from "../../src/plan/violations-above.ts";
import { poolLatencies } from "./pooled.ts";

/** Two requests a batch, of 1 s and 3 s; the first batch lost a third. */
const POOLED = {
  ...poolLatencies(
    Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 1 : 3)),
    2,
  ),
  batchFailures: Array.from({ length: 50 }, (_, batch) => (batch === 0 ? 1 : 0)),
};

/** Upper edges of the histogram's buckets that hold 1 s and 3 s. */
const EDGE_OF_1 = 1 + 2 ** -10;
const EDGE_OF_3 = 3 + 2 ** -9;

it("counts in each batch the values above an edge, and the requests without an answer", () => {
  const { requests, violations } = violationsAbove(POOLED, "latency", EDGE_OF_1);
  expect(requests).toBe(POOLED.batchRequests);
  expect(violations).toEqual([2, ...Array(49).fill(1)]);
  expect(violationsAbove(POOLED, "latency", EDGE_OF_3).violations).toEqual([
    1,
    ...Array(49).fill(0),
  ]);
});

it("counts every value above a limit below all of them", () => {
  expect(violationsAbove(POOLED, "latency", null).violations).toEqual([3, ...Array(49).fill(2)]);
});

it("takes a request without a value for good", () => {
  expect(violationsAbove(POOLED, "tpot", null).violations).toEqual([1, ...Array(49).fill(0)]);
});
