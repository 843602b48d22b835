import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadTraces } from "../../src/cli/load-scenario.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import { MINIMAL } from "../scenario/example.ts";

const folder = mkdtempSync(join(tmpdir(), "tailcap-load-"));
afterAll(() => rmSync(folder, { recursive: true }));

function traceIn(file: string): string {
  return `trace: {file: ${file}, format: columns, columns: {arrival: t}}`;
}

describe("loadTraces", () => {
  it("opens the trace of each class, and says whose notes are whose", async () => {
    writeFileSync(join(folder, "a.csv"), "t\n0\n1\n3\n");
    writeFileSync(join(folder, "b.csv"), "t\n2\n0\n");
    const users = "users: {count: 1, thinkTime: 1s, duration: 1m}";
    const file = join(folder, "s.yaml");
    const parsed = parseScenario(MINIMAL, {
      file,
      sets: [
        `workload={classes: {a: {${traceIn("a.csv")}}, u: {${users}}, b: {${traceIn("b.csv")}}}}`,
      ],
      seed: null,
    });
    const [{ notes, traces }] = await loadTraces(parsed, file);
    expect(traces.map((one) => one && [...one.arrivals])).toEqual([[0, 1, 3], null, [0, 2]]);
    expect(notes).toEqual(["b: rows were not in arrival order: 1 row sorted"]);
  });
});
