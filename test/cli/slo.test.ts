import { describe, expect, it } from "vitest";
import { STEADY } from "./scenarios.ts";
import { openFolder } from "./tailcap.ts";

const FILE = `apiVersion: openslo/v1
kind: SLO
metadata: {name: api-latency}
spec:
  service: api
  indicator:
    metadata: {name: fast}
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            type: Prometheus
            spec: {query: 'sum(http_request_duration_seconds_bucket{le="0.5"})'}
        total:
          metricSource:
            type: Prometheus
            spec: {query: 'sum(http_request_duration_seconds_count)'}
  timeWindow: [{duration: 1M, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{displayName: most, target: 0.95}]
`;

/** The steady scenario with its objectives in a file. */
const IMPORTING = STEADY.replace(/slo:[^]*?(?=\n\w|$)/, "slo: {openslo: api.slo.yaml}");

describe.concurrent("tailcap slo", () => {
  it("runs a scenario whose objectives are in an OpenSLO file, and says how it took them", async () => {
    const folder = openFolder({ "s.yaml": IMPORTING, "api.slo.yaml": FILE });
    const { scenario, workload } = await folder.result(["run", "s.yaml"]);
    expect(scenario.slo.objectives).toEqual([
      { class: null, metric: "latency", within: 0.5, target: 0.95 },
    ]);
    expect(scenario.slo.window).toBe(30 * 86_400);
    expect(workload.notes).toEqual([
      "api.slo.yaml: line 19: spec.timeWindow[0].duration is 1M, which is counted as 30 days",
    ]);
  });

  it("points at the line of the file that is wrong", async () => {
    const wrong = FILE.replace("target: 0.95", "target: 95");
    const folder = openFolder({ "s.yaml": IMPORTING, "api.slo.yaml": wrong });
    const { code, stderr } = await folder.tailcap(["run", "s.yaml"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "api.slo.yaml:21:44: spec.objectives[0].target must be above 0 and below 1, got 95\n" +
        "  21 |   objectives: [{displayName: most, target: 95}]\n",
    );
    expect(stderr).toContain("did you mean targetPercent: 95, or target: 0.95?");
  });

  it("exits 2 for a mapping of a name that the file doesn't have", async () => {
    const mapped = IMPORTING.replace(
      "api.slo.yaml}",
      "{file: api.slo.yaml, metrics: {api-latenci: ttft}}}",
    );
    const folder = openFolder({ "s.yaml": mapped, "api.slo.yaml": FILE });
    const { code, stderr } = await folder.tailcap(["run", "s.yaml"]);
    expect(code).toBe(2);
    expect(stderr).toContain("slo.openslo.metrics.api-latenci names no SLO or indicator");
    expect(stderr).toContain("did you mean `api-latency`?");
  });

  it("exports what it imports, and a file that it can be imported from", async () => {
    const folder = openFolder({ "s.yaml": IMPORTING, "api.slo.yaml": FILE });
    const before = await folder.tailcap(["slo", "export", "s.yaml", "--format", "openslo"]);
    expect(before).toMatchObject({
      code: 0,
      stderr:
        "note: http_request_duration_seconds must have a bucket that ends at 0.5 s " +
        '(le="0.5"): a query for any other bound finds nothing\n',
    });
    folder.write("api.slo.yaml", before.stdout);
    const after = await folder.tailcap(["slo", "export", "s.yaml", "--format", "openslo"]);
    expect(after.stdout).toBe(before.stdout);
  });

  it("writes the file of another tool, with the names that are given", async () => {
    const folder = openFolder({ "s.yaml": STEADY });
    const args = ["slo", "export", "s.yaml", "--metric", "latency=api:seconds", "--out", "p.yaml"];
    const { code, stdout } = await folder.tailcap([...args, "--format", "pyrra"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "wrote p.yaml\n" });
    const quiet = await folder.tailcap([...args, "--format", "pyrra", "--quiet"]);
    expect(quiet).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(folder.read("p.yaml")).toContain("api:seconds_bucket{le=");
    const lint = await folder.tailcap(["slo", "lint", "p.yaml"]);
    expect(lint).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Pyrra: nothing to say"),
    });
    const named = await folder.tailcap([...args, "--format", "pyrra", "--metric", "p99=x"]);
    expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining("--metric must be") });
  });

  it.each(["openslo", "sloth", "pyrra"])(
    "says by its exit code that a query of %s finds nothing, and so does the lint",
    async (format) => {
      const folder = openFolder({ "s.yaml": STEADY });
      const metric = ["--metrics", "vllm", "--metric", "latency=vllm:e2e_request_latency_seconds"];
      // STEADY's objective is at 200 ms, where vLLM's histogram has no bucket.
      const args = ["slo", "export", "s.yaml", "--format", format, ...metric, "--out", "f.yaml"];
      const { code, stderr, stdout } = await folder.tailcap([...args, "--quiet"]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain(
        "warning: vllm:e2e_request_latency_seconds has no bucket that ends at 0.2 s, the nearest ends at 0.3 s: " +
          "the query finds nothing, and vLLM has no option for other buckets: " +
          'give the objective a bound of 0.3 s, or take a histogram of your own that has le="0.2", with --metric latency=NAME\n',
      );
      const lint = await folder.tailcap(["slo", "lint", "f.yaml"]);
      expect(lint.code).toBe(2);
      expect(lint.stdout).toContain("asks for a bucket that isn't there: vllm:e2e_request_latency");
      expect(lint.stdout).toContain("hint: give the objective a bound of 0.3 s");
      expect(lint.stdout).toContain(": 1 finding\n");
    },
  );

  it("lints files, exiting 2 for a mistake", async () => {
    const folder = openFolder({ "a.yaml": FILE, "b.yaml": FILE.replace("0.95", "95") });
    const { code, stdout } = await folder.tailcap(["slo", "lint", "a.yaml", "b.yaml"]);
    expect(code).toBe(2);
    expect(stdout).toContain("a.yaml: OpenSLO SLO: 1 finding");
    expect(stdout).toMatch(/b\.yaml:21:\d+: error: spec\.objectives\[0\]\.target must be above 0/);
  });

  it("lints every file that it can read, and lists all that it can't", async () => {
    const folder = openFolder({ "a.yaml": FILE, "broken.yaml": "a: [", "b.yaml": FILE });
    const files = ["missing.yaml", "a.yaml", "broken.yaml", "gone.yaml", "b.yaml"];
    const { code, stderr, stdout } = await folder.tailcap(["slo", "lint", ...files]);
    expect(code).toBe(2);
    expect(stdout).toContain("a.yaml: OpenSLO SLO: 1 finding");
    expect(stdout).toContain("b.yaml: OpenSLO SLO: 1 finding");
    expect(stderr).toContain(
      "missing.yaml: can't read the file of SLOs: no such file\nbroken.yaml:",
    );
    expect(stderr).toContain("gone.yaml: can't read the file of SLOs: no such file");
  });
});
