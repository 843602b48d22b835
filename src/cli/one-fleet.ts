import type { LoadedScenario } from "./load-scenario.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Says of a command that looks at one fleet what its answer holds for, where the scenario divides
 * the classes among pools.
 *
 * @param command - Its name, such as `choose`.
 * @throws UsageError if the scenario gives no fleet for all classes a size: that of a pool would
 *   stand in for it.
 */
export function answerForOneFleet(
  command: string,
  { isFleetSized, scenario }: Pick<LoadedScenario, "isFleetSized" | "scenario">,
  { quiet, scenario: file }: { readonly quiet: boolean; readonly scenario: string },
): void {
  const names = scenario.pools.map(({ name }) => name).join(", ");
  if (names === "") return;
  if (!isFleetSized) {
    throw new UsageError(
      `${command} looks at one fleet for all classes, and only the pools (${names}) have a size: ` +
        `compare them with tailcap run ${file}, or give the fleet one with --set fleet.replicas=1..20`,
    );
  }
  if (quiet) return;
  process.stderr.write(
    `note: this is for one fleet that serves all classes; tailcap run ${file} compares the pools (${names})\n`,
  );
}
