/**
 * Every file of scenarios/, shortened, against the numbers it gave before.
 *
 * A golden file changes only when the model, the random draws or a decision changes, which a
 * changelog entry then explains. To accept new numbers:
 *
 *   UPDATE_GOLDEN=1 npx vitest run test/golden
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { loadTraces } from "../../src/cli/load-scenario.ts";
import { buildResult } from "../../src/plan/build-result.ts";
import type { Result } from "../../src/plan/result.ts";
import { runSweep } from "../../src/plan/run-sweep.ts";
import { openInlineExecutor } from "../../src/run/inline-executor.ts";
import { parseScenario, type ParsedScenario } from "../../src/scenario/parse-scenario.ts";
import { extractGolden } from "./extract.ts";

const SCENARIOS = fileURLToPath(new URL("../../scenarios", import.meta.url));
const GOLDENS = fileURLToPath(new URL(".", import.meta.url));
const IS_UPDATING = (process.env.UPDATE_GOLDEN ?? "") !== "";

/** Seconds of generated traffic beyond the warm-up, and its replications. */
const SHORT = 60;
const REPLICATIONS = 2;

const names = readdirSync(SCENARIOS)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => basename(file, ".yaml"));

/**
 * The scenario as shipped if it replays a trace; else with fewer replications, and with less
 * traffic unless something happens at a time of its own: a spike, an outage, an autoscaler's
 * decision.
 */
function parseShortened(file: string): ParsedScenario {
  const text = readFileSync(file, "utf8");
  const whole = parseScenario(text, { file, sets: [], seed: null });
  const { client, fleet, run, workload } = whole.scenario;
  if ("trace" in workload) return whole;
  const sets = [`run.replications=${Math.min(run.replications, REPLICATIONS)}`];
  const isTimed = [fleet.autoscaler, fleet.failures, client.retries].some((one) => one !== null);
  if ("generate" in workload && !isTimed) {
    const duration = Math.min(workload.generate.duration, run.warmup + SHORT);
    // A preset is named, and what is changed of it stands beside its name.
    const path = workload.generate.source === undefined ? "generate.duration" : "duration";
    sets.push(`workload.${path}=${duration}s`);
  }
  return parseScenario(text, { file, sets, seed: null });
}

async function resultOf(name: string): Promise<Result> {
  const file = join(SCENARIOS, `${name}.yaml`);
  const parsed = parseShortened(file);
  const settings = await loadTraces(parsed, file);
  const sweep = await runSweep(settings, openInlineExecutor(), () => {});
  const provenance = { version: "0.0.0", scenarioSha256: "" };
  return buildResult(parsed.scenario, settings, sweep, provenance);
}

describe("shortened scenarios", () => {
  it.each(names)("%s gives the numbers it gave before", async (name) => {
    const golden = join(GOLDENS, `${name}.json`);
    const text = `${JSON.stringify(extractGolden(await resultOf(name)), null, 2)}\n`;
    if (IS_UPDATING) writeFileSync(golden, text);
    if (!existsSync(golden)) expect.fail(`no ${golden}: make it with UPDATE_GOLDEN=1`);
    expect(text).toBe(readFileSync(golden, "utf8"));
  });

  it("have all the golden files there are", () => {
    const goldens = readdirSync(GOLDENS).filter((file) => file.endsWith(".json"));
    expect(goldens.map((file) => basename(file, ".json"))).toEqual(names);
  });
});
