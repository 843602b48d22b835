import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { contentHash } from "../../src/run/content-hash.ts";

describe("contentHash", () => {
  it("is the SHA-256 of kinds, lengths and contents", () => {
    const hash = createHash("sha256").update("s3:a\u00e9");
    expect(contentHash("a\u00e9")).toBe(hash.digest("hex"));
    const one = Buffer.from([0x6e, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
    expect(contentHash([1])).toBe(createHash("sha256").update("a1:").update(one).digest("hex"));
  });

  it("doesn't depend on the order of keys", () => {
    expect(contentHash({ a: 1, b: [2, null] })).toBe(contentHash({ b: [2, null], a: 1 }));
  });

  it("tells apart what is different", () => {
    const values = [
      0, -0, 1, Infinity, NaN, "", "0", "n", null, undefined, true, false, [], [0], [[0]], [0, 0],
      ["a", "b"], ["ab"], ["a,b"], {}, { a: 0 }, { a: undefined }, { b: 0 }, { a: { a: 0 } },
      Float64Array.of(0), Int32Array.of(0), Int32Array.of(0, 0), Float64Array.of(-0),
    ]; // prettier-ignore
    expect(new Set(values.map(contentHash)).size).toBe(values.length);
  });

  it("reads the part of a buffer that a view shows, shared or not", () => {
    const shared = new Int32Array(new SharedArrayBuffer(16));
    shared.set([7, 8, 9, 10]);
    expect(contentHash(shared.subarray(1, 3))).toBe(contentHash(Int32Array.of(8, 9)));
  });

  it("refuses what is no data", () => {
    expect(() => contentHash({ f: () => 1 })).toThrow("can't hash a function");
  });
});
