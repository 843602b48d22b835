import { describe, expect, it } from "vitest";
import { EXAMPLE } from "./example.ts";
import { edit, problemsOf } from "./problems.ts";

describe("a misspelled key that is required", () => {
  it.each([
    ["service:", "servce:", "servce", "service"],
    ["duration: 1h", "duratoin: 1h", "workload.generate.duratoin", "duration"],
    ["input:", "inptu:", "workload.generate.inptu", "input"],
    ["process:", "proces:", null, "process"],
    ["maxSequences:", "maxSequence:", "service.maxSequence", "maxSequences"],
    ["base: 6ms", "bas: 6ms", "service.step.bas", "base"],
    ["replicas: 1..16", "replica: 1..16", "fleet.replica", "replicas"],
    ["metric: ttft, within", "metric: ttft, wihtin", "slo.objectives[0].wihtin", "within"],
  ])("says of %s written %s one thing: what was meant", (right, wrong, path, meant) => {
    const problems = problemsOf(edit(EXAMPLE, right, wrong));
    expect(problems).toHaveLength(1);
    expect(problems[0].hint).toContain(`\`${meant}\``);
    if (path !== null) expect(problems[0]).toMatchObject({ code: "unknown-key", path });
  });

  it("still says what is missing beside another misspelled key", () => {
    const text = edit(edit(EXAMPLE, "maxSequences: 256", ""), "blockSize", "blokSize");
    const missing = problemsOf(edit(text, "  maxBatchedTokens: 2048\n", ""));
    expect(missing.map(({ code, path }) => [code, path])).toEqual([
      ["missing-key", "service.maxBatchedTokens"],
      ["missing-key", "service.maxSequences"],
      ["unknown-key", "service.kvCache.blokSize"],
    ]);
  });
});
