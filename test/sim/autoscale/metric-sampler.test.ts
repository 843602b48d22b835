import { describe, expect, it } from "vitest";

import { MetricSampler, type FleetCounters } from "../../../src/sim/autoscale/metric-sampler.ts";
import {
  SIGNAL_CONCURRENCY,
  SIGNAL_KV,
  SIGNAL_QUEUE,
  SIGNAL_RATE,
  SIGNAL_UTILIZATION,
} from "../../../src/sim/autoscale/autoscaler-plan.ts";
import { handBuiltMetric } from "./hand-built.ts";

/**
 * One replica until 20 s, then two; each busy for 0.5 of the time until 20 s, 0.8 after;
 * outstanding requests 2t at time t, of which half wait; 3 arrivals a second until 20 s, 9 after.
 */
function countersAt(now: number): FleetCounters {
  const late = Math.max(0, now - 20);
  const early = now - late;
  return {
    pods: now < 20 ? 1 : 2,
    waiting: now,
    outstanding: 2 * now,
    kvUse: now < 20 ? 0.25 : 1.5,
    arrivals: 3 * early + 9 * late,
    busyIntegral: 0.5 * early + 2 * 0.8 * late,
    outstandingIntegral: now * now,
    waitingIntegral: (now * now) / 2,
    kvIntegral: 0.25 * early + 1.5 * late,
    podIntegral: early + 2 * late,
  };
}

/** Takes what is due until `now` and reads. */
function advance(sampler: MetricSampler, now: number): { total: number; pods: number } {
  while (sampler.nextTime <= now) sampler.sample(sampler.nextTime, countersAt(sampler.nextTime));
  const { total, pods } = sampler.read(now);
  return { total, pods };
}

describe("MetricSampler", () => {
  it("samples every scrape interval, and has nothing to read before", () => {
    const sampler = new MetricSampler(handBuiltMetric({ scrape: 15 }));
    expect(sampler.nextTime).toBe(15);
    expect(advance(sampler, 14)).toEqual({ total: Number.NaN, pods: 0 });
    expect(advance(sampler, 29)).toEqual({ total: 30, pods: 1 });
    expect(sampler.nextTime).toBe(30);
    expect(advance(sampler, 30)).toEqual({ total: 60, pods: 2 });
  });

  it("lets a sample be read after the delay", () => {
    const sampler = new MetricSampler(handBuiltMetric({ scrape: 10, delay: 25 }));
    expect(advance(sampler, 34)).toEqual({ total: Number.NaN, pods: 0 });
    expect(advance(sampler, 35)).toEqual({ total: 20, pods: 1 });
    expect(advance(sampler, 44)).toEqual({ total: 20, pods: 1 });
    expect(advance(sampler, 55)).toEqual({ total: 60, pods: 2 });
  });

  it.each([
    { name: "concurrency", signal: SIGNAL_CONCURRENCY, expected: 60 },
    { name: "queue", signal: SIGNAL_QUEUE, expected: 30 },
    { name: "kv", signal: SIGNAL_KV, expected: 1.5 },
    // Since the sample before, at 20 s: 0.8 on both pods, and 9 a second.
    { name: "utilization", signal: SIGNAL_UTILIZATION, expected: 1.6 },
    { name: "rate", signal: SIGNAL_RATE, expected: 9 },
  ])("takes the instant for a window of 0: $name", ({ signal, expected }) => {
    const sampler = new MetricSampler(handBuiltMetric({ signal, scrape: 10, window: 0 }));
    const { total, pods } = advance(sampler, 30);
    expect(total).toBeCloseTo(expected, 12);
    expect(pods).toBe(2);
  });

  it.each([
    // Window 10..30 s: (900 − 100)/20 and half of it.
    { name: "concurrency", signal: SIGNAL_CONCURRENCY, expected: 40 },
    { name: "queue", signal: SIGNAL_QUEUE, expected: 20 },
    // (10 × 3 + 10 × 9)/20.
    { name: "rate", signal: SIGNAL_RATE, expected: 6 },
    // (10 × 0.5 + 20 × 0.8) busy seconds in 10 + 20 pod-seconds = 0.7, on 2 pods.
    { name: "utilization", signal: SIGNAL_UTILIZATION, expected: 1.4 },
    // (10 × 0.25 + 10 × 1.5)/30 × 2.
    { name: "kv", signal: SIGNAL_KV, expected: 35 / 30 },
  ])("averages over its window: $name", ({ signal, expected }) => {
    for (const scrape of [10, 30, 5]) {
      const sampler = new MetricSampler(handBuiltMetric({ signal, scrape, window: 20 }));
      expect(advance(sampler, 30).total).toBeCloseTo(expected, 12);
    }
  });

  it("reaches back to 0 while the run is younger than the window", () => {
    // 15 s: 15²/15. 30 s: 30²/30. 45 s: (45² − 15²)/30.
    const sampler = new MetricSampler(handBuiltMetric({ scrape: 15, window: 30 }));
    expect([15, 30, 45].map((now) => advance(sampler, now).total)).toEqual([15, 30, 60]);
  });

  it("looks at the fleet where a window starts between two scrapes", () => {
    // Window 20 s, scraped every 15 s: starts for 30 and 45 s are at 10 and 25 s.
    const sampler = new MetricSampler(handBuiltMetric({ scrape: 15, window: 20 }));
    const times: number[] = [];
    while (sampler.nextTime <= 45) {
      times.push(sampler.nextTime);
      sampler.sample(sampler.nextTime, countersAt(sampler.nextTime));
    }
    expect(times).toEqual([10, 15, 25, 30, 40, 45]);
    // (45² − 25²)/20.
    expect(sampler.read(45).total).toBe(70);
  });

  it("takes a window in shorter steps than binary fractions allow as whole", () => {
    // 0.3/0.1 is 2.9999999999999996: still three scrapes, without looks in between.
    const sampler = new MetricSampler(handBuiltMetric({ scrape: 0.1, window: 0.3 }));
    sampler.sample(0.1, countersAt(0.1));
    expect(sampler.nextTime).toBe(0.2);
  });

  it("has no share where no pod was ready", () => {
    const sampler = new MetricSampler(handBuiltMetric({ signal: SIGNAL_UTILIZATION, scrape: 10 }));
    const empty = { ...countersAt(10), pods: 0, busyIntegral: 0, podIntegral: 0 };
    sampler.sample(10, empty);
    expect(sampler.read(10)).toMatchObject({ total: 0, pods: 0 });
  });

  it("has what waits centrally where no pod is ready", () => {
    const sampler = new MetricSampler(handBuiltMetric({ signal: SIGNAL_QUEUE, scrape: 10 }));
    sampler.sample(10, { ...countersAt(10), pods: 0 });
    expect(sampler.read(10)).toMatchObject({ total: 10, pods: 0 });
  });
});
