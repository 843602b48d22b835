import type { AlertForecast } from "../../plan/error-budget/burn-alerts.ts";
import { formatSpan } from "../format.ts";

/**
 * Windows shortened by more than this hold so little traffic that alerts come and go in them which
 * full ones wouldn't see, and the forecast can be wrong a hundredfold.
 */
const LEAST_SCALE = 1 / 10;

/** Whether pages and tickets were forecast with windows near enough to the policy's to tell them. */
export function tellsAlerts({ alerts, scaled }: AlertForecast): boolean {
  return alerts.length > 0 && scaled >= LEAST_SCALE;
}

/** "with alert windows shortened to 1/4"; empty where they are as written. */
export function shortenedWords({ scaled }: AlertForecast): string {
  return scaled < 1 ? `with alert windows shortened to 1/${foldText(scaled)}` : "";
}

/**
 * Why pages and tickets are not told, as a sentence.
 *
 * @param forecasts - One an objective; all replay the same policy.
 * @returns Empty if they are told, or there are no alerts.
 */
export function untoldSentence(forecasts: readonly AlertForecast[]): string {
  const untold = forecasts.find((one) => one.alerts.length > 0 && !tellsAlerts(one));
  if (untold === undefined) return "";
  const longest = formatSpan(Math.max(...untold.alerts.map(({ long }) => long)));
  return (
    `Pages and tickets are not told: the alerts look back up to ${longest}, ` +
    `${foldText(untold.scaled)} times what was simulated.`
  );
}

function foldText(scaled: number): string {
  const fold = 1 / scaled;
  return fold < 9.95 ? String(Number(fold.toFixed(1))) : fold.toFixed(0);
}
