import { describe, expect, it } from "vitest";
import { writtenColumns } from "../../src/ingest/trace-columns.ts";

describe("writtenColumns", () => {
  it.each([
    [["t"], { arrival: "t", input: null, output: null, duration: null }],
    [["t", "out"], { arrival: "t", input: null, output: "out", duration: null }],
    [["t", "in", "out"], { arrival: "t", input: "in", output: "out", duration: null }],
    [
      ["t", "in", "out", "duration"],
      { arrival: "t", input: "in", output: "out", duration: "duration" },
    ],
  ])("knows %j", (names, columns) => {
    expect(writtenColumns(names)).toEqual(columns);
  });

  it.each([
    [[]],
    [["T"]],
    [["in", "out"]],
    [["t", "out", "in"]],
    [["t", "in", "in"]],
    [["t", "in", "out", "status"]],
  ])("knows nothing of %j", (names: readonly string[]) => {
    expect(writtenColumns(names)).toBeNull();
  });
});
