import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Codel } from "../../../src/sim/admission/codel.ts";

const RFC = { target: 0.005, interval: 0.1 };

/** When heads are dropped that have all waited `wait`, one looked at every `step`. */
function dropTimes(codel: Codel, wait: number, from: number, to: number, step: number): number[] {
  const drops: number[] = [];
  for (let i = 0; from + i * step < to; i++) {
    const now = from + i * step;
    while (codel.shouldDrop(now - wait, now, 100)) drops.push(now);
  }
  return drops;
}

/** The dequeue of RFC 8289 §5, over a queue of packets of one size. */
class ReferenceQueue {
  readonly packets: number[] = [];
  readonly dropped: (number | undefined)[] = [];
  private firstAboveTime = 0;
  private dropNext = 0;
  private count = 0;
  private lastCount = 0;
  private dropping = false;

  dequeue(now: number): number | undefined {
    let [packet, okToDrop] = this.doDequeue(now);
    if (this.dropping) {
      if (!okToDrop) this.dropping = false;
      while (now >= this.dropNext && this.dropping) {
        this.dropped.push(packet);
        [packet, okToDrop] = this.doDequeue(now);
        if (!okToDrop) this.dropping = false;
        else {
          this.count++;
          this.dropNext = this.controlLaw(this.dropNext);
        }
      }
    } else if (okToDrop) {
      this.dropped.push(packet);
      [packet, okToDrop] = this.doDequeue(now);
      this.dropping = true;
      const delta = this.count - this.lastCount;
      this.count = 1;
      if (delta > 1 && now - this.dropNext < 16 * RFC.interval) this.count = delta;
      this.dropNext = this.controlLaw(now);
      this.lastCount = this.count;
    }
    return packet;
  }

  private doDequeue(now: number): [number | undefined, boolean] {
    const packet = this.packets.shift();
    if (packet === undefined || now - packet < RFC.target || this.packets.length <= 1) {
      this.firstAboveTime = 0;
      return [packet, false];
    }
    if (this.firstAboveTime === 0) {
      this.firstAboveTime = now + RFC.interval;
      return [packet, false];
    }
    return [packet, now >= this.firstAboveTime];
  }

  private controlLaw(time: number): number {
    return time + RFC.interval / Math.sqrt(this.count);
  }
}

describe("Codel", () => {
  it("drops after an interval above the target, then at ever shorter intervals", () => {
    // Binary fractions, so that a look falls exactly on the first two times.
    const codel = new Codel({ target: 1 / 128, interval: 1 / 8 });
    const looks = dropTimes(codel, 1 / 16, 1, 1.625, 1 / 1024).map((time) => (time - 1) * 1024);
    // 1/8, 1/4, and (1/8)/√2, /√3, … later each; seen at the next look.
    let next = 256;
    const expected = [128, 256];
    for (let count = 2; count < 7; count++) {
      next += 128 / Math.sqrt(count);
      expected.push(Math.ceil(next));
    }
    expect(expected).toEqual([128, 256, 347, 421, 485, 542, 594]);
    expect(looks).toEqual(expected);
  });

  it("lets pass what has waited less than the target, and starts its interval anew then", () => {
    const codel = new Codel(RFC);
    expect(dropTimes(codel, 0.0049, 0, 10, 0.01)).toEqual([]);
    expect(dropTimes(codel, 0.05, 10, 10.095, 0.01)).toEqual([]);
    expect(codel.shouldDrop(10.094, 10.095, 100)).toBe(false);
    expect(dropTimes(codel, 0.05, 10.096, 10.19, 0.01)).toEqual([]);
  });

  it("takes a wait of exactly the target for too long", () => {
    const codel = new Codel({ target: 1 / 128, interval: 1 / 8 });
    expect(dropTimes(codel, 1 / 128, 1, 1.25, 1 / 64)).toEqual([1.125]);
  });

  it("drops nothing that leaves fewer than two waiting", () => {
    const codel = new Codel(RFC);
    for (let now = 1; now < 3; now += 0.01) expect(codel.shouldDrop(0, now, 1)).toBe(false);
    expect(dropTimes(codel, 0.05, 3, 3.2, 0.01).length).toBeGreaterThan(0);
  });

  it("drops several at one instant when its schedule has fallen behind", () => {
    const codel = new Codel(RFC);
    expect(codel.shouldDrop(0, 1, 100)).toBe(false);
    expect(codel.shouldDrop(0, 1.1, 99)).toBe(true);
    expect(codel.shouldDrop(0, 1.1, 98)).toBe(false);
    // Due at 1.2, 1.2 + 0.1/√2 = 1.2707, 1.3284 and 1.3784.
    const verdicts = [97, 96, 95, 94].map((waiting) => codel.shouldDrop(0, 1.35, waiting));
    expect(verdicts).toEqual([true, true, true, false]);
  });

  it("takes its drop rate up again if dropping resumes within 16 intervals, not later", () => {
    for (const [pause, isQuick] of [
      [1.45, true],
      [1.55, false],
    ] as const) {
      const codel = new Codel(RFC);
      const before = dropTimes(codel, 0.05, 1, 3, 0.001);
      expect(before.length).toBeGreaterThan(20);
      codel.shouldDrop(3, 3, 100);
      const after = dropTimes(codel, 0.05, 3 + pause, 3 + pause + 0.2, 0.001);
      // At the old rate the second drop follows within interval/√20; afresh a whole interval later.
      expect(after[0]).toBeCloseTo(3.1 + pause, 2);
      expect(after[1] - after[0] < 0.1 / Math.sqrt(20)).toBe(isQuick);
    }
  });

  it("forgets that waits were long once the queue was found empty", () => {
    const codel = new Codel(RFC);
    codel.shouldDrop(0, 1, 100);
    codel.foundEmpty();
    expect(dropTimes(codel, 0.05, 1.2, 1.29, 0.01)).toEqual([]);
    expect(dropTimes(codel, 0.05, 1.3, 1.31, 0.01).length).toBe(1);
    codel.foundEmpty();
    expect(dropTimes(codel, 0.05, 1.5, 1.59, 0.01)).toEqual([]);
  });

  it("serves and drops what the RFC's dequeue does", () => {
    // Each step: seconds to the next look at the queue, and how many packets come before it.
    const step = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3 }));
    let drops = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 100, maxLength: 600 }), (steps) => {
        const reference = new ReferenceQueue();
        const codel = new Codel(RFC);
        const queue: number[] = [];
        const dropped: number[] = [];
        let now = 1;
        for (const [wait, arrivals] of steps) {
          for (let i = 0; i < arrivals; i++) {
            reference.packets.push(now + i * 1e-5);
            queue.push(now + i * 1e-5);
          }
          now += wait / 1000;
          let head = queue.shift();
          while (head !== undefined && codel.shouldDrop(head, now, queue.length)) {
            dropped.push(head);
            head = queue.shift();
          }
          if (head === undefined) codel.foundEmpty();
          expect(head).toBe(reference.dequeue(now));
          expect(dropped).toEqual(reference.dropped);
        }
        drops += dropped.length;
      }),
      { seed: 17, numRuns: 60 },
    );
    expect(drops).toBeGreaterThan(1000);
  });
});
