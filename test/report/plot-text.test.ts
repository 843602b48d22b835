import { describe, expect, it } from "vitest";
import { plotInText } from "../../src/report/plot-text.ts";

describe("plotInText", () => {
  it("puts each value on a logarithmic line with a bar at the limit", () => {
    // From 0.1/1.1 to 2 × 1.1 on 20 places: ln(x/0.0909)/ln(24.2) × 19 is 0.6, 9.6, 14.3, 18.4.
    const { header, lines } = plotInText("p99", [0.1, 0.411, 2], { limit: 0.866, width: 20 });
    expect(lines).toEqual([".*           |", ".........*   |", ".............|....*"]);
    expect(header).toEqual(["p99 (log)", "             |866 ms"]);
  });

  it("keeps a value beside the limit on its side", () => {
    const values = [0.2999, 0.3, 0.3001];
    const { lines } = plotInText("p99", values, { limit: 0.3, width: 12 });
    const bar = lines[0].indexOf("|");
    expect(lines[0].indexOf("*")).toBe(bar - 1);
    expect(lines[1]).not.toContain("|");
    expect(lines[1].indexOf("*")).toBe(bar);
    expect(lines[2].indexOf("*")).toBe(bar + 1);
  });

  it("points on where a value is far beyond the limit or has no end", () => {
    const values = [0.1, 100, Number.POSITIVE_INFINITY, null];
    const { lines } = plotInText("p99", values, { limit: 0.2, width: 14 });
    expect(lines[0]).toMatch(/^\.*\* *\|$/);
    for (const line of lines.slice(1)) expect(line).toMatch(/^\.*\|\.*>$/);
    expect(new Set(lines.slice(1).map((line) => line.length))).toEqual(new Set([14]));
  });

  it("keeps room beyond a limit that hardly anything passes", () => {
    const { lines } = plotInText("p99", [0.001, 1.0001], { limit: 1, width: 12 });
    expect(lines).toEqual(["*         |", "..........|*"]);
  });

  it("stays within its width, whatever the values", () => {
    for (const width of [0, 10, 17.3, 40]) {
      for (const limit of [1e-6, 0.3, 1e6]) {
        const { header, lines } = plotInText("a name that is long", [1e-9, limit, 1e9], {
          limit,
          width,
        });
        const widest = Math.max(...[...header, ...lines].map((line) => line.length));
        expect(widest).toBeLessThanOrEqual(Math.max(10, width));
      }
    }
  });
});
