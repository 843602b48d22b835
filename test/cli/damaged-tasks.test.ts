import { execFile } from "node:child_process";
import { mkdirSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openFolder, PROGRAM, type Outcome } from "./tailcap.ts";

/** Its tasks take more room than its pictures. */
const SCENARIO = `
name: damaged
workload: {generate: {duration: 2m, arrivals: {process: poisson, rate: 20/s}}}
service: {kind: serial, time: {distribution: lognormal, mean: 90ms, cv: 2}}
fleet: {replicas: 2..9, price: $1/h}
slo: {objectives: [{p95: 500ms}]}
run: {replications: 12, warmup: 10s}
`;
const SMALL = SCENARIO.replace("2..9", "2..4").replace("12", "3");

describe("finished tasks on a bad disk", () => {
  it("are done without where the file is cut short, and merge refuses them", async () => {
    const folder = openFolder({ "s.yaml": SMALL });
    await folder.tailcap([...SHARD, "--quiet"]);
    const file = join(folder.path, "one/tasks/data.mdb");
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const cut =
      "finished tasks in one/tasks: data.mdb is cut short; copy it again, or remove the folder";
    const run = await folder.tailcap(["run", "s.yaml", "--out=one", "--quiet", PROGRESS]);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain(`{"note":"can't keep ${cut}; the run can't be resumed"}\n`);
    const merged = await folder.tailcap(["merge", "s.yaml", "one", "--out=all", "--quiet"]);
    expect(merged).toEqual({ code: 2, stdout: "", stderr: `can't read the ${cut}\n` });
  }, 60_000);

  it("are done without when the disk is full", async () => {
    const folder = openFolder({ "s.yaml": SCENARIO });
    await folder.tailcap(["run", "s.yaml", "--out=good", "--quiet"]);
    const sizeOf = (file: string): number => statSync(join(folder.path, "good", file)).size;
    const room = sizeOf("report.html") + 100_000;
    expect(sizeOf("tasks/data.mdb")).toBeGreaterThan(room);
    const { code, stderr } = await runWithin(Math.floor(room / 1024), folder.path);
    expect(stderr).toMatch(
      /^can't keep finished tasks in full\/tasks: .*; is the disk full\?; the run can't be resumed$/m,
    );
    expect(code).toBe(0);
    expect(folder.read("full/result.json")).toBe(folder.read("good/result.json"));
  }, 60_000);

  it("are what a shard fails without", async () => {
    const folder = openFolder({ "s.yaml": SMALL });
    mkdirSync(join(folder.path, "one"));
    folder.write("one/tasks", "no folder");
    const { code, stderr, stdout } = await folder.tailcap(SHARD);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^can't keep finished tasks in one\/tasks: [^\n]+\n$/);
  }, 60_000);
});

const PROGRESS = "--progress=json";
const SHARD = ["run", "s.yaml", "--shard=1/1", "--out=one"];

/** Runs where no file may be longer than so many KiB, as on a disk that is full. */
function runWithin(kib: number, cwd: string): Promise<Pick<Outcome, "code" | "stderr">> {
  const limit = `ulimit -f ${kib}; trap '' XFSZ; exec "$@"`;
  const command = [process.execPath, PROGRAM, "run", "s.yaml", "--out=full", "--quiet", "--jobs=1"];
  return new Promise((resolve) => {
    execFile("bash", ["-c", limit, "bash", ...command], { cwd }, (error, _, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stderr });
    });
  });
}
