import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Provenance } from "../plan/build-result.ts";
import type { WrittenScenario } from "../plan/result.ts";
import { canonicalJson } from "../scenario/canonical-json.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** Version of this package. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version }: { version: string } = JSON.parse(text);
  return version;
}

/**
 * What a result on this scenario says of its origin.
 *
 * @param written - What it was read from.
 */
export function provenanceOf(scenario: Scenario, written: WrittenScenario): Provenance {
  const hash = createHash("sha256").update(canonicalJson(scenario));
  return { version: packageVersion(), scenarioSha256: hash.digest("hex"), written };
}
