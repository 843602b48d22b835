import { describe, expect, it } from "vitest";

import { generateWorkload, type WorkloadRequest } from "../../src/workload/generate-workload.ts";

const request: WorkloadRequest = {
  seed: 1,
  replication: 0,
  duration: 100,
  arrivals: { process: "gamma", rate: 12, cv: 2.5, spikes: [] },
  input: {
    distribution: "lognormal",
    quantiles: [
      [0.5, 1020],
      [0.95, 4083],
    ],
    min: null,
    max: 8192,
  },
  output: { distribution: "exponential", mean: 0.4, min: null, max: null },
};

describe("generateWorkload", () => {
  const workload = generateWorkload(request);

  it("gives every request its tokens, integers of at least 1", () => {
    expect(workload.arrivals.length).toBeGreaterThan(500);
    expect(workload.inputs.length).toBe(workload.arrivals.length);
    expect(workload.outputs.length).toBe(workload.arrivals.length);
    expect(Math.min(...workload.outputs)).toBe(1);
    expect(Math.max(...workload.inputs)).toBeLessThanOrEqual(8192);
  });

  it("repeats itself", () => {
    expect(generateWorkload(request)).toEqual(workload);
  });

  it("draws anew in another replication and under another seed", () => {
    const other = generateWorkload({ ...request, replication: 1 });
    expect(other.arrivals[0]).not.toBe(workload.arrivals[0]);
    expect([...other.inputs.subarray(0, 9)]).not.toEqual([...workload.inputs.subarray(0, 9)]);
    expect(generateWorkload({ ...request, seed: 2 }).arrivals[0]).not.toBe(workload.arrivals[0]);
  });

  it("keeps all other draws when one law changes", () => {
    const faster = generateWorkload({
      ...request,
      arrivals: { process: "poisson", rate: 50, spikes: [] },
    });
    const shorter = generateWorkload({ ...request, input: { distribution: "constant", value: 5 } });
    const count = workload.arrivals.length;
    expect(faster.inputs.subarray(0, count)).toEqual(workload.inputs);
    expect(faster.outputs.subarray(0, count)).toEqual(workload.outputs);
    expect(shorter.arrivals).toEqual(workload.arrivals);
    expect(shorter.outputs).toEqual(workload.outputs);
  });

  it("leaves the columns of absent laws empty", () => {
    const bare = generateWorkload({ ...request, input: null, output: null });
    expect(bare.arrivals).toEqual(workload.arrivals);
    expect([bare.inputs.length, bare.outputs.length]).toEqual([0, 0]);
  });
});
