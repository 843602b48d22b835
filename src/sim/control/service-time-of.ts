import { counterUniform, PURPOSE_SERVICE } from "../../random/counter-uniform.ts";
import type { ClientSetting } from "./client-setting.ts";
import type { Flight } from "./flights.ts";

/** Parts the draws of tries after a loss from those of attempts. */
const LOSS_STRIDE = 2 ** 20;

/**
 * Seconds that the newest try at a request takes, if the service is serial. Every further one takes
 * another draw of the service's law.
 */
export function serviceTimeOf(
  { attempts, losses, row, sizeRow }: Flight,
  setting: ClientSetting,
): number {
  const { redrawsService, seed } = setting.control;
  const { serviceTimes } = setting.columns;
  const isFirst = attempts === 1 && losses === 0;
  if (isFirst || redrawsService === 0) return serviceTimes[sizeRow];
  const uniform = counterUniform(seed, PURPOSE_SERVICE, row, attempts + LOSS_STRIDE * losses);
  return serviceTimes[Math.floor(uniform * serviceTimes.length)];
}
