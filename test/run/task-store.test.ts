import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "node:v8";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Replication } from "../../src/plan/evaluate.ts";
import { openTaskStore, TaskStoreError } from "../../src/run/task-store.ts";

/** Short enough for LMDB to keep it uncompressed, so that its bytes are found in the file. */
const FOUND: Replication = JSON.parse('{"warmup": 12.5, "span": 3600.25, "drainTime": 1.75}');

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tailcap-store-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a store of tasks", () => {
  it("has no task any more of which a bit has changed on the disk", async () => {
    const file = await fill(join(folder, "good"));
    const bytes = readFileSync(file);
    const start = bytes.indexOf(serialize(FOUND));
    const end = start + serialize(FOUND).length;
    expect(start).toBeGreaterThan(0);
    for (let place = start; place < end; place++) {
      const changed = Buffer.from(bytes);
      changed[place] ^= 1;
      const copy = openCopy(`changed-${place}`, changed);
      expect([place, copy.get("a")]).toEqual([place, null]);
      expect([...copy.entries()].map(([key]) => key)).toEqual(["b"]);
      await copy.close();
    }
  });

  it.each([1, 5000, 9000])("is refused when its last %i bytes are missing", async (missing) => {
    const file = await fill(join(folder, "short"));
    truncateSync(file, readFileSync(file).length - missing);
    expect(() => openTaskStore(join(folder, "short"))).toThrow(
      /data\.mdb is cut short; copy it again, or remove the folder$/,
    );
  });

  it("is refused when its file is something else", () => {
    expect(() => openCopy("other", Buffer.alloc(40_000, "x"))).toThrow(TaskStoreError);
    expect(() => openCopy("another", Buffer.from("x"))).toThrow(/data\.mdb isn't one of LMDB/);
  });

  it("that is only read gives what it keeps, and takes nothing", async () => {
    const file = await fill(join(folder, "read"));
    const before = readFileSync(file);
    const store = openTaskStore(join(folder, "read"), true);
    expect(store.get("a")).toEqual(FOUND);
    await expect(store.put("c", FOUND)).rejects.toThrow(TaskStoreError);
    await store.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("writes more values at once than one transaction takes", async () => {
    const store = openTaskStore(join(folder, "many"));
    const names = Array.from({ length: 200 }, (_, index) => `task ${index}`);
    await Promise.all(names.map((name) => store.put(name, FOUND)));
    await store.close();
    const again = openTaskStore(join(folder, "many"));
    expect(names.map((name) => again.get(name))).toEqual(names.map(() => FOUND));
    await again.close();
  });
});

/** A store of two tasks. */
async function fill(path: string): Promise<string> {
  const store = openTaskStore(path);
  await store.put("b", { ...FOUND, warmup: 99 });
  await store.put("a", FOUND);
  await store.close();
  return join(path, "data.mdb");
}

function openCopy(name: string, bytes: Buffer): ReturnType<typeof openTaskStore> {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, "data.mdb"), bytes);
  return openTaskStore(path);
}
