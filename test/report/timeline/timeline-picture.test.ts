import { compile } from "vega-lite";
import { describe, expect, it } from "vitest";
import type { Recovery } from "../../../src/plan/timeline/find-recovery.ts";
import type { Result } from "../../../src/plan/result.ts";
import type { Picture } from "../../../src/report/picture.ts";
import { timeTicks } from "../../../src/report/timeline/timeline-frame.ts";
import { timelinePicture } from "../../../src/report/timeline/timeline-picture.ts";
import { elasticFleet } from "../../helpers/elastic-result.ts";
import { expectSound, filled } from "../../helpers/picture-checks.ts";
import { resultWith } from "../../helpers/result-builder.ts";
import { timedResult } from "../../helpers/timed-result.ts";

const LATENCY = [{ class: null, metric: "latency" as const, within: 5, target: 0.95 }];
const SPIKE: Recovery = {
  cause: "spike",
  at: 900,
  until: 1200,
  recovers: true,
  recoveredAt: 1260,
  measuredFrom: 2400,
  arrivalRate: 12,
  answerRate: 12,
};
const DOWN: Recovery = { ...SPIKE, recovers: false, recoveredAt: null };
const none = Array.from({ length: 36 }, () => 0);
const some = none.map((_, bin) => (bin > 9 && bin < 14 ? 2 : 0));

/** The followed fleets as those of an autoscaler. */
function elastic(result: Result): Result {
  const points = result.points.map((point) => ({ ...point, fleet: elasticFleet(point.replicas) }));
  return { ...result, points };
}

const CASES: Readonly<Record<string, Result>> = {
  "two fixed fleets": timedResult(),
  "a limit on latency": timedResult({ objectives: LATENCY }),
  "no choice": timedResult({ offeredLoad: 12 }),
  "no completions": timedResult({ changes: { quantiles: [none.map(() => null)] } }),
  "one more objective than fits": timedResult({
    objectives: [0.5, 0.9, 0.99, 0.9995].map((target) => ({ ...LATENCY[0], target })),
  }),
  "two limits on one quantile": timedResult({
    objectives: [LATENCY[0], { ...LATENCY[0], within: 4.8 }],
  }),
  "an autoscaler": elastic(timedResult({ changes: { starting: some, down: some } })),
  "a spike": timedResult({ recoveries: [SPIKE, DOWN] }),
  retries: timedResult({ changes: { attempts: none.map((_, bin) => 2000 + 50 * bin) } }),
  "rare requests": timedResult({ changes: { arrivals: some, attempts: some } }),
  "hostile names": timedResult({
    name: "a</svg><script>",
    objectives: [{ ...LATENCY[0], class: `<b>&amp;${"long ".repeat(40)}` }],
  }),
};

function pictureOf(result: Result): Picture {
  return filled(timelinePicture(result));
}

describe.each(Object.entries(CASES))("the timeline of %s", (_, result) => {
  const picture = pictureOf(result);

  it("is legible, and gives Vega-Lite nothing to warn about", async () => {
    await expectSound(picture);
  });
});

describe("the timeline", () => {
  it("stays the specification it was", async () => {
    const { spec, text } = pictureOf(timedResult({ objectives: LATENCY }));
    await expect(`${JSON.stringify({ text, spec }, null, 1)}\n`).toMatchFileSnapshot(
      "timeline-spec.json",
    );
  });

  it("draws the values of the result", () => {
    const result = timedResult();
    const [back, front] = result.points.filter(({ timeline }) => timeline !== null);
    const { spec } = pictureOf(result);
    const { values }: { values: readonly Record<string, unknown>[] } = JSON.parse(
      JSON.stringify(spec.data),
    );
    // The hour is 32.7 bins long.
    expect(values).toHaveLength(33);
    for (const [bin, row] of values.entries()) {
      expect(row["start"]).toBe(110 * bin);
      expect(row["arrivals"]).toBeCloseTo(front.timeline!.arrivals[bin] / 110, 6);
      expect(row["frontWaiting"]).toBe(front.timeline!.waiting[bin]);
      expect(row["backWaiting"]).toBe(back.timeline!.waiting[bin]);
      expect(row["frontQuantile0"]).toBe(front.timeline!.quantiles[0][bin]);
      expect(row["backQuantile0"]).toBe(back.timeline!.quantiles[0][bin]);
    }
  });

  it("draws the quantile that each objective is about, against its limit", async () => {
    const result = timedResult({
      objectives: [
        { class: null, metric: "ttft", within: 0.5, target: 0.95 },
        { class: "chat", metric: "tpot", within: 0.05, target: 0.9 },
        { class: null, metric: "ttft", within: 0.8, target: 0.95 },
      ],
    });
    const texts = await expectSound(pictureOf(result));
    const titles = texts.filter((text) => text.endsWith("by time of arrival"));
    expect(titles).toEqual(["p95 TTFT by time of arrival", "chat p90 TPOT by time of arrival"]);
    const limits = texts.filter((text) => /^(?:chat )?p9[05] \w+ ≤ \d+ ms$/.test(text));
    expect(limits.toSorted()).toEqual([
      "chat p90 TPOT ≤ 50 ms",
      "p95 TTFT ≤ 500 ms",
      "p95 TTFT ≤ 800 ms",
    ]);
    expect(texts.join(" ")).not.toContain("p99");
  });

  it("says how few requests make a quantile the slowest of them", () => {
    const rare = { requests: [none.map(() => 12)] };
    const { spec } = pictureOf(timedResult({ objectives: LATENCY, changes: rare }));
    // Of 33 bins drawn, 36 × 12 requests in all.
    expect(JSON.stringify(spec).replaceAll('","', " ")).toContain(
      "of fewer than 20 requests p95 latency is the slowest, and a bin has 13 on average",
    );
  });

  it("draws the same of a result that was read from its file", () => {
    const result = timedResult();
    const read: Result = JSON.parse(JSON.stringify(result));
    expect(timelinePicture(read)).toEqual(timelinePicture(result));
  });

  it("says who misses the limit, and in how little of the time", () => {
    // A rush of 1, 2, 3, 4, 3, 2, 1: four times that with 8 replicas, 64 in all; three times with
    // 9. The worst bins have 16, 12 and 12, so that three of 110 s hold half.
    expect(timedResult().choice?.replicas).toBe(9);
    const { text } = pictureOf(timedResult());
    expect(text.title).toBe(
      "With 8 replicas 64 of 45,160 requests miss TTFT ≤ 500 ms, half of them in 5 min 30 s of 1 h; with 9 replicas 48",
    );
  });

  it("counts requests without an answer among the late ones, and says so", async () => {
    const lossy = timedResult({ changes: { unanswered: some } });
    const texts = (await expectSound(pictureOf(lossy))).join(" ");
    expect(texts).toContain("Requests with TTFT > 500 ms or no answer (highest bar: 16)");
    expect(texts).toContain("Lines: answered requests.");
    const answered = (await expectSound(pictureOf(timedResult()))).join(" ");
    expect(answered).toContain("Requests with TTFT > 500 ms (highest bar: 16)");
    expect(answered).not.toContain("answered requests");
  });

  it("says that none does", () => {
    const { text } = pictureOf(timedResult({ changes: { violations: [none] } }));
    expect(text.title).toBe(
      "No request misses TTFT ≤ 500 ms in this run, with 9 replicas or with 8 replicas",
    );
  });

  it("says who gets over a spike and who doesn't", () => {
    const { text } = pictureOf(timedResult({ recoveries: [SPIKE, DOWN] }));
    expect(text.title).toBe(
      "After the spike at 15 min, 9 replicas answer again 1 min after it ends; 8 replicas stay down",
    );
  });

  it("offers an interval of time to select", () => {
    const { spec } = pictureOf(timedResult());
    const [brush] = spec.params ?? [];
    expect(brush).toMatchObject({ name: "brush", select: { type: "interval", encodings: ["x"] } });
    const names = compile(spec).spec.signals?.map(({ name }) => name);
    expect(names).toContain("brush");
  });

  it("is missing where no fleet was followed", () => {
    expect(timelinePicture(resultWith())).toMatchObject({
      name: "timeline",
      missing: expect.stringContaining("follows no fleet over time"),
    });
  });
});

describe("the axis of time", () => {
  it("has at most eight round labels, from seconds to weeks", () => {
    expect(timeTicks(1320)).toEqual([0, 300, 600, 900, 1200]);
    expect(timeTicks(7 * 86_400)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((day) => day * 86_400));
    for (let end = 0.5; end < 1e8; end *= 1.7) {
      const ticks = timeTicks(end);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect(ticks[ticks.length - 1]).toBeLessThanOrEqual(end);
    }
  });
});
