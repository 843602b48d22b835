import * as fc from "fast-check";
import { expect, it } from "vitest";
import { ArrivalClock } from "../../src/ingest/arrival-clock.ts";
import { EngineCells } from "../../src/ingest/engine-cells.ts";
import { GrowableColumn } from "../../src/ingest/growable-column.ts";
import { ARRIVAL, INPUT } from "../../src/ingest/row-cells.ts";
import type { RowCells } from "../../src/ingest/row-cells.ts";
import { layOut } from "../../src/ingest/row-layout.ts";
import type { TimeUnit } from "../../src/ingest/row-layout.ts";
import { TextCells } from "../../src/ingest/text-cells.ts";

function numberCells(value: number | null): EngineCells {
  const cells = new EngineCells([ARRIVAL]);
  cells.take([{ getItem: () => value }], 0);
  return cells;
}

function textCells(value: number): TextCells {
  const cells = new TextCells();
  cells.take([String(value)]);
  return cells;
}

function timesOf(rows: readonly RowCells[], unit: TimeUnit | null): readonly number[] {
  const clock = new ArrivalClock();
  const { arrival } = layOut({ name: "t", kind: "either", unit }, {});
  for (const cells of rows) {
    expect(clock.read(cells, arrival)).toBeNull();
    clock.keep(0);
  }
  return [...clock.finish().arrivals];
}

it("reads a float64 as its shortest text is read, to the last bit", () => {
  const offset = fc.oneof(
    fc.double({ min: 0, max: 1e7, noNaN: true }),
    fc.integer({ min: 0, max: 1e10 }).map((thousandths) => thousandths / 1e3),
    fc.integer({ min: 0, max: 1e7 }),
  );
  const date = fc.integer({ min: 0, max: 1e12 }).map((micros) => 1.7e9 + micros / 1e6);
  const units = fc.constantFrom<TimeUnit | null>(null, "s", "ms", "us");
  const cases = fc.oneof(
    fc.tuple(fc.array(offset, { minLength: 1, maxLength: 20 }), units),
    fc.tuple(fc.array(date, { minLength: 1, maxLength: 20 }), fc.constantFrom(null, "s" as const)),
  );
  fc.assert(
    fc.property(cases, ([values, unit]) => {
      const asTexts = timesOf(values.map(textCells), unit);
      expect(timesOf(values.map(numberCells), unit)).toEqual(asTexts);
    }),
    { seed: 3, numRuns: 500 },
  );
});

it("has a number, a text or nothing in a cell", () => {
  const cells = new EngineCells([INPUT, ARRIVAL]);
  const row = [{ getItem: () => 12 }, { getItem: () => " 1.5 " }];
  cells.take(row, 0);
  expect([cells.number(INPUT), cells.text(INPUT), cells.text(ARRIVAL)]).toEqual([12, "12", "1.5"]);
  expect(cells.number(ARRIVAL)).toBe(1.5);
  expect(numberCells(null).text(ARRIVAL)).toBeNull();
  expect(numberCells(null).number(ARRIVAL)).toBeNaN();
  expect(numberCells(Infinity).number(ARRIVAL)).toBeNaN();
});

it.each([0, 1, 1024, 1025, 66_560, 200_001])(
  "a column keeps %i values in shared memory",
  (size) => {
    const column = new GrowableColumn((memory) => new Int32Array(memory));
    for (let value = 0; value < size; value++) column.push(value);
    expect(column.length).toBe(size);
    const values = column.toArray();
    expect(values.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(values.length).toBe(size);
    expect(values.every((value, index) => value === index)).toBe(true);
  },
);
