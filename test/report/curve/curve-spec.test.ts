import { describe, expect, it } from "vitest";
import { curveSpec } from "../../../src/report/curve/curve-spec.ts";
import { range, resultWith, type ResultOptions } from "../../helpers/result-builder.ts";

interface Mark {
  readonly type: string;
  readonly color?: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly strokeDash?: readonly number[];
  readonly shape?: string;
}

interface Layer {
  readonly mark: Mark;
  readonly data: { readonly values: readonly Readonly<Record<string, unknown>>[] };
}

interface Panel {
  readonly encoding: Readonly<
    Record<"x" | "y", { scale: { type: string; domain: number[] }; axis: { title: string } }>
  >;
  readonly layer: readonly Layer[];
}

function panelsOf(options: ResultOptions): readonly Panel[] {
  const spec: { readonly vconcat: readonly Panel[] } = JSON.parse(
    JSON.stringify(curveSpec(resultWith(options))),
  );
  return spec.vconcat;
}

function layersOf(options: ResultOptions, type: string): readonly Layer[] {
  return panelsOf(options).flatMap(({ layer }) => layer.filter(({ mark }) => mark.type === type));
}

function arrowsOf(options: ResultOptions): readonly Readonly<Record<string, unknown>>[] {
  return layersOf(options, "point")
    .filter(({ mark }) => mark.shape?.startsWith("M") === true)
    .flatMap(({ data }) => data.values);
}

const ttft = (within: number) => [{ class: null, metric: "ttft", within, target: 0.99 }] as const;

describe("curveSpec", () => {
  it("uses a log scale when latencies span decades and says so", () => {
    const [{ encoding }] = panelsOf({});
    expect(encoding.y.scale.type).toBe("log");
    expect(encoding.y.axis.title).toBe("TTFT (log scale)");
  });

  it("uses a linear scale when they don't", () => {
    const [{ encoding }] = panelsOf({ replicas: range(10, 16) });
    expect(encoding.y.scale.type).toBe("linear");
    expect(encoding.y.axis.title).toBe("TTFT");
  });

  it("cuts off overload far above the limit, but not what decides", () => {
    const [knee] = panelsOf({});
    expect(knee.encoding.y.scale.domain[1]).toBeLessThan(20);
    const [overload] = panelsOf({ replicas: range(1, 8), offeredLoad: 9.5 });
    expect(overload.encoding.y.scale.domain[1]).toBeGreaterThan(3000);
  });

  it("puts cost on the x axis, or replicas where everything costs the same", () => {
    const costs = layersOf({}, "line")[0].data.values.map(({ x }) => x);
    expect(costs).toContain(4 * 4.1);
    const counts = layersOf({ price: 0 }, "line")[0].data.values.map(({ x }) => x);
    expect(counts).toContain(4);
  });

  it("tells quantiles apart by dashes and marker, and draws the objective's thickest", () => {
    const lines = layersOf({}, "line");
    expect(lines).toHaveLength(3);
    expect(new Set(lines.map(({ mark }) => JSON.stringify(mark.strokeDash))).size).toBe(3);
    const thickest = lines.toSorted(
      (left, right) => (right.mark.strokeWidth ?? 0) - (left.mark.strokeWidth ?? 0),
    )[0];
    expect(thickest.mark).toMatchObject({ color: "#0072B2", strokeDash: [], strokeWidth: 3 });
    const shapes = layersOf({}, "point").map(({ mark }) => `${mark.shape} ${mark.stroke}`);
    expect(new Set(shapes).size).toBe(4);
  });

  it("draws the objective's own quantile where it is none of the usual ones", () => {
    const objectives = [{ class: null, metric: "latency", within: 8, target: 0.98 }] as const;
    expect(layersOf({ objectives }, "line")).toHaveLength(4);
  });

  it("draws saturated points hollow", () => {
    const hollow = layersOf({}, "point").filter(({ mark }) => mark.fill === "#ffffff");
    const drawn = hollow.flatMap(({ data }) => data.values.map(({ x }) => x));
    expect(new Set(drawn)).toEqual(new Set([1, 2, 3].map((count) => count * 4.1)));
  });

  it("draws bands where there are intervals, and a bar for a single point", () => {
    expect(layersOf({}, "area")).toHaveLength(3);
    expect(layersOf({ question: "hindsight" }, "area")).toHaveLength(0);
    const bars = layersOf({ replicas: [9] }, "rule").filter(({ mark }) => mark.strokeWidth === 7);
    expect(bars).toHaveLength(3);
  });

  it("thins markers of long sweeps but keeps the choice", () => {
    const points = layersOf({ replicas: range(1, 100), offeredLoad: 12 }, "point");
    const circles = points.filter(({ mark }) => mark.shape === "circle" && mark.fill !== undefined);
    const drawn = circles.flatMap(({ data }) => data.values.map(({ x }) => x));
    expect(drawn.length).toBeLessThan(50);
    expect(drawn).toContain(21 * 4.1);
  });

  it("shades what is below the choice, missed darker than not proven", () => {
    const shades = layersOf({}, "rect").map(({ mark }) => mark.color);
    expect(shades).toEqual(["#e6e6e6", "#f3f3f3"]);
    expect(layersOf({ replicas: range(10, 16) }, "rect")).toEqual([]);
  });

  it("draws no quantile that too many lost requests put beyond any limit, but an arrow", () => {
    const lossy = { replicas: range(8, 12), rejectedShare: 0.03 };
    expect(arrowsOf(lossy).map(({ color }) => color)).toEqual(Array(5).fill("#0072B2"));
    const shapes = layersOf(lossy, "point").map(({ mark }) => mark.shape);
    expect(shapes).not.toContain("triangle-up");
    expect(shapes).toContain("square");
    const labels = layersOf(lossy, "text").flatMap(({ data }) => data.values);
    expect(labels.filter(({ text }) => text === "3.0% lost")).toHaveLength(5);
  });

  it("says whose requests are lost where a class is counted by itself", () => {
    const chat = { class: "chat", metric: "latency" as const, within: 5, target: 0.99 };
    const lossy = { replicas: range(8, 12), rejectedShare: 0.03, objectives: [chat] };
    const texts = layersOf(lossy, "text").flatMap(({ data }) =>
      data.values.map(({ text }) => text),
    );
    expect(texts).toContain("3.0% of chat lost");
    expect(texts.join(" ")).toContain(
      "Lines: answered requests; of all requests 3.00% rejected at 12 replicas.",
    );
  });

  it("leads the lines up to the arrows, and has a row of them for other settings", () => {
    const stuck = { replicas: range(1, 9), stuck: [1, 2, 3] };
    expect(arrowsOf(stuck)).toHaveLength(9);
    const leads = layersOf(stuck, "rule").filter(({ mark }) => mark.color === "#0072B2");
    expect(leads.map(({ data }) => data.values.length)).toEqual([2]);
    const settings = [1, 2].map((value) => ({
      values: { "client.timeout": value },
      factor: value,
    }));
    const rows = new Set(arrowsOf({ ...stuck, settings }).map(({ py }) => py));
    expect(rows.size).toBe(2);
  });

  it("has one panel a measure, three at most", () => {
    const objectives = [
      ...ttft(0.5),
      { class: null, metric: "latency", within: 8, target: 0.95 },
      { class: null, metric: "tpot", within: 0.02, target: 0.5 },
      { class: null, metric: "queueWait", within: 0.2, target: 0.9 },
    ] as const;
    const titles = panelsOf({ objectives }).map(({ encoding }) => encoding.y.axis.title);
    expect(titles.map((title) => title.replace(" (log scale)", ""))).toEqual([
      "TTFT",
      "Latency",
      "TPOT",
    ]);
  });

  it("is plain JSON", () => {
    const spec = curveSpec(resultWith());
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });
});
