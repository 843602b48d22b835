import { formatDollars } from "../format.ts";
import { costRange } from "../cost-range.ts";
import { cleanText, valueText } from "../plain-text.ts";
import { exportedCost, type Exportable, type FleetCost } from "./exportable.ts";

/** Where a choice comes from, in lines of comment: safe whatever the result says. */
export function provenanceLines(exportable: Exportable): readonly string[] {
  const { autoscaler, choice, result, spare } = exportable;
  const cost = exportedCost(exportable);
  const { scenario, scenarioSha256, tailcap } = result;
  const settings = Object.entries(choice.settings).map(
    ([path, value]) => `${cleanText(path)} = ${valueText(value)}`,
  );
  return [
    `From tailcap ${cleanText(tailcap)}, scenario ${cleanText(scenario.name)}, seed ${scenario.seed},`,
    `sha256 ${cleanText(scenarioSha256)}.`,
    ...settings.map((line) => `Setting: ${line}.`),
    `Chosen: ${cleanText(choice.reason)}.`,
    ...(spare === 0 ? [] : [`Beside the choice of ${choice.replicas}: ${spare} spare.`]),
    ...(cost === null ? [] : [costLine(cost, autoscaler !== null)]),
  ];
}

/** What a fleet costs: of one that changes the mean, with its interval where that shows. */
function costLine(cost: FleetCost, isElastic: boolean): string {
  const range = costRange({ costInterval: cost.costInterval ?? null });
  const isMean = isElastic || range !== "";
  const interval = range === "" ? "" : ` (interval ${range})`;
  return `Cost: ${formatDollars(cost.costPerHour)}/h${isMean ? " on average" : ""}${interval}.`;
}

/** Seconds as the products write them. */
export function secondsText(seconds: number): string {
  return `${seconds}s`;
}

/**
 * A number for a field that takes whole ones.
 *
 * @param field - As it is called there.
 * @param notes - Is added to if the number had to be rounded.
 */
export function wholeNumber(field: string, value: number, notes: string[], least = 0): number {
  const whole = Math.max(least, Math.round(value));
  if (Math.abs(whole - value) > 1e-9 * Math.abs(value)) {
    notes.push(`${field} is ${whole} here, where ${value} was simulated: it takes whole numbers.`);
  }
  return whole;
}
