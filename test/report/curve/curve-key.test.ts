import { describe, expect, it } from "vitest";
import { frameCurve } from "../../../src/report/curve/curve-frame.ts";
import { curveSpec } from "../../../src/report/curve/curve-spec.ts";
import { pointedAt } from "../../../src/report/curve/curve-annotations.ts";
import { keyEntries, letterLayers, letterOf } from "../../../src/report/curve/curve-key.ts";
import { curveModel } from "../../../src/report/curve/curve-model.ts";
import { elasticResult } from "../../helpers/elastic-result.ts";

const KIND = "fleet.autoscaler.kind";

/** A cloud of so many settings, two of which cost the same. */
function cloud(count: number): ReturnType<typeof elasticResult> {
  return elasticResult({
    fleets: Array.from({ length: count }, (_, index) => {
      return [4 + Math.max(1, index), { [KIND]: `kind-${index}` }] as const;
    }),
  });
}

interface Texts {
  readonly layer: readonly { readonly data: { readonly values: readonly { text?: string }[] } }[];
}

function textsOf(result: ReturnType<typeof elasticResult>): readonly string[] {
  const spec: { readonly vconcat: readonly Texts[] } = JSON.parse(
    JSON.stringify(curveSpec(result)),
  );
  return spec.vconcat[0].layer.flatMap(({ data }) => data.values.map(({ text }) => text ?? ""));
}

describe("the letters of a cloud", () => {
  it("go on after Z", () => {
    expect([0, 25, 26, 27, 52].map(letterOf)).toEqual(["A", "Z", "AA", "AB", "BA"]);
  });

  it("name every setting below the axis and in the list, those of equal cost too", () => {
    const texts = textsOf(cloud(6));
    for (const index of [0, 1, 2, 3, 4, 5]) {
      expect(texts).toContain(`kind-${index}`);
      expect(texts.filter((text) => text === letterOf(index))).toHaveLength(2);
    }
    expect(texts.some((text) => /^[A-F], \$\d+\.\d\d\/h$/.test(text))).toBe(true);
  });

  it("never stand on each other", () => {
    const result = cloud(12);
    const model = curveModel(result);
    const entries = keyEntries(model, pointedAt(model));
    const layers = letterLayers(entries, frameCurve(result, model), 100, pointedAt(model));
    const places: readonly number[] = layers
      .flatMap(
        (layer): { px: number; text?: string }[] => JSON.parse(JSON.stringify(layer)).data.values,
      )
      .flatMap(({ px, text }) => (text === undefined ? [] : [px]))
      .toSorted((left, right) => left - right);
    expect(places).toHaveLength(12);
    for (const [index, px] of places.slice(1).entries())
      expect(px - places[index]).toBeGreaterThan(12);
  });

  it("are given to the twenty settings around the one singled out, and the caption says so", () => {
    const result = cloud(30);
    const model = curveModel(result);
    const entries = keyEntries(model, pointedAt(model));
    expect(entries).toHaveLength(20);
    expect(entries.map(({ point }) => point)).toContain(pointedAt(model));
    expect(textsOf(result).join(" ")).toContain("10 more of the 30 settings without a letter.");
  });

  it("are not needed where the axis names the settings", () => {
    const target = "fleet.autoscaler.metrics[0].target";
    const model = curveModel(
      elasticResult({
        fleets: [
          [12, { [target]: "40%" }],
          [9, { [target]: "60%" }],
          [6, { [target]: "80%" }],
        ],
      }),
    );
    expect(keyEntries(model, pointedAt(model))).toEqual([]);
  });
});
