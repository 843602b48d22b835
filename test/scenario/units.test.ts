import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseCount,
  parseDuration,
  parseMonthlyFee,
  parsePenalty,
  parsePrice,
  parseRate,
  parseShare,
} from "../../src/scenario/units.ts";

const options = { seed: 1, numRuns: 300 };
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 999 }))
  .map(([whole, part]) => `${whole}.${String(part).padStart(3, "0")}`);

describe("parseDuration", () => {
  it.each([
    ["25ns", 2.5e-8],
    ["250us", 0.00025],
    ["250\u00b5s", 0.00025],
    ["250\u03bcs", 0.00025],
    ["20ms", 0.02],
    ["1.5s", 1.5],
    [".5s", 0.5],
    ["5m", 300],
    ["1h", 3600],
    ["30d", 2_592_000],
    ["0s", 0],
    ["-5ms", -0.005],
  ])("reads %s as %d seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(["", "5", "ms", "5 ms", "5MS", "1h30m", "1e3s", "5min", "0x5s", "+5s", "5s\n", "∞s"])(
    "refuses %j",
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  it("is the float64 nearest to the decimal, whatever the power of ten", () => {
    const exponents = { ns: -9, us: -6, ms: -3, s: 0 } as const;
    fc.assert(
      fc.property(decimal, fc.constantFrom("ns", "us", "ms", "s"), (text, unit) => {
        expect(parseDuration(text + unit)).toBe(Number(`${text}e${exponents[unit]}`));
      }),
      options,
    );
  });

  it("reads back what a shortest decimal of seconds says", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (seconds) => {
        const text = String(seconds);
        fc.pre(!text.includes("e"));
        expect(parseDuration(`${text}s`)).toBe(seconds);
      }),
      options,
    );
  });
});

describe("parseRate", () => {
  it.each([
    ["12/s", 12],
    ["700/m", 700 / 60],
    ["3600/h", 1],
    ["0.5/s", 0.5],
    ["-1/s", -1],
  ])("reads %s as %d per second", (text, rate) => {
    expect(parseRate(text)).toBe(rate);
  });

  it.each(["12", "12/d", "12 /s", "12/sec", "12rps", "/s"])("refuses %j", (text) => {
    expect(parseRate(text)).toBeNull();
  });

  it("divides by 60 and 3600 with one rounding", () => {
    fc.assert(
      fc.property(decimal, (text) => {
        expect(parseRate(`${text}/m`)).toBe(Number(text) / 60);
        expect(parseRate(`${text}/h`)).toBe(Number(text) / 3600);
      }),
      options,
    );
  });
});

describe("parsePrice", () => {
  it.each([
    ["$4.10/h", 4.1],
    ["$0/h", 0],
    ["$-1/h", -1],
    ["-$1/h", -1],
  ])("reads %s as %d dollars an hour", (text, dollars) => {
    expect(parsePrice(text)).toBe(dollars);
  });

  it.each(["4.10", "$4.10", "4.10/h", "$4.10/m", "€4/h", "$/h"])("refuses %j", (text) => {
    expect(parsePrice(text)).toBeNull();
  });
});

describe("parseMonthlyFee", () => {
  it.each([
    ["$9000/month", 9000],
    ["$0.5/month", 0.5],
    ["-$1/month", -1],
  ])("reads %s as %d dollars a month", (text, dollars) => {
    expect(parseMonthlyFee(text)).toBe(dollars);
  });

  it.each(["9000", "$9000", "9000/month", "$9000/h", "$9000/m", "$/month"])(
    "refuses %j",
    (text) => {
      expect(parseMonthlyFee(text)).toBeNull();
    },
  );
});

describe("parsePenalty", () => {
  it.each([
    ["$0.002/violation", 0.002],
    ["$0/violation", 0],
    ["$-1/violation", -1],
  ])("reads %s as %d dollars a violation", (text, dollars) => {
    expect(parsePenalty(text)).toBe(dollars);
  });

  it.each(["0.002", "$0.002", "0.002/violation", "$0.002/h", "$/violation"])(
    "refuses %j",
    (text) => {
      expect(parsePenalty(text)).toBeNull();
    },
  );
});

describe("parseShare", () => {
  it.each([
    ["99.9%", 0.999],
    ["99.99%", 0.9999],
    ["95%", 0.95],
    ["7%", 0.07],
    ["0%", 0],
    ["100%", 1],
  ])("reads %s as %d", (text, share) => {
    expect(parseShare(text)).toBe(share);
  });

  it.each(["99.9", "0.999", "%", "99 %"])("refuses %j", (text) => {
    expect(parseShare(text)).toBeNull();
  });

  it("shifts the decimal point exactly", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 9999 }), (digits) => {
        const text = String(digits);
        expect(parseShare(`${text.slice(0, 2)}.${text.slice(2)}%`)).toBe(Number(`0.${text}`));
      }),
      options,
    );
  });
});

describe("parseCount", () => {
  it.each([
    ["512", 512],
    ["16k", 16_000],
    ["2M", 2_000_000],
    ["1.5k", 1500],
    ["0.1k", 100],
    ["1.0005k", 1000.5],
  ])("reads %s as %d", (text, count) => {
    expect(parseCount(text)).toBe(count);
  });

  it.each(["16K", "2m", "16 k", "k", "1e3", "1_000"])("refuses %j", (text) => {
    expect(parseCount(text)).toBeNull();
  });
});

it("never yields a negative zero", () => {
  expect(Object.is(parseDuration("-0s"), 0)).toBe(true);
  expect(Object.is(parsePrice("-$0/h"), 0)).toBe(true);
  expect(Object.is(parsePenalty("-$0/violation"), 0)).toBe(true);
});
