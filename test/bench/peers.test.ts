import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compareExecutors } from "../../bench/executor.bench.ts";
import { comparePeers } from "../../bench/peers/peers.bench.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WORKER = new URL("../../dist/run/sweep-worker.js", import.meta.url);

describe("the bench of peers", () => {
  it("finds the same mean wait with every program that is installed", () => {
    const [own, ...others] = comparePeers(ROOT, { fast: 2000, slow: 200 }, null, 1);
    expect(own.requests).toBeGreaterThan(1500);
    expect(own.meanWait).toBeGreaterThan(0);
    for (const { meanWait } of others) expect(meanWait / own.meanWait).toBeCloseTo(1, 6);
  });
});

describe("the bench of executors", () => {
  it("runs the same tasks everywhere", async () => {
    expect(existsSync(WORKER)).toBe(true);
    const costs = await compareExecutors(WORKER, 1);
    expect(costs.slice(0, 4).map(({ name, tasks }) => [name, tasks])).toEqual([
      ["one thread", 10],
      ["two threads", 10],
      ["two threads, kept in the store", 10],
      ["taken from the store", 10],
    ]);
    for (const { perTask } of costs) expect(perTask).toBeGreaterThan(0);
  });
});
