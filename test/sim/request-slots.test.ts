import { describe, expect, it } from "vitest";

import { grownFloat64, grownInt32, RequestSlots } from "../../src/sim/request-slots.ts";

describe("RequestSlots", () => {
  it("recycles slots, so that capacity follows what is in flight and not what has passed", () => {
    const slots = new RequestSlots();
    const inFlight: number[] = [];
    for (let row = 0; row < 100_000; row++) {
      inFlight.push(slots.allocate(row, 0));
      if (inFlight.length === 50) slots.release(inFlight.shift()!);
    }
    expect(slots.capacity).toBe(64);
  });

  it("doubles when more are in flight, and keeps what it holds", () => {
    const slots = new RequestSlots();
    const taken = Array.from({ length: 200 }, (_, row) => slots.allocate(row, row % 7));
    expect(new Set(taken).size).toBe(200);
    expect(slots.capacity).toBe(256);
    taken.forEach((slot, row) => {
      expect(slots.rows[slot]).toBe(row);
      expect(slots.owners[slot]).toBe(row % 7);
    });
  });

  it("never gives a slot out twice at a time", () => {
    const slots = new RequestSlots();
    const first = slots.allocate(0, 0);
    const second = slots.allocate(1, 0);
    slots.release(first);
    const third = slots.allocate(2, 0);
    const fourth = slots.allocate(3, 0);
    expect(new Set([second, third, fourth]).size).toBe(3);
    expect(slots.rows[third]).toBe(2);
  });
});

describe("grown columns", () => {
  it("are twice as long and begin with the old values", () => {
    expect(grownInt32(Int32Array.of(5, 6))).toEqual(Int32Array.of(5, 6, 0, 0));
    expect(grownFloat64(Float64Array.of(0.5))).toEqual(Float64Array.of(0.5, 0));
  });
});
