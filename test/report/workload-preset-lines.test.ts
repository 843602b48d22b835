import { describe, expect, it } from "vitest";
import { formatWorkloadTable } from "../../src/report/workload-preset-lines.ts";
import { WORKLOAD_PRESETS } from "../../src/scenario/workload-presets/find-workload-preset.ts";

describe("formatWorkloadTable", () => {
  const lines = formatWorkloadTable(WORKLOAD_PRESETS).split("\n");

  it("has rate, length, tokens, errors and verdict of each", () => {
    expect(lines[1]).toMatch(
      /^azure-llm-2023-code +2\.57\/s +57 min 16 s +in and out +× 0\.9\d+ +× 1\.0\d +good$/u,
    );
    expect(lines[4]).toMatch(/^servegen-deepseek-r1 .* none .* not good: off by more than 20%$/u);
  });

  it("names sources and licences", () => {
    const text = lines.join("\n");
    for (const { name, source } of WORKLOAD_PRESETS) expect(text).toContain(`${name}: ${source}; `);
    expect(text.match(/CC-BY-4\.0|Apache-2\.0/gu)).toHaveLength(4);
  });
});
