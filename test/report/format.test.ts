import { describe, expect, it } from "vitest";
import {
  formatCount,
  formatDollars,
  formatDollarsShort,
  formatCounted,
  formatFoundLimit,
  formatLimit,
  formatRate,
  formatReplicas,
  formatSeconds,
  formatShare,
  formatSignificant,
  formatSpan,
  formatUse,
  objectiveName,
  quantileName,
} from "../../src/report/format.ts";

describe("formatSeconds", () => {
  it.each([
    [null, "–"],
    [Number.POSITIVE_INFINITY, "∞"],
    [0, "0 ms"],
    [0.00025, "250 µs"],
    [0.0004123, "412 µs"],
    [0.00412, "4.12 ms"],
    [0.4123, "412 ms"],
    [0.9996, "1.00 s"],
    [1.234, "1.23 s"],
    [98.76, "98.8 s"],
    [299, "299 s"],
    [563, "9.38 min"],
    [7199, "2.00 h"],
    [86_400, "24.0 h"],
  ])("writes %d s as %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });

  it("takes the number of digits asked for", () => {
    expect(formatSeconds(0.50049, 5)).toBe("500.49 ms");
    expect(formatSeconds(2570, 2)).toBe("43 min");
  });
});

describe("formatLimit", () => {
  it.each([
    [0.5, "500 ms"],
    [0.0125, "12.5 ms"],
    [0.00002, "20 µs"],
    [8, "8 s"],
    [1.25, "1.25 s"],
    [0.1 + 0.2, "300 ms"],
    [5400, "1 h 30 min"],
    [60, "1 min"],
    [120, "2 min"],
    [90, "90 s"],
    [119.5, "119.5 s"],
  ])("writes %d s as %s, exactly", (seconds, text) => {
    expect(formatLimit(seconds)).toBe(text);
  });
});

describe("formatFoundLimit", () => {
  it.each([
    [0.03, "30 ms"],
    [0.029_98, "30 ms"],
    [0.074_683, "74.7 ms"],
    [1.334, "1.33 s"],
    [119.6, "2 min"],
    [Infinity, "∞"],
  ])("writes %d s as %s, as a limit that was set", (seconds, text) => {
    expect(formatFoundLimit(seconds)).toBe(text);
  });
});

describe("formatSpan", () => {
  it.each([
    [3600, "1 h"],
    [5400, "1 h 30 min"],
    [90, "1 min 30 s"],
    [45, "45 s"],
    [604_800, "7 d"],
    [90_061, "1 d 1 h"],
  ])("writes %d s as %s", (seconds, text) => {
    expect(formatSpan(seconds)).toBe(text);
  });
});

describe("dollars", () => {
  it.each([
    [0, "$0"],
    [0.0042, "$0.0042"],
    [0.00000042, "$0.00000042"],
    [24.6, "$24.60"],
    [999.999, "$1,000"],
    [28_393.5, "$28,394"],
    [-4.1, "−$4.10"],
  ])("writes %d as %s", (dollars, text) => {
    expect(formatDollars(dollars)).toBe(text);
  });

  it.each([
    [0, "$0"],
    [4.1, "$4.10"],
    [730, "$730"],
    [2993, "$2.99k"],
    [12_345, "$12.3k"],
    [999_960, "$1.00M"],
    [12_345_678, "$12.3M"],
  ])("shortens %d to %s", (dollars, text) => {
    expect(formatDollarsShort(dollars)).toBe(text);
  });
});

describe("formatShare", () => {
  it.each([
    [0.9912, "99.12%"],
    [0, "0%"],
    [1, "100%"],
    [0.99996, "99.996%"],
    [0.00001, "0.001%"],
    [1 - 1e-12, ">99.99999%"],
    [1e-12, "<0.00001%"],
    [0.5, "50.00%"],
  ])("writes %d as %s", (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

describe("formatUse", () => {
  it.each([
    [0.999_999, 0, "100%"],
    [1.0001, 0, "100%"],
    [0.994, 0, "99%"],
    [0.9996, 1, "100%"],
    [0.0002, 0, "0.02%"],
  ])("writes %d to %i decimals as %s", (share, digits, text) => {
    expect(formatUse(share, digits)).toBe(text);
  });
});

describe("counts and names", () => {
  it("separates thousands", () => {
    expect(formatCount(1_234_567.4)).toBe("1,234,567");
    expect(formatReplicas(1)).toBe("1 replica");
    expect(formatCounted(1, "row")).toBe("1 row");
    expect(formatCounted(0, "row")).toBe("0 rows");
    expect(formatCounted(8819, "row")).toBe("8,819 rows");
    expect(formatReplicas(1024)).toBe("1,024 replicas");
  });

  it("keeps the digits left of the decimal point", () => {
    expect(formatSignificant(12_345, 3)).toBe("12,345");
    expect(formatSignificant(9.996, 3)).toBe("10.0");
    expect(formatRate(0.0095238)).toBe("0.00952/s");
  });

  it("names quantiles without the noise of binary fractions", () => {
    expect(quantileName(0.999)).toBe("p99.9");
    expect(quantileName(0.29)).toBe("p29");
    expect(objectiveName({ class: null, metric: "ttft", within: 0.5, target: 0.99 })).toBe(
      "p99 TTFT ≤ 500 ms",
    );
  });
});
