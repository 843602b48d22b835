import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runSweep, type SweptSetting } from "../../src/plan/run-sweep.ts";
import { openInlineExecutor } from "../../src/run/inline-executor.ts";
import { openResumableExecutor, type TaskEvent } from "../../src/run/resumable-executor.ts";
import { openTaskStore, TaskStoreError } from "../../src/run/task-store.ts";
import { sweepOf } from "../plan/swept.ts";

const BASE = [
  "service.time={distribution: exponential, mean: 300ms}",
  "fleet.replicas=1..3",
  "workload.generate.duration=1m",
  "run={replications: 2, warmup: 5s}",
];

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tailcap-tasks-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("openResumableExecutor", () => {
  it("computes nothing twice, and gives back what it computed, to the last bit", async () => {
    const first = await sweepIn(folder, sweepOf(BASE));
    expect(first.states).toEqual({ reused: 0, started: 6, kept: 6 });
    const second = await sweepIn(folder, sweepOf(BASE));
    expect(second.states).toEqual({ reused: 6, started: 0, kept: 0 });
    expect(isDeepStrictEqual(second.sweep, first.sweep)).toBe(true);
  });

  it("computes only what a sweep is extended by", async () => {
    await sweepIn(folder, sweepOf(BASE));
    const more = await sweepIn(folder, sweepOf([...BASE, "fleet.replicas=2..4"]));
    expect(more.states).toEqual({ reused: 4, started: 2, kept: 2 });
  });

  it("computes only the replications that come on top", async () => {
    const few = await sweepIn(folder, sweepOf(BASE));
    const more = await sweepIn(folder, sweepOf([...BASE, "run.replications=4"]));
    expect(more.states).toEqual({ reused: 6, started: 6, kept: 6 });
    const anew = await sweepIn(folder, sweepOf([...BASE, "run.replications=4"]), "other");
    expect(isDeepStrictEqual(more.sweep, anew.sweep)).toBe(true);
    expect(isDeepStrictEqual(more.sweep, few.sweep)).toBe(false);
  });

  it("keeps tasks through changes that don't reach the simulation", async () => {
    await sweepIn(folder, sweepOf(BASE));
    const dearer = await sweepIn(folder, sweepOf([...BASE, "fleet.price=$99/h"], ["name=other"]));
    expect(dearer.states.reused).toBe(6);
  });

  it.each(["seed=2", "fleet.queueLimit=7", "service.concurrency=2", "slo.objectives=[{p95: 2s}]"])(
    "computes all anew with %s",
    async (change) => {
      await sweepIn(folder, sweepOf(BASE));
      const changed = await sweepIn(folder, sweepOf([...BASE, change]));
      expect(changed.states.reused).toBe(0);
    },
  );

  it("computes all anew with another engine", async () => {
    await sweepIn(folder, sweepOf(BASE));
    expect((await sweepIn(folder, sweepOf(BASE), "other")).states.reused).toBe(0);
  });

  it("lets two runs at once use one store", async () => {
    const both = await Promise.all([
      sweepIn(folder, sweepOf(BASE)),
      sweepIn(folder, sweepOf([...BASE, "fleet.replicas=2..5"])),
    ]);
    const after = await sweepIn(folder, sweepOf([...BASE, "fleet.replicas=1..5"]));
    expect(after.states).toEqual({ reused: 10, started: 0, kept: 0 });
    expect(isDeepStrictEqual(both[0].sweep.points[0], after.sweep.points[0].slice(0, 3))).toBe(
      true,
    );
  });

  it("refuses columns of another executor", async () => {
    const store = openTaskStore(folder);
    const executor = openResumableExecutor(openInlineExecutor(), store, "e", () => {});
    const [{ scenario }] = sweepOf(BASE);
    const drawn = await openInlineExecutor().draw({
      scenario,
      replication: 0,
      traces: [],
      blocks: null,
    });
    const { evaluationOf } = await import("../../src/plan/run-sweep.ts");
    const task = evaluationOf(scenario, 1, drawn, 0);
    await expect(executor.evaluate(task, drawn.columns)).rejects.toThrow(RangeError);
    await executor.close();
  });
});

describe("openTaskStore", () => {
  it("refuses a folder that is something else", () => {
    const file = join(folder, "file");
    writeFileSync(file, "x");
    expect(() => openTaskStore(file)).toThrow(TaskStoreError);
  });
});

async function sweepIn(
  path: string,
  settings: readonly SweptSetting[],
  engine = "engine",
): Promise<{
  readonly sweep: Awaited<ReturnType<typeof runSweep>>;
  readonly states: Record<TaskEvent["state"], number>;
}> {
  const states = { reused: 0, started: 0, kept: 0 };
  const executor = openResumableExecutor(
    openInlineExecutor(),
    openTaskStore(path),
    engine,
    ({ state }) => {
      states[state] += 1;
    },
  );
  try {
    return { sweep: await runSweep(settings, executor, () => {}), states };
  } finally {
    await executor.close();
  }
}
