import { describe, expect, it } from "vitest";
import type { Headroom } from "../../src/plan/headroom/find-headroom.ts";
import type { Attempt } from "../../src/plan/headroom/search-nearby.ts";
import type { Result } from "../../src/plan/result.ts";
import { headroomLines } from "../../src/report/headroom-lines.ts";
import { renderSummary } from "../../src/report/summary.ts";
import { elasticResult } from "../helpers/elastic-result.ts";
import { resultWith } from "../helpers/result-builder.ts";

const plain = resultWith({ replicas: [8, 9, 10] });

function tried(verdict: Attempt["verdict"], replicas: number | null = 36): Attempt {
  return { replicas, verdict };
}

const HEADROOM: Headroom = {
  replicas: 9,
  settings: {},
  growth: {
    factor: 1.297,
    breaksAt: 1.304,
    breaks: {
      objective: { metric: "ttft", within: 0.5, target: 0.99, compliance: 0.9898 },
      limits: plain.limits,
      reason: "p99 TTFT ≤ 500 ms breaks first (98.98% good): compute binds",
    },
  },
  calibration: {
    error: 0.05,
    faster: { factor: 0.95, replicas: 8, costPerHour: 32.8 },
    slower: { factor: 1.05, replicas: 10, costPerHour: 41 },
  },
  tornado: {
    base: { replicas: 9, costPerHour: 36.9 },
    bars: [
      {
        assumption: "traffic",
        amount: 0.2,
        low: { factor: 0.8, replicas: 7, costPerHour: 28.7 },
        high: { factor: 1.2, replicas: null, costPerHour: null, tried: tried("missed") },
        swing: null,
      },
      {
        assumption: "price",
        amount: 0.1,
        low: { factor: 0.9, replicas: 9, costPerHour: 33.21 },
        high: { factor: 1.1, replicas: 9, costPerHour: 40.59 },
        swing: 7.38,
      },
      {
        assumption: "output",
        amount: 0.2,
        low: { factor: 0.8, replicas: 9, costPerHour: 36.9 },
        high: { factor: 1.2, replicas: 9, costPerHour: 36.9 },
        swing: 0,
      },
    ],
    omitted: [{ assumption: "burstiness", reason: "poisson arrivals have no spread to scale" }],
  },
};

function linesWith(change: Partial<Result>): readonly string[] {
  return headroomLines({ ...plain, ...change });
}

function growthLine(change: Partial<Headroom["growth"]>): string {
  return linesWith({ headroom: { ...HEADROOM, growth: { ...HEADROOM.growth, ...change } } })[0];
}

describe("headroomLines", () => {
  it("says what limits a fleet without further simulation", () => {
    expect(linesWith({})).toEqual([
      "Nothing binds; nearest is compute: the offered load is 60% of capacity.",
      "No scheduler keeps up on fewer than 6: 5.40 needed on average, 5.40 in the busiest 10 s.",
    ]);
  });

  it("says how far each assumption moves the answer", () => {
    const lines = linesWith({ headroom: HEADROOM });
    expect(lines[0]).toBe(
      "Traffic may grow by 29% on 9 replicas: at 1.30× p99 TTFT ≤ 500 ms breaks first " +
        "(98.98% good): compute binds.",
    );
    expect(lines.slice(3)).toEqual([
      "Calibration ±5%: 8 to 10 replicas, $32.80 to $41.00/h.",
      "Traffic ±20%: 7 replicas ($28.70/h) to missed on 36 replicas.",
      "Price ±10%: 9 replicas, $33.21 to $40.59/h.",
      "Output length ±20%: 9 replicas, $36.90/h.",
      "Burstiness not varied: poisson arrivals have no spread to scale.",
    ]);
  });

  it.each([
    ["more traffic is proven to be too much", tried("missed"), "missed on 36 replicas"],
    ["the evidence is too little", tried("insufficient"), "not proven on 36 replicas"],
    [
      "an autoscaler isn't proven to hold",
      tried("undecided", null),
      "not proven with the autoscaler as configured",
    ],
    ["an autoscaler misses", tried("missed", null), "missed with the autoscaler as configured"],
    ["a result doesn't tell", undefined, "not proven"],
  ])("gives no more than was found where %s", (_, attempt, words) => {
    const [bar] = HEADROOM.tornado.bars;
    const high = { factor: 1.2, replicas: null, costPerHour: null };
    const bars = [{ ...bar, high: attempt === undefined ? high : { ...high, tried: attempt } }];
    const text = linesWith({
      headroom: { ...HEADROOM, tornado: { ...HEADROOM.tornado, bars } },
    }).join("\n");
    expect(text).toContain(`Traffic ±20%: 7 replicas ($28.70/h) to ${words}.`);
    const isOpen = words.startsWith("not proven");
    expect(text.includes("Not proven: the evidence leaves it open.")).toBe(isOpen);
  });

  it("warns of the spread of an autoscaler's mean where both ends are on one side", () => {
    const elastic = elasticResult({ fleets: [[9, {}]] });
    const bar = { assumption: "burstiness", amount: 0.3, swing: 1 } as const;
    const low = { factor: 0.7, replicas: 9.2, costPerHour: 37.72 };
    const textWith = (result: Result, replicas: number): string => {
      const bars = [{ ...bar, low, high: { factor: 1.3, replicas, costPerHour: 38 } }];
      const tornado = { ...HEADROOM.tornado, bars };
      return headroomLines({ ...result, headroom: { ...HEADROOM, tornado } }).join("\n");
    };
    expect(textWith(elastic, 9.4)).toContain("the mean of an autoscaled fleet can differ");
    expect(textWith(elastic, 8.9)).not.toContain("autoscaled fleet");
    expect(textWith(plain, 9.4)).not.toContain("autoscaled fleet");
  });

  it("says what traffic a fleet holds that is too small, or far too large", () => {
    expect(growthLine({ factor: 0.855 })).toMatch(/^Traffic has to shrink by 15% to hold on 9/);
    expect(growthLine({ factor: null })).toMatch(/^Not even a small share of the traffic holds/);
    expect(growthLine({ factor: 64, breaksAt: null, breaks: null })).toBe(
      "The SLO holds on 9 replicas at 64.0× the traffic and more.",
    );
  });

  it("sets the formula's wait beside the simulated one, with its warning", () => {
    const analytic = {
      form: "Allen-Cunneen",
      isExact: false,
      servers: 9,
      waitMean: 52e-6,
      simulated: 0.00963,
      warning: "the traffic comes in waves",
    } as const;
    expect(linesWith({ analytic })[2]).toBe(
      "Mean queue wait 9.63 ms, by Allen-Cunneen 52.0 µs; the traffic comes in waves.",
    );
    const uncertain = { ...plain.limits, uncertain: true, uncertainty: "Uncertain: it is" };
    expect(linesWith({ limits: uncertain })[1]).toBe("Uncertain: it is.");
  });

  it("stands in the summary after the choice, with the growth if it was asked for", () => {
    const options = { color: false, width: 100, files: ["a.svg"] };
    expect(renderSummary(plain, options)).toMatch(/\nChoice [^]*\nHeadroom [^]*\nFiles /);
    expect(renderSummary(plain, options)).not.toContain("Traffic may grow");
    expect(renderSummary({ ...plain, headroom: HEADROOM }, options)).toMatch(
      /\nChoice [^]*\nHeadroom +Traffic may grow by 29%[^]*\nFiles /,
    );
  });
});
