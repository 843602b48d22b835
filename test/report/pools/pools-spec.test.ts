import { describe, expect, it } from "vitest";
import type { ArrangementResult } from "../../../src/plan/pools/arrangement-result.ts";
import { curvePicture } from "../../../src/report/curve/curve-picture.ts";
import { poolsModel } from "../../../src/report/pools/pools-model.ts";
import { poolsSpec } from "../../../src/report/pools/pools-spec.ts";
import { expectSound, filled } from "../../helpers/picture-checks.ts";
import { arrangementWith, pooledResult, poolWith } from "../../helpers/pooled-result.ts";
import { range, resultWith } from "../../helpers/result-builder.ts";

const many = range(1, 7).map((count) => poolWith(`team-${count}`, count / 2, count + 1));
const CASES: Readonly<Record<string, readonly ArrangementResult[]>> = {
  "two arrangements": pooledResult().arrangements,
  "one arrangement": [arrangementWith("only", [poolWith("all", 4.5, 10)])],
  "one count": [arrangementWith("one", [single(poolWith("a", 3, 7))])],
  "no answer": [arrangementWith("none", [poolWith("a", 9, null), poolWith("b", 1, 3)])],
  "five arrangements of many pools": range(1, 5).map((count) =>
    arrangementWith(`arrangement ${count}`, many.slice(0, count + 2)),
  ),
  "long names": [arrangementWith("n".repeat(200), [poolWith("p".repeat(200), 3, 7)])],
};

function single(pool: ReturnType<typeof poolWith>): ReturnType<typeof poolWith> {
  return { ...pool, points: pool.points.slice(2, 3) };
}

describe.each(Object.entries(CASES))("the picture of %s", (_, arrangements) => {
  const result = { ...resultWith(), arrangements };

  it("is legible, and gives Vega-Lite nothing to warn about", async () => {
    await expectSound(filled(curvePicture(result)));
  });
});

describe("poolsModel", () => {
  it("has a panel an arrangement, cheapest first, and marks the chosen counts", () => {
    const { panels } = poolsModel(pooledResult());
    expect(panels.map(({ arrangement }) => arrangement.name)).toEqual(["shared", "separate"]);
    const chosen = panels[1].lines.map(({ marks, pool }) => [
      pool.name,
      marks.filter(({ isChosen }) => isChosen).map(({ x }) => x),
    ]);
    expect(chosen).toEqual([
      ["search", [4.2]],
      ["feed", [3]],
      ["ads", [expect.closeTo(1.8, 9)]],
    ]);
  });

  it("draws three arrangements of five pools at most", () => {
    const { panels, undrawn } = poolsModel({
      arrangements: CASES["five arrangements of many pools"],
    });
    expect(panels).toHaveLength(3);
    expect(undrawn).toHaveLength(2);
    const [panel] = poolsModel({ arrangements: [arrangementWith("all", many)] }).panels;
    expect(panel.lines.map(({ pool }) => pool.name)).toEqual(
      [7, 6, 5, 4, 3].map((count) => `team-${count}`),
    );
    expect(panel.undrawn).toHaveLength(2);
  });

  it("takes the interval of compliance to the budget", () => {
    const pool = poolWith("a", 3, 7);
    const [objective] = pool.points[0].objectives;
    const worst = { ...objective, target: 0.99, budgetUsed: 2, interval: [0.97, 0.985] as const };
    const points = [{ ...pool.points[0], objectives: [{ ...objective, budgetUsed: 1 }, worst] }];
    const arrangements = [arrangementWith("one", [{ ...pool, points }])];
    const [mark] = poolsModel({ arrangements }).panels[0].lines[0].marks;
    expect(mark.value).toBe(2);
    expect(mark.interval).toEqual([expect.closeTo(1.5, 9), expect.closeTo(3, 9)]);
  });

  it("has nothing to draw without arrangements", () => {
    expect(() => poolsSpec(resultWith())).toThrow(RangeError);
  });
});
