import { describe, expect, it } from "vitest";
import { STEADY } from "./scenarios.ts";
import { openFolder } from "./tailcap.ts";

describe.concurrent("tailcap run --headroom", () => {
  it("prints what the answer hangs on after the choice, and writes it", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const { code, stderr, stdout } = await folder.tailcap(["run", "steady.yaml", "--headroom"]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Choice +2 [^]*^Headroom +Traffic may grow by \d+% on 2 replicas/m);
    expect(stdout).toMatch(/^ +Service time ±10%: \d/m);
    const { headroom } = JSON.parse(folder.read("reports/steady/result.json"));
    expect(headroom).toMatchObject({ replicas: 2, tornado: { base: { replicas: 2 } } });
    // 1.5 of 2 replicas are busy.
    expect(headroom.growth.factor).toBeGreaterThan(1.3);
  });

  it("finds the same with any number of threads", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const bursty = "workload.generate.arrivals={process: gamma, rate: 10/s, cv: 2}";
    const args = ["run", "steady.yaml", "--headroom", "--json", "--set", bursty];
    const [one, three] = await Promise.all(
      ["1", "3"].map((jobs) => folder.tailcap([...args, "--jobs", jobs, "--out", jobs])),
    );
    expect(one.stdout).toContain('"tornado"');
    expect(three.stdout).toBe(one.stdout);
  });

  it("is left out unless asked for", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const { stdout } = await folder.tailcap(["run", "steady.yaml"]);
    expect(stdout).not.toContain("Traffic may grow");
    const result = JSON.parse(folder.read("reports/steady/result.json"));
    expect(result).toMatchObject({ headroom: null, limits: { replicas: 2 } });
    expect(result.perfectSystem.replicas).toBe(2);
  });
});
