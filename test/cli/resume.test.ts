import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { openFolder, PROGRAM, type WorkFolder } from "./tailcap.ts";

/** Times that the run is killed; set TAILCAP_KILLS for more. */
const KILLS = Number(process.env["TAILCAP_KILLS"] ?? 4);

const SCENARIO = `
name: resumed
workload: {generate: {duration: 40m, arrivals: {process: poisson, rate: 60/s}}}
service: {kind: serial, concurrency: 2, time: {distribution: lognormal, mean: 90ms, cv: 2}}
fleet: {replicas: 4..9, router: least-outstanding, price: $1/h}
slo: {objectives: [{p99: 500ms}]}
run: {replications: 6, warmup: 60s}
`;

interface TaskLine {
  readonly task: string;
  readonly state: "reused" | "started" | "kept";
}

describe("a run that was stopped", () => {
  it(`goes on after kill -9 at ${KILLS} moments, and computes nothing that it has kept`, async () => {
    const folder = openFolder({ "s.yaml": SCENARIO });
    await folder.tailcap(["run", "s.yaml", "--out=straight", "--quiet", "--no-resume"]);
    const started = new Set<string>();
    const kept = new Set<string>();
    const onLine = ({ state, task }: TaskLine): void => {
      if (state === "started") {
        // What is there isn't computed again.
        expect(kept).not.toContain(task);
        started.add(task);
      }
      if (state === "kept") kept.add(task);
    };
    let ended = false;
    for (let kill = 0; kill < KILLS && !ended; kill++) {
      // Killed at its second or so "started", at a moment that no one has chosen.
      ended = await runKilled(folder, kill % 7, onLine);
    }
    await runKilled(folder, Infinity, onLine);
    expect(kept.size).toBe(36);
    expect(started.size).toBe(36);
    for (const file of ["result.json", "report.html", "curve.svg"]) {
      expect(folder.read(`killed/${file}`)).toBe(folder.read(`straight/${file}`));
    }
  }, 120_000);

  it("says at Ctrl-C how to go on, and goes on", async () => {
    const folder = openFolder({ "s.yaml": SCENARIO });
    const child = spawn(process.execPath, [PROGRAM, ...ARGS, "--out=stopped"], {
      cwd: folder.path,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let text = "";
    child.stderr.on("data", (part: Buffer) => {
      if (text === "") child.kill("SIGINT");
      text += part.toString();
    });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(130);
    expect(text).toContain("finished tasks are kept: the same command goes on");
    expect(folder.list().filter((name) => name.includes("result.json"))).toEqual([]);
    const after = await folder.tailcap(["run", "s.yaml", "--out=stopped", "--json"]);
    expect(JSON.parse(after.stdout)).toMatchObject({ scenario: { name: "resumed" } });
  }, 60_000);

  it("says at Ctrl-C that nothing is kept where nothing is", async () => {
    const folder = openFolder({ "s.yaml": SCENARIO });
    const child = spawn(process.execPath, [PROGRAM, ...ARGS, "--out=stopped", "--no-resume"], {
      cwd: folder.path,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let text = "";
    child.stderr.on("data", (part: Buffer) => {
      if (text === "") child.kill("SIGINT");
      text += part.toString();
    });
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(130);
    expect(text).toMatch(/^stopped by SIGINT; nothing is kept$/m);
    expect(folder.list()).toEqual(["s.yaml"]);
  }, 60_000);

  it("says what it waits for when a task is long, and leaves at a second Ctrl-C", async () => {
    const folder = openFolder({ "s.yaml": SCENARIO });
    const long = ["--set", "workload.generate.duration=60h", "--out=left"];
    const child = spawn(process.execPath, [PROGRAM, ...ARGS, ...long], {
      cwd: folder.path,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let text = "";
    let isStopping = false;
    child.stderr.on("data", (part: Buffer) => {
      text += part.toString();
      if (text.includes('{"note":"finishing the tasks at hand; Ctrl-C again leaves at once"}')) {
        child.kill("SIGINT");
      } else if (text.includes('"started"') && !isStopping) {
        isStopping = child.kill("SIGINT");
      }
    });
    const signal = await new Promise((resolve) => child.once("exit", (_, by) => resolve(by)));
    expect(signal).toBe("SIGINT");
    expect(text).not.toContain('"kept"');
  }, 60_000);
});

const ARGS = ["run", "s.yaml", "--jobs=2", "--quiet", "--progress=json"];

/**
 * Runs until the given number of tasks have been kept, and then kills.
 *
 * @returns Whether the run ended before it could be killed.
 */
function runKilled(
  folder: WorkFolder,
  after: number,
  onLine: (line: TaskLine) => void,
): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAM, ...ARGS, "--out=killed"], {
    cwd: folder.path,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let rest = "";
  let seen = 0;
  child.stderr.on("data", (part: Buffer) => {
    const lines = (rest + part.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const record: unknown = JSON.parse(line);
      if (!isTaskLine(record)) continue;
      onLine(record);
      if (record.state === "started") seen += 1;
      if (seen > after) child.kill("SIGKILL");
    }
  });
  return new Promise((resolve) => {
    child.once("exit", (_, signal) => resolve(signal === null));
  });
}

function isTaskLine(record: unknown): record is TaskLine {
  return typeof record === "object" && record !== null && "task" in record;
}
