import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { LineScanner } from "../../src/ingest/line-scanner.ts";

function scan(bytes: Uint8Array, cuts: readonly number[]): readonly string[] {
  const lines: string[] = [];
  const scanner = new LineScanner((line, start, end) => {
    lines.push(Buffer.from(line.subarray(start, end)).toString());
  });
  const places = [0, ...[...cuts].sort((left, right) => left - right), bytes.length];
  // The scanner may not rely on a chunk after it has returned.
  for (let index = 1; index < places.length; index++) {
    const chunk = bytes.slice(places[index - 1], places[index]);
    scanner.push(chunk);
    chunk.fill(0);
  }
  scanner.finish();
  return lines;
}

describe("LineScanner", () => {
  it("finds the same lines however the bytes come in pieces", () => {
    const line = fc.string({ unit: fc.constantFrom("a", "é", "€", ",", " ", '"'), maxLength: 9 });
    const text = fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n")), { minLength: 1 });
    fc.assert(
      fc.property(text, line, fc.infiniteStream(fc.nat()), (parts, last, places) => {
        const bytes = Buffer.from(parts.map((part) => part.join("")).join("") + last);
        const cuts = [...places.take(5)].map((place) => place % (bytes.length + 1));
        const expected = [...parts.map(([content]) => content), ...(last === "" ? [] : [last])];
        expect(scan(bytes, cuts)).toEqual(expected);
      }),
      { seed: 4180, numRuns: 300 },
    );
  });

  it("counts a carriage return at the end of a piece as part of the line end, or refuses it", () => {
    expect(scan(Buffer.from("a\r\nb"), [2])).toEqual(["a", "b"]);
    expect(() => scan(Buffer.from("a\rb"), [2])).toThrow("a carriage return without a line feed");
    expect(() => scan(Buffer.from("a\r"), [])).toThrow("a carriage return without a line feed");
  });
});
