import { describe, expect, it } from "vitest";
import { layOutBlocks, requestsToResample } from "../../../src/plan/future/lay-out-blocks.ts";

const DAY = 86_400;

describe("layOutBlocks", () => {
  it("makes blocks ten times as long as the longest congestion", () => {
    const { blockLength, blocks, layout, wholeDays } = layOutBlocks(3600, 12, 4, DAY);
    expect({ blockLength, blocks, wholeDays }).toEqual({
      blockLength: 120,
      blocks: 30,
      wholeDays: false,
    });
    expect(layout).toEqual({ length: 120, grid: 0, span: 3600 });
  });

  it("makes none shorter than a fiftieth of the trace", () => {
    expect(layOutBlocks(3600, 0, 4, DAY).layout?.length).toBe(72);
    expect(layOutBlocks(3600, 7.1, 4, DAY).layout?.length).toBe(72);
  });

  it("needs ten blocks", () => {
    expect(layOutBlocks(3600, 36, 4, DAY).layout).not.toBeNull();
    expect(layOutBlocks(3600, 36.1, 4, DAY).layout).toBeNull();
  });

  it("resamples whole days from a week on, of which seven are enough", () => {
    const week = layOutBlocks(7.5 * DAY, 600, 4, DAY);
    expect(week.layout).toEqual({ length: DAY, grid: DAY, span: 7 * DAY });
    expect(week).toMatchObject({ wholeDays: true, blocks: 7 });
    expect(layOutBlocks(6.9 * DAY, 600, 4, DAY).wholeDays).toBe(false);
    // Congestion of five hours calls for three days, of which a month holds ten.
    expect(layOutBlocks(30 * DAY, 5 * 3600, 4, DAY).layout?.length).toBe(3 * DAY);
    expect(layOutBlocks(29 * DAY, 5 * 3600, 4, DAY).layout).toBeNull();
  });
});

describe("requestsToResample", () => {
  it("says how many requests are missing, to two digits", () => {
    const short = layOutBlocks(3600, 72, 4, DAY);
    expect(short.blocks).toBe(5);
    expect(requestsToResample(short, 12_345)).toBe(13_000);
  });
});
