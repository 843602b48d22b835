import { describe, expect, it } from "vitest";

import { openFolder } from "./tailcap.ts";

describe.concurrent("tailcap presets", () => {
  it("lists what a search finds, with error, engine and price", async () => {
    const { code, stdout } = await openFolder().tailcap(["presets", "--search", "LLAMA h100"]);
    expect(code).toBe(0);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^preset +TPOT error +TTFT error +points +in flight +\$\/h +engine$/);
    // Eight times the $6.88 of an aws/p5.4xlarge.
    expect(stdout).toMatch(/^llama-3\.1-70b-fp8\/h100x8\/vllm +\d+(?:\.\d)?% .* \$55\.04 +vllm/mu);
    expect(stdout).not.toContain("h200");
    expect(stdout).toContain("From ai-dynamo/aiconfigurator silicon sample of 2026-08-21");
  });

  it("says if nothing matches", async () => {
    const { code, stdout } = await openFolder().tailcap(["presets", "--search", "abacus"]);
    expect(code).toBe(0);
    expect(stdout.trim()).toBe("no preset matches");
  });

  it("prints JSON", async () => {
    const { stdout } = await openFolder().tailcap(["presets", "--search", "h200x4/vllm", "--json"]);
    const found: unknown = JSON.parse(stdout);
    expect(found).toContainEqual(
      expect.objectContaining({ name: "llama-3.1-70b-fp8/h200x4/vllm", maxSequences: 1024 }),
    );
  });
});
