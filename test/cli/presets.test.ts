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
    expect(stdout).toMatch(/^no preset matches; `tailcap presets --estimates` lists what can be/);
  });

  it("prints JSON", async () => {
    const { stdout } = await openFolder().tailcap(["presets", "--search", "h200x4/vllm", "--json"]);
    const found: unknown = JSON.parse(stdout);
    expect(found).toContainEqual(
      expect.objectContaining({ name: "llama-3.1-70b-fp8/h200x4/vllm", maxSequences: 1024 }),
    );
  });

  it("lists the models and GPUs of estimates, with how far off these are", async () => {
    const { code, stdout } = await openFolder().tailcap(["presets", "--estimates"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^llama-3\.1-70b +70\.55B +80 +meta-llama\/Llama-3\.1-70B$/mu);
    expect(stdout).toMatch(/^mixtral-8x7b +46\.7B +12\.9B +32 +2 of 8 /mu);
    expect(stdout).toMatch(/^h200-sxm +4\.8 +151 +989 +1979 +yes /mu);
    expect(stdout).toMatch(/^dense models: TPOT off by \d+% \(\d+%\), TTFT by \d+% \(\d+%\)\.$/mu);
    const found = await openFolder().tailcap(["presets", "--estimates", "--search", "qwen3 b300"]);
    expect(found.stdout).toContain("qwen3-32b");
    expect(found.stdout).toContain("b300-sxm");
    expect(found.stdout).not.toContain("llama");
  });
});
