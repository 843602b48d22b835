import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/plan/compare/comparison.ts";
import { RANDOM, STEADY } from "./scenarios.ts";
import { openFolder, type WorkFolder } from "./tailcap.ts";

function folderWith(files: Readonly<Record<string, string>>): WorkFolder {
  return openFolder({ "steady.yaml": STEADY, "random.yaml": RANDOM, ...files });
}

async function comparisonOf(folder: WorkFolder, args: readonly string[]): Promise<Comparison> {
  const { stderr, stdout } = await folder.tailcap(["compare", ...args, "--json", "--jobs=1"]);
  if (stdout === "") throw new Error(`no comparison: ${stderr}`);
  return JSON.parse(stdout);
}

const DEARER = STEADY.replace("$2/h", "$2.20/h");
const TIGHT = RANDOM.replace("p95: 200ms", "p95: 70ms");
const LOSSY = `${RANDOM}client: {timeout: 30ms}\n`;
const SLOWER = TIGHT.replace("mean: 20ms", "mean: 21ms");

describe("tailcap compare", () => {
  it("runs scenarios first, and writes nothing", async () => {
    const folder = folderWith({ "dearer.yaml": DEARER });
    const before = folder.list();
    const { code, stdout } = await folder.tailcap(["compare", "steady.yaml", "dearer.yaml"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/fleet\.price +\$2\.00\/h +→ +\$2\.20\/h/);
    expect(stdout).toMatch(/\$\/hour +\$4\.00 +\$4\.40 +\+\$0\.40 \(\+10\.0%\)/);
    expect(stdout).toContain("exact: nothing is random in either");
    expect(folder.list()).toEqual(before);
  });

  it("finds the same in results as in their scenarios, paired", async () => {
    const folder = folderWith({ "tight.yaml": TIGHT, "slower.yaml": SLOWER });
    await folder.tailcap(["run", "tight.yaml", "--out", "base", "--quiet"]);
    await folder.tailcap(["run", "slower.yaml", "--out", "head", "--quiet"]);
    const fromResults = await comparisonOf(folder, ["base", "head/result.json"]);
    const fromScenarios = await comparisonOf(folder, ["tight.yaml", "slower.yaml"]);
    expect({ ...fromScenarios, base: null, head: null }).toEqual({
      ...fromResults,
      base: null,
      head: null,
    });
    expect(fromResults.changes).toEqual([
      { path: "service.time.mean", base: "20ms", head: "21ms" },
    ]);
    expect(fromResults.pairing.isPaired).toBe(true);
    const [{ compliance }] = (fromResults.sameFleet ?? fromResults.answer).objectives;
    expect(compliance.basis).toBe("paired");
    // Each request takes a twentieth longer, so fewer are in time.
    expect(compliance.difference).toBeLessThan(0);
    expect(compliance.interval?.[0]).toBeLessThanOrEqual(compliance.difference ?? 0);
    expect(compliance.interval?.[1]).toBeGreaterThanOrEqual(compliance.difference ?? 0);
  });

  it("finds in results the stretches that it pairs, which add up to the compliance", async () => {
    const { points } = await folderWith({}).result(["run", "random.yaml"]);
    for (const { byBatch, compliance } of points.flatMap((point) => point.objectives)) {
      expect(byBatch.length).toBeGreaterThanOrEqual(10);
      const good = byBatch.reduce((sum, [count]) => sum + count, 0);
      const total = byBatch.reduce((sum, [, count]) => sum + count, 0);
      expect(good / total).toBeCloseTo(compliance, 12);
    }
  });

  it("takes a percentile as infinite where requests get no answer, and fails on it", async () => {
    const folder = folderWith({ "lossy.yaml": LOSSY });
    const rules = ["--fail-on=latency.p99>1h", "--fail-on=latency.p99>+10%"];
    const args = ["compare", "random.yaml", "lossy.yaml", "--jobs=1", "--json", ...rules];
    const { code, stdout } = await folder.tailcap(args);
    expect(code).toBe(1);
    const { answer, rules: outcomes }: Comparison = JSON.parse(stdout);
    expect(outcomes.map(({ hasFired }) => hasFired)).toEqual([true, true]);
    const p99 = answer.measures.find(
      (one) => one.metric === "latency" && one.statistic === "p99" && one.class === null,
    );
    expect(p99).toMatchObject({ head: "Infinity", difference: "Infinity", relative: "Infinity" });
    const backwards = ["compare", "lossy.yaml", "random.yaml", "--jobs=1", "--quiet", ...rules];
    expect((await folder.tailcap(backwards)).code).toBe(0);
  });

  it("pairs nothing between other seeds", async () => {
    const folder = folderWith({ "other.yaml": `seed: 9\n${RANDOM}` });
    const { answer, pairing } = await comparisonOf(folder, ["random.yaml", "other.yaml"]);
    expect(pairing).toMatchObject({ isPaired: false });
    expect(answer.objectives[0].compliance.basis).toBe("unpaired");
  });

  it("exits 1 when a rule fires, says which, and writes the comment nevertheless", async () => {
    const folder = folderWith({ "dearer.yaml": DEARER });
    const rules = ["--fail-on", "costPerMonth>+5%", "--fail-on=replicas>+0"];
    const form = ["--format", "markdown", "--out", "c.md"];
    const args = ["compare", "steady.yaml", "dearer.yaml", ...form, ...rules];
    const { code, stderr, stdout } = await folder.tailcap(args);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toBe("fails: costPerMonth>+5%: +10% against +5%\n");
    const comment = folder.read("c.md");
    expect(comment.startsWith("<!-- tailcap-compare: steady -->\n")).toBe(true);
    expect(comment).toContain("- ❌ `costPerMonth>+5%`");
    expect(comment).toContain("- ✅ `replicas>+0`");
  });

  it("exits 0 when none does", async () => {
    const folder = folderWith({ "dearer.yaml": DEARER });
    const args = ["compare", "steady.yaml", "dearer.yaml", "--fail-on", "costPerMonth>+10%"];
    expect((await folder.tailcap(args)).code).toBe(0);
  });

  it("exits 2 for a rule that can never fail, as neither side has the value", async () => {
    const folder = folderWith({ "dearer.yaml": DEARER });
    const rules = ["--fail-on", "costPerMonth>+5%", "--fail-on", "tpot.p99>10ms"];
    const args = ["compare", "steady.yaml", "dearer.yaml", ...rules];
    const { code, stderr, stdout } = await folder.tailcap(args);
    expect(code).toBe(2);
    expect(stderr).toBe(
      "fails: costPerMonth>+5%: +10% against +5%\n" +
        '--fail-on "tpot.p99>10ms" can never fail: neither side has such a value\n',
    );
    expect(stdout).toContain("not judged tpot.p99>10ms: neither side has such a value");
    expect(stdout).not.toContain("passes tpot");
    const comment = (await folder.tailcap([...args, "--format=markdown"])).stdout;
    expect(comment).toContain("- ⚠️ `tpot.p99>10ms`: not judged: neither side has such a value");
  });

  it("compares nothing by chance with itself", async () => {
    const folder = folderWith({});
    const { stdout } = await folder.tailcap(["compare", "random.yaml", "random.yaml"]);
    expect(stdout).toContain("The scenarios set the same.");
    expect(stdout).toMatch(/No significant change: \d replicas?/);
  });

  it("lists every rule that it can't read, before anything is run", async () => {
    const folder = folderWith({});
    const rules = ["--fail-on", "cost>5%", "--fail-on", "p99>500"];
    const args = ["compare", "missing.yaml", "steady.yaml", ...rules];
    const { code, stderr } = await folder.tailcap(args);
    expect(code).toBe(2);
    expect(stderr).toContain('--fail-on "cost>5%": cost is no metric');
    expect(stderr).toContain('--fail-on "p99>500": the value must be a duration');
    expect(stderr).not.toContain("missing.yaml");
  });

  it.each([
    [["missing.yaml", "steady.yaml"], "missing.yaml: can't read the scenario: no such file"],
    [["steady.yaml", "not.json"], "not.json: "],
    [["steady.yaml", "other.json"], "other.json: isn't a result of tailcap"],
    [["steady.yaml", "steady.yaml", "--json", "--format=markdown"], "exclude each other"],
    [["steady.yaml", "steady.yaml", "--out", "."], "--out must name a file, got the folder ."],
    [["steady.yaml"], "tailcap compare needs <head>"],
  ])("exits 2 for %j", async (args, message) => {
    const folder = folderWith({ "not.json": "{", "other.json": "{}" });
    const { code, stderr, stdout } = await folder.tailcap(["compare", ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
