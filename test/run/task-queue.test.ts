import { describe, expect, it } from "vitest";
import { openTaskQueue } from "../../src/run/task-queue.ts";

describe("openTaskQueue", () => {
  it("runs so many at once, in order, also after one that fails", async () => {
    const queue = openTaskQueue(2);
    const log: string[] = [];
    const finish: (() => void)[] = [];
    const run = (name: string): Promise<void> =>
      queue.run(async () => {
        log.push(name);
        await new Promise<void>((resolve) => finish.push(resolve));
        if (name === "a") throw new Error("broken");
      });
    const [a, b, c, d] = ["a", "b", "c", "d"].map(run);
    expect(log).toEqual(["a", "b"]);
    finish[0]();
    await expect(a).rejects.toThrow("broken");
    expect(log).toEqual(["a", "b", "c"]);
    finish[1]();
    finish[2]();
    await Promise.all([b, c]);
    await Promise.resolve();
    finish[3]();
    await d;
    expect(log).toEqual(["a", "b", "c", "d"]);
  });
});
