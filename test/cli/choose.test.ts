import { describe, expect, it } from "vitest";
import type { SearchAnswer } from "../../src/plan/answer-search.ts";
import { RANDOM, STEADY } from "./scenarios.ts";
import { openFolder, type WorkFolder } from "./tailcap.ts";

function folderWith(): WorkFolder {
  return openFolder({ "steady.yaml": STEADY, "random.yaml": RANDOM });
}

/** Calls `tailcap choose` on a single thread. */
function choose(folder: WorkFolder, ...args: readonly string[]): ReturnType<WorkFolder["tailcap"]> {
  return folder.tailcap(["choose", ...args, "--jobs=1"]);
}

const ONE = ["--set", "fleet.replicas=1"];
const TWO = ["--set", "fleet.replicas=2"];

describe.concurrent("tailcap choose", () => {
  it("prints only the answer, writes nothing, and exits with 0", async () => {
    const folder = folderWith();
    const { code, stdout, stderr } = await choose(folder, "steady.yaml");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^2 replicas at \$4\.00\/h: .*p99 latency ≤ 200 ms/);
    expect(lines[1]).toMatch(/^1 replica would save \$2\.00\/h, but /);
    expect(lines[2]).toMatch(/^\d+ requests simulated, 1 replication\.$/);
    expect(folder.list()).toEqual(["random.yaml", "steady.yaml"]);
  });

  it("exits with 1 if nothing is enough", async () => {
    const sets = ["--set", "fleet.replicas=[1]", "--set", "service.time=10s"];
    const { code, stdout, stderr } = await choose(folderWith(), "steady.yaml", ...sets);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(/^No count up to 4 holds the SLO of steady\.\n/);
  });

  it("searches beyond the count of a scenario that names only one", async () => {
    const { code, stdout } = await choose(folderWith(), "steady.yaml", ...ONE);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 replicas /);
  });

  it("prints with --json the answer and nothing else", async () => {
    const { code, stdout, stderr } = await choose(folderWith(), "random.yaml", "--json");
    expect(stderr).toBe("");
    const answer: SearchAnswer = JSON.parse(stdout);
    expect(code).toBe(answer.choice === null ? 1 : 0);
    expect(answer.gate).toBeNull();
    expect(answer.scenario.name).toBe("random");
    expect(answer.replications).toBeGreaterThanOrEqual(4);
    expect(answer.requests).toBeGreaterThan(4 * 1000);
    expect(answer.scenario.fleet.replicas).toEqual([1, 2, 3, 4]);
    for (const { objectives } of answer.points) expect(objectives[0].interval).not.toBeNull();
  });

  it("prints nothing with --quiet; the exit code tells", async () => {
    const folder = folderWith();
    expect(await choose(folder, "steady.yaml", "--quiet")).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(await choose(folder, "steady.yaml", "--quiet", "--gate", ...ONE)).toEqual({
      code: 1,
      stdout: "",
      stderr: "",
    });
  });

  it("gives the same answer with any number of threads", async () => {
    const folder = folderWith();
    const [one, two] = await Promise.all(
      ["1", "2"].map((jobs) =>
        folder.tailcap(["choose", "random.yaml", "--json", "--budget", "300k", "--jobs", jobs]),
      ),
    );
    expect(two.stdout).toBe(one.stdout);
  });
});

describe.concurrent("tailcap choose --gate", () => {
  it("exits with 0 if the configured count is enough, and with 1 if it isn't", async () => {
    const folder = folderWith();
    const enough = await choose(folder, "steady.yaml", "--gate", ...TWO);
    expect(enough).toMatchObject({ code: 0, stderr: "" });
    expect(enough.stdout).toMatch(/^Gate: 2 replicas as configured are enough, and not one/m);
    const short = await choose(folder, "steady.yaml", "--gate", ...ONE);
    expect(short).toMatchObject({ code: 1, stderr: "" });
    expect(short.stdout).toMatch(/^Gate: 1 replica as configured is not enough\.$/m);
    const spare = await choose(folder, "steady.yaml", "--gate", "--set", "fleet.replicas=7");
    expect(spare).toMatchObject({ code: 0, stderr: "" });
    expect(spare.stdout).toMatch(/^Gate: 7 replicas as configured are enough, 5 more /m);
  });

  it("tells the same in JSON, with what it took", async () => {
    const folder = folderWith();
    for (const [sets, gate] of [
      [ONE, { replicas: 1, isEnough: false }],
      [TWO, { replicas: 2, isEnough: true }],
    ] as const) {
      const { code, stdout, stderr } = await choose(
        folder,
        "steady.yaml",
        "--gate",
        "--json",
        ...sets,
      );
      const answer: SearchAnswer = JSON.parse(stdout);
      expect(answer.gate).toEqual(gate);
      expect({ code, stderr }).toEqual({ code: gate.isEnough ? 0 : 1, stderr: "" });
      expect(answer.replications).toBe(1);
      expect(answer.requests).toBe(99 * answer.points.length);
      expect(answer.scenario.fleet.replicas).toEqual([gate.replicas]);
    }
  });

  it("asks about the scenario as it stands, not about the best of its sweep", async () => {
    const folder = folderWith();
    const swept = [...ONE, "--set", "sweep={service.concurrency: [1, 4]}"];
    const best = await choose(folder, "steady.yaml", ...swept);
    expect(best).toMatchObject({ code: 0, stderr: "" });
    const gate = await choose(folder, "steady.yaml", "--gate", ...swept);
    expect(gate.stderr).toBe(
      "note: --gate asks about the scenario as it stands, without its sweep over service.concurrency\n",
    );
    expect(gate.code).toBe(1);
    expect(gate.stdout).toMatch(/^Gate: 1 replica as configured is not enough\.$/m);
  });

  it("refuses a range of counts", async () => {
    const folder = folderWith();
    const { code, stdout, stderr } = await choose(folder, "steady.yaml", "--gate");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      "--gate needs fleet.replicas to be the number that runs, not 3 counts; use --set fleet.replicas=N, or fleet.current\n",
    );
    const current = await choose(folder, "steady.yaml", "--gate", "--set", "fleet.current=2");
    expect(current.stdout).toMatch(/^Gate: 2 replicas as configured are enough/m);
  });
});

it("refuses a folder to write to, as it writes nothing", async () => {
  const { code, stderr } = await choose(folderWith(), "steady.yaml", "--out", "x");
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "choose writes no files, so it takes no --out\n",
  });
});

describe.concurrent("tailcap choose --budget", () => {
  it.each([
    ["", "nothing"],
    ["0", "0"],
    ["-5", "-5"],
    ["0s", "0s"],
    ["1e6", "1e6"],
    ["20T", "20T"],
    ["ten", "ten"],
    ["1.M", "1.M"],
    [" 20M", " 20M"],
  ])("refuses %j", async (budget, shown) => {
    const { code, stdout, stderr } = await choose(
      folderWith(),
      "steady.yaml",
      `--budget=${budget}`,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      `--budget must be requests such as 20M or a time such as 60s, got ${shown}\n`,
    );
  });

  it.each(["5", "999"])("refuses %s without a unit, which is hardly meant", async (budget) => {
    const { code, stdout, stderr } = await choose(folderWith(), "steady.yaml", "--budget", budget);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      `--budget ${budget} would be ${budget} requests: give a time such as ${budget}s, ` +
        "or at least 1,000 requests\n",
    );
  });

  it.each(["1000", "2k", "1.5M", "1G", "5s", "0.5m"])("takes %s", async (budget) => {
    const { code, stderr } = await choose(folderWith(), "steady.yaml", "--budget", budget);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("lets a larger one look longer, and not beyond it", async () => {
    const folder = folderWith();
    const answers = await Promise.all(
      ["1k", "200k"].map(async (budget): Promise<SearchAnswer> => {
        const args = ["random.yaml", "--set", "slo.objectives[0].p95=60ms", "--json"];
        const { stdout } = await choose(folder, ...args, "--budget", budget);
        return JSON.parse(stdout);
      }),
    );
    expect(answers[0]).toMatchObject({ isSettled: false, replications: 4 });
    expect(answers[1].replications).toBeGreaterThan(4);
    expect(answers[1].requests).toBeLessThanOrEqual(200_000);
  });
});

describe.concurrent("a scenario with pools", () => {
  const classes = `classes:
    a: {generate: {duration: 10s, arrivals: {process: deterministic, rate: 4/s}}}
    b: {generate: {duration: 10s, arrivals: {process: deterministic, rate: 6/s}}}
`;
  const pooled = `${STEADY.replace(/generate:\n.*\n.*\n/u, classes)}pools:
  apart:
    - {name: a, classes: [a], replicas: 1..2}
    - {name: b, classes: [b], replicas: 1..2}
`;

  it("is answered for one fleet, and says so", async () => {
    const folder = openFolder({ "pooled.yaml": pooled });
    const { code, stdout, stderr } = await choose(folder, "pooled.yaml");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 replicas /);
    expect(stderr).toBe(
      "note: this is for one fleet that serves all classes; tailcap run pooled.yaml compares the pools (apart)\n",
    );
    expect(await choose(folder, "pooled.yaml", "--quiet")).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("is refused where only its pools have a size", async () => {
    const folder = openFolder({ "pooled.yaml": pooled.replace("  replicas: 1..3\n", "") });
    for (const command of ["choose", "simulate"]) {
      expect(await folder.tailcap([command, "pooled.yaml"])).toEqual({
        code: 2,
        stdout: "",
        stderr: `${command} looks at one fleet for all classes, and only the pools (apart) have a size: compare them with tailcap run pooled.yaml, or give the fleet one with --set fleet.replicas=1..20\n`,
      });
    }
    const args = ["pooled.yaml", "--set", "fleet.replicas=1..3"];
    expect((await choose(folder, ...args)).stdout).toMatch(/^2 replicas /);
  });
});
