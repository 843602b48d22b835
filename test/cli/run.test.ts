import { describe, expect, it } from "vitest";
import { POOLED, RANDOM, STEADY } from "./scenarios.ts";
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
    expect(stdout).toMatch(/^ +2 +\$4\.00 .* met +[ .*|]+$/m);
    expect(stdout).toMatch(/^Choice +2 replicas, \$4\.00\/h/m);
    expect(stdout).toMatch(
      /^Files +reports\/steady\/: \d+ pictures, result\.json, report\.html, report\.md$/m,
    );
    expect(stdout).not.toContain(".svg");
    expect(stdout.endsWith("\n")).toBe(true);
  });

  it("writes to reports/<name> and nowhere else", async () => {
    const folder = steadyFolder();
    await folder.tailcap(["run", "steady.yaml"]);
    const files = folder.list();
    expect(files).toEqual(
      expect.arrayContaining(
        ["curve.svg", "report.html", "report.md", "result.json"].map(
          (name) => `reports/steady/${name}`,
        ),
      ),
    );
    const outside = files.filter((file) => !file.startsWith("reports/steady/"));
    expect(outside).toEqual(["steady.yaml"]);
    expect(folder.read("reports/steady/curve.svg")).toMatch(/^<svg[^]*<\/svg>\s*$/);
    expect(JSON.parse(folder.read("reports/steady/result.json"))).toMatchObject({
      schema: 4,
      scenario: { name: "steady" },
      choice: { replicas: 2, costPerHour: 4, oneFewer: { replicas: 1, verdict: "missed" } },
    });
  });

  it("writes to --out and nowhere else, and overwrites what stands there", async () => {
    const folder = steadyFolder();
    const out = ["--out", "deep/down", "--quiet"];
    expect((await folder.tailcap(["run", "steady.yaml", ...out])).code).toBe(0);
    const files = folder.list();
    expect(files).toContain("deep/down/curve.svg");
    expect(files.filter((file) => !file.startsWith("deep/down/"))).toEqual(["steady.yaml"]);
    const first = folder.read("deep/down/result.json");
    await folder.tailcap(["run", "steady.yaml", "--set", "fleet.price=$9/h", ...out]);
    expect(folder.list()).toEqual(files);
    expect(folder.read("deep/down/result.json")).not.toBe(first);
  });

  it("keeps the scenario as it was written, and what the command line changed", async () => {
    const folder = steadyFolder();
    const changes = ["--set", "fleet.price=$9/h", "--seed", "7", "--set", "run.replications=2"];
    await folder.tailcap(["run", "./steady.yaml", ...changes, "--out", "o", "--quiet"]);
    expect(JSON.parse(folder.read("o/result.json")).written).toEqual({
      file: "steady.yaml",
      text: folder.read("steady.yaml"),
      overrides: ["--set fleet.price=$9/h", "--set run.replications=2", "--seed 7"],
    });
  });

  it("removes the pictures of an earlier run that its own result has none of", async () => {
    const folder = steadyFolder();
    const args = ["run", "steady.yaml", "--out", "o", "--quiet"];
    await folder.tailcap([...args, "--png", "--theme", "both"]);
    folder.write("o/notes.svg", "mine");
    const before = folder.list();
    expect(before).toEqual(expect.arrayContaining(["o/curve.png", "o/curve-dark.png"]));
    await folder.tailcap([...args, "--set", "fleet.replicas=2"]);
    const left = folder.list().filter((file) => file.startsWith("o/"));
    expect(left).toEqual(expect.arrayContaining(["o/curve.svg", "o/notes.svg", "o/result.json"]));
    expect(left.filter((file) => /price-of-|-dark|\.png$/.test(file))).toEqual([]);
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

describe.concurrent("tailcap run of a scenario with pools", () => {
  it("exits with 0 if the pools hold the SLO, and says whose size the one fleet has", async () => {
    const folder = openFolder({ "pooled.yaml": POOLED });
    const { code, stdout } = await folder.tailcap(["run", "pooled.yaml"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Pools +apart: 1 \+ 1 replicas, \$4\.00\/h/m);
    expect(stdout).toMatch(
      /^One fleet for all classes, with the size of pool fast, as fleet has none of its own:$/m,
    );
    const report = folder.read("reports/steady/report.md");
    expect(report).toContain("The arrangement apart of pools keeps the SLO");
    expect(report).toContain(
      "One fleet for all classes, with the size of pool fast: 1 replica does",
    );
    expect(report).not.toContain("No fleet of the sweep keeps");
    expect(JSON.parse(folder.read("reports/steady/result.json"))).toMatchObject({
      choice: null,
      sizedByPool: "fast",
    });
  });

  it("exits with 0 if the pools hold the SLO and a fleet of its own size does not", async () => {
    const folder = openFolder({ "pooled.yaml": POOLED });
    const sized = ["run", "pooled.yaml", "--set=fleet.replicas=1"];
    const { code, stdout } = await folder.tailcap(sized);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^One fleet for all classes, as fleet\.replicas has it:$/m);
    expect(JSON.parse(folder.read("reports/steady/result.json"))).toMatchObject({
      choice: null,
      sizedByPool: null,
    });
  });

  it("exits with 1 if neither pools nor one fleet hold the SLO", async () => {
    const folder = openFolder({ "pooled.yaml": POOLED });
    const { code } = await folder.tailcap(["run", "pooled.yaml", "--set=service.time=10s"]);
    expect(code).toBe(1);
    expect(folder.read("reports/steady/report.md")).toContain(
      "No fleet of the sweep keeps the SLO",
    );
  });
});
