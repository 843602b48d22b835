import { describe, expect, it } from "vitest";
import { RANDOM, STEADY } from "./scenarios.ts";
import { openFolder, type WorkFolder } from "./tailcap.ts";

const ESCAPE = String.fromCodePoint(27);
/** Makes the program believe that it writes to a terminal of 90 columns. */
const AS_TERMINAL = [
  "--import",
  "data:text/javascript,process.stdout.isTTY=true;process.stdout.columns=90",
];

function steadyFolder(): WorkFolder {
  return openFolder({ "steady.yaml": STEADY });
}

describe.concurrent("tailcap run", () => {
  it("exits with 0, prints the table and the choice, and lists what it wrote", async () => {
    const folder = steadyFolder();
    const { code, stdout, stderr } = await folder.tailcap(["run", "steady.yaml"]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^steady\n/);
    expect(stdout).toMatch(/^ +1 +\$2\.00 .*missed/m);
    expect(stdout).toMatch(/^ +2 +\$4\.00 .*met$/m);
    expect(stdout).toMatch(/^Choice +2 replicas, \$4\.00\/h/m);
    expect(stdout).toContain("reports/steady/result.json");
    expect(stdout).toContain("reports/steady/curve.svg");
    expect(stdout.endsWith("\n")).toBe(true);
  });

  it("writes to reports/<name> and nowhere else", async () => {
    const folder = steadyFolder();
    await folder.tailcap(["run", "steady.yaml"]);
    expect(folder.list()).toEqual([
      "reports/steady/curve.svg",
      "reports/steady/result.json",
      "steady.yaml",
    ]);
    expect(folder.read("reports/steady/curve.svg")).toMatch(/^<svg[^]*<\/svg>\s*$/);
    expect(JSON.parse(folder.read("reports/steady/result.json"))).toMatchObject({
      schema: 3,
      scenario: { name: "steady" },
      choice: { replicas: 2, costPerHour: 4, oneFewer: { replicas: 1, verdict: "missed" } },
    });
  });

  it("writes to --out and nowhere else, and overwrites what stands there", async () => {
    const folder = steadyFolder();
    const out = ["--out", "deep/down", "--quiet"];
    expect((await folder.tailcap(["run", "steady.yaml", ...out])).code).toBe(0);
    const files = ["deep/down/curve.svg", "deep/down/result.json", "steady.yaml"];
    expect(folder.list()).toEqual(files);
    const first = folder.read("deep/down/result.json");
    await folder.tailcap(["run", "steady.yaml", "--set", "fleet.price=$9/h", ...out]);
    expect(folder.list()).toEqual(files);
    expect(folder.read("deep/down/result.json")).not.toBe(first);
  });

  it("takes the last of several values of an option that has one", async () => {
    const folder = steadyFolder();
    const args = ["run", "steady.yaml", "--out", "a", "--out", "b", "--quiet"];
    expect((await folder.tailcap(args)).code).toBe(0);
    expect(folder.list()).toEqual(["b/curve.svg", "b/result.json", "steady.yaml"]);
  });

  it("exits with 1 and writes all the same when no count is enough", async () => {
    const folder = steadyFolder();
    const args = ["run", "steady.yaml", "--set", "fleet.replicas=1"];
    const { code, stdout, stderr } = await folder.tailcap(args);
    expect(code).toBe(1);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^No choice /m);
    expect(JSON.parse(folder.read("reports/steady/result.json")).choice).toBeNull();
    expect(folder.list()).toContain("reports/steady/curve.svg");
  });

  it("prints with --json the bytes of result.json and nothing else", async () => {
    const folder = steadyFolder();
    const { code, stdout, stderr } = await folder.tailcap(["run", "steady.yaml", "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(folder.read("reports/steady/result.json"));
  });

  it("prints nothing with --quiet; the files and the exit code tell", async () => {
    const folder = steadyFolder();
    const met = await folder.tailcap(["run", "steady.yaml", "--quiet"]);
    expect(met).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(folder.list()).toContain("reports/steady/result.json");
    const missed = await folder.tailcap([
      "run",
      "steady.yaml",
      "--quiet",
      "--set",
      "fleet.replicas=1",
    ]);
    expect(missed).toEqual({ code: 1, stdout: "", stderr: "" });
  });

  it("uses colors on a terminal only, and not there with NO_COLOR or TERM=dumb", async () => {
    const folder = steadyFolder();
    const args = ["run", "steady.yaml"];
    const [piped, shown, plain, dumb, empty] = await Promise.all([
      folder.tailcap([...args, "--out", "1"]),
      folder.tailcap([...args, "--out", "2"], { node: AS_TERMINAL, env: { TERM: "xterm" } }),
      folder.tailcap([...args, "--out", "3"], { node: AS_TERMINAL, env: { NO_COLOR: "1" } }),
      folder.tailcap([...args, "--out", "4"], { node: AS_TERMINAL, env: { TERM: "dumb" } }),
      folder.tailcap([...args, "--out", "5"], {
        node: AS_TERMINAL,
        env: { NO_COLOR: "", TERM: "xterm" },
      }),
    ]);
    const hasEscapes = [piped, shown, plain, dumb, empty].map(({ stdout, stderr }) =>
      (stdout + stderr).includes(ESCAPE),
    );
    expect(hasEscapes).toEqual([false, true, false, false, true]);
  });

  it("answers a replay in hindsight, without intervals", async () => {
    const folder = steadyFolder();
    const { question, points } = await folder.result(["run", "steady.yaml"]);
    expect(question.kind).toBe("hindsight");
    for (const point of points) {
      expect(point.latency.intervals).toBeNull();
      expect(point.objectives[0].interval).toBeNull();
    }
  });

  it("answers generated traffic with intervals", async () => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const { question, points } = await folder.result(["run", "random.yaml"]);
    expect(question.kind).toBe("future");
    for (const { objectives, latency } of points) {
      const [{ interval, compliance }] = objectives;
      expect(interval?.[0]).toBeLessThan(compliance);
      expect(interval?.[1]).toBeGreaterThanOrEqual(compliance);
      expect(latency.intervals?.p95[0]).toBeLessThan(latency.p95 ?? 0);
    }
  });
});
