import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  parseNumber,
  POWERS_OF_TEN,
  readDecimal,
  readDecimalText,
} from "../../src/ingest/decimal.ts";

function readBytes(text: string): number | null {
  const bytes = Buffer.from(`x${text}x`);
  const into = { mantissa: 0, decimals: 0 };
  if (!readDecimal(bytes, 1, bytes.length - 1, into)) return null;
  return into.mantissa / POWERS_OF_TEN[into.decimals];
}

describe("readDecimal", () => {
  it("gives the double nearest to any decimal of 15 digits", () => {
    const parts = fc.record({
      sign: fc.constantFrom("", "-", "+"),
      digits: fc.integer({ min: 0, max: 999_999_999_999_999 }),
      point: fc.integer({ min: 0, max: 15 }),
    });
    fc.assert(
      fc.property(parts, ({ sign, digits, point }) => {
        const padded = String(digits)
          .padStart(point + 1, "0")
          .slice(-15);
        const cut = Math.max(0, padded.length - point);
        const text = `${sign}${padded.slice(0, cut)}.${padded.slice(cut)}`;
        expect(readBytes(text)).toBe(Number(text));
        const into = { mantissa: 0, decimals: 0 };
        expect(readDecimalText(text, into)).toBe(true);
      }),
      { seed: 15, numRuns: 500 },
    );
  });

  it.each([
    "",
    "-",
    ".",
    "+.",
    "1e5",
    "1_0",
    "0x1",
    "1.2.3",
    "--1",
    "1-",
    " 1",
    "nan",
    "1234567890123456",
  ])("leaves %j to others", (text) => {
    expect(readBytes(text)).toBeNull();
    expect(readDecimalText(text, { mantissa: 0, decimals: 0 })).toBe(false);
  });
});

describe("parseNumber", () => {
  it.each([
    ["1e3", 1000],
    ["-.5", -0.5],
    ["1.", 1],
    ["12345678901234567890", 12_345_678_901_234_567_000],
    ["1e400", Infinity],
  ])("reads %s", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(["", "nan", "inf", "Infinity", "0x10", "1_000", "1e", " 1"])("refuses %j", (text) => {
    expect(parseNumber(text)).toBeNaN();
  });
});
