import { describe, expect, it } from "vitest";

import { loadColumn, type LoadColumn } from "../../src/report/load-column.ts";
import { renderMarkdown } from "../../src/report/markdown/render-markdown.ts";
import { renderSummary } from "../../src/report/summary.ts";
import type { ServiceSection } from "../../src/scenario/scenario.ts";
import { resultWith } from "../helpers/result-builder.ts";

const RESULT = resultWith({ replicas: [3] });
const [POINT] = RESULT.points;

function columnOf(kind: ServiceSection["kind"]): LoadColumn {
  return loadColumn({ scenario: { service: { kind } } });
}

describe("the column that says how loaded replicas are", () => {
  it.each(["serial", "batch"] as const)("has the busy share of time for %s services", (kind) => {
    const { cell, heading } = columnOf(kind);
    expect(heading).toEqual(["", "busy"]);
    expect(cell({ ...POINT, utilization: 0.423 })).toBe("42%");
    expect(cell({ ...POINT, utilization: 0.999_999 })).toBe("100%");
  });

  it("has the requests in a step where a single one keeps a replica busy", () => {
    const { cell, heading } = columnOf("continuous");
    expect(heading).toEqual(["requests", "a step"]);
    const { batching } = POINT;
    if (batching === null) throw new Error("the point has no batches");
    expect(cell({ ...POINT, batching: { ...batching, meanBatchSize: 41.26 } })).toBe("41.3");
    expect(cell({ ...POINT, batching: null })).toBe("–");
  });

  it("is the same in every table of a result", () => {
    expect(RESULT.scenario.service.kind).toBe("continuous");
    const text = renderSummary(RESULT, { color: false, width: 160, files: [] });
    expect(text).toMatch(/ requests .*\n.* a step {2}verdict/);
    expect(text).not.toContain("busy");
    expect(renderMarkdown(RESULT, { made: [], missing: [] })).toContain(
      "| lost | requests a step | verdict |",
    );
  });
});
