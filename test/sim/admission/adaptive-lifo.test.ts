import { describe, expect, it } from "vitest";

import { AdaptiveLifo } from "../../../src/sim/admission/adaptive-lifo.ts";

describe("AdaptiveLifo", () => {
  it("is overloaded once the queue has not been empty for longer than the interval", () => {
    const lifo = new AdaptiveLifo({ interval: 0.125, busyTimeout: 0.005 });
    lifo.becameBusy(10);
    expect(lifo.isOverloaded(10)).toBe(false);
    expect(lifo.isOverloaded(10.125)).toBe(false);
    expect(lifo.isOverloaded(10.126)).toBe(true);
  });

  it("gives requests the short timeout only while it is overloaded", () => {
    const lifo = new AdaptiveLifo({ interval: 0.1, busyTimeout: 0.005 });
    lifo.becameBusy(10);
    expect(lifo.timeout(10.05)).toBe(0.1);
    expect(lifo.timeout(10.2)).toBe(0.005);
    lifo.becameEmpty();
    expect(lifo.timeout(10.3)).toBe(0.1);
  });

  it("recovers as soon as the queue is empty, and starts its interval anew", () => {
    const lifo = new AdaptiveLifo({ interval: 0.1, busyTimeout: 0.005 });
    lifo.becameBusy(10);
    lifo.becameEmpty();
    expect(lifo.isOverloaded(20)).toBe(false);
    lifo.becameBusy(20);
    expect(lifo.isOverloaded(20.09)).toBe(false);
    expect(lifo.isOverloaded(20.11)).toBe(true);
  });

  it("is not overloaded before anything was queued", () => {
    expect(new AdaptiveLifo({ interval: 0.1, busyTimeout: 0.005 }).isOverloaded(50)).toBe(false);
  });
});
