import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { openFolder, PROGRAM, type WorkFolder } from "../cli/tailcap.ts";

const DOCS = new URL("../../docs/", import.meta.url);
const PAGE = readFileSync(new URL("cluster.md", DOCS), "utf8");

const SCENARIO = `
name: tiny
workload: {generate: {duration: 1m, arrivals: {process: poisson, rate: 20/s}}}
service: {kind: serial, time: {distribution: lognormal, mean: 90ms, cv: 2}}
fleet: {replicas: 2..6, price: $1/h}
slo: {objectives: [{p95: 500ms}]}
run: {replications: 4}
`;

/** The block of code on the page that holds some words. */
function blockWith(words: string): string {
  const blocks = [...PAGE.matchAll(/^```\n([\s\S]*?)^```/gm)].map(([, text]) => text);
  const [found, ...others] = blocks.filter((block) => block.includes(words));
  expect(others).toEqual([]);
  return found;
}

/** A folder with the scenario, and `tailcap` on the path. */
function openRecipe(): WorkFolder & { run(script: string, env?: Record<string, string>): number } {
  const folder = openFolder({
    "scenario.yaml": SCENARIO,
    tailcap: `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`,
  });
  chmodSync(join(folder.path, "tailcap"), 0o755);
  return {
    ...folder,
    run(script, env = {}): number {
      const path = `${folder.path}:${process.env["PATH"] ?? ""}`;
      const call = { cwd: folder.path, env: { ...process.env, ...env, PATH: path } };
      const { status, stderr } = spawnSync("bash", ["-ec", script], call);
      if (status === null) throw new Error(stderr.toString());
      return status;
    },
  };
}

async function expectWhole(folder: WorkFolder): Promise<void> {
  const { stderr } = await folder.tailcap(["merge", "scenario.yaml", "--quiet", "--progress=json"]);
  expect(stderr).not.toContain('"started"');
  await folder.tailcap(["run", "scenario.yaml", "--out=whole", "--quiet"]);
  expect(folder.read("reports/tiny/result.json")).toBe(folder.read("whole/result.json"));
}

const HAS_PARALLEL = spawnSync("parallel", ["--version"]).status === 0;

describe("the recipes for shards", () => {
  it.skipIf(!HAS_PARALLEL)(
    `work with GNU parallel${HAS_PARALLEL ? "" : " (skipped: not installed)"}`,
    async () => {
      const folder = openRecipe();
      const script = blockWith("parallel --joblog").replaceAll(
        "scenarios/chat-burst.yaml",
        "scenario.yaml",
      );
      expect(folder.run(script.replaceAll(/^tailcap merge.*$/gm, ""))).toBe(0);
      await expectWhole(folder);
    },
    120_000,
  );

  it("work as a Slurm array", async () => {
    const folder = openRecipe();
    const script = blockWith("#SBATCH");
    for (const id of ["1", "2", "3"]) {
      const env = { SLURM_ARRAY_TASK_ID: id, SLURM_ARRAY_TASK_COUNT: "3" };
      expect(folder.run(script, env)).toBe(0);
    }
    await expectWhole(folder);
  }, 120_000);

  it("work as an Indexed Job", async () => {
    const folder = openRecipe();
    const text = readFileSync(new URL("kubernetes/shards.yaml", DOCS), "utf8");
    const job: {
      spec: {
        completions: number;
        template: { spec: { containers: readonly { args: readonly string[] }[] } };
      };
    } = parse(text);
    const [{ args }] = job.spec.template.spec.containers;
    expect(args[0]).toContain(`/${job.spec.completions}"`);
    const script = args[0].replace(`/${job.spec.completions}"`, '/2"');
    for (const index of ["0", "1"]) {
      expect(folder.run(script, { JOB_COMPLETION_INDEX: index })).toBe(0);
    }
    await expectWhole(folder);
  }, 120_000);
});
