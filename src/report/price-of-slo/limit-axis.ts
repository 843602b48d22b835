import { latencyTicks, place, type CurveScale } from "../curve/curve-scale.ts";
import { pickTicks } from "../curve/label-layout.ts";
import { formatLimit } from "../format.ts";
import { labelledAxis } from "../picture-parts.ts";
import { measureText } from "../text-width.ts";
import { TEXT_SIZE } from "../theme.ts";
import { limitOf, type PricedObjective } from "./priced-objective.ts";
import { PLOT_WIDTH } from "./price-axis.ts";

// Limits further from the SLO's than this answer no question about it.
const FAR = 20;
// A wider range than this is read more easily on a logarithmic scale.
const LOG_SPAN = 6;
const MARGIN = 0.05;

/** Scale of the limits that are drawn: those near the SLO's, and at least the nearest. */
export function limitScale(priced: PricedObjective): CurveScale {
  const { steps, within } = priced;
  const limits = steps.map((step) => limitOf(step, priced)).filter(Number.isFinite);
  const nearest = limits.toSorted(
    (left, right) => Math.abs(Math.log(left / within)) - Math.abs(Math.log(right / within)),
  )[0];
  const shown = [
    within,
    ...(nearest === undefined || nearest <= 0 ? [] : [nearest]),
    ...limits.filter((limit) => limit >= within / FAR && limit <= within * FAR),
  ];
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  const range = [0, PLOT_WIDTH] as const;
  if (high / low > LOG_SPAN) {
    const margin = (high / low) ** MARGIN;
    return { type: "log", domain: [low / margin, high * margin * margin], range, constant: null };
  }
  const margin = Math.max(high - low, 0.1 * within) * MARGIN;
  return {
    type: "linear",
    domain: [Math.max(0, low - 2 * margin), high + 3 * margin],
    range,
    constant: null,
  };
}

/** An axis of limits with round values. */
export function limitAxis(x: CurveScale): object {
  const all = x.type === "log" ? latencyTicks(x) : linearTicks(x.domain);
  const ticks = all.map((tick, index) => ({
    position: place(x, tick),
    width: measureText(formatLimit(tick), TEXT_SIZE),
    count: index + 1,
    required: false,
  }));
  // The axis' name stands left of it.
  const free = all.filter((_, index) => ticks[index].position - ticks[index].width / 2 > -6);
  const picked = pickTicks(ticks.slice(all.length - free.length));
  const values = picked.map((index) => free[index]);
  return labelledAxis(values, formatLimit);
}

/** Round values between two ends, five to ten of them. */
function linearTicks([low, high]: readonly [number, number]): readonly number[] {
  const power = 10 ** Math.floor(Math.log10((high - low) / 5));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => (high - low) / one <= 8);
  if (step === undefined) return [low, high];
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  // Free of the noise that a sum of steps gathers.
  return Array.from({ length: count }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}
