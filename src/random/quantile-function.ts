import { constantQuantile } from "./constant.ts";
import type { Clamp, Distribution } from "./distribution.ts";
import { empiricalQuantile, empiricalThroughQuantiles } from "./empirical.ts";
import { exponentialQuantile } from "./exponential.ts";
import { gammaQuantile } from "./gamma.ts";
import { lognormalQuantile, lognormalThroughQuantiles } from "./lognormal.ts";
import { paretoQuantile } from "./pareto.ts";
import type { Quantile } from "./quantile.ts";
import { uniformQuantile } from "./uniform.ts";

/**
 * Quantile function of a law, with its clamps applied.
 *
 * @param law - The law; its parameters are taken as valid.
 */
export function quantileFunction(law: Distribution): Quantile {
  switch (law.distribution) {
    case "constant":
      return constantQuantile(law.value);
    case "uniform":
      return uniformQuantile(law.min, law.max);
    case "exponential":
      return clamp(exponentialQuantile(law.mean), law);
    case "lognormal":
      return clamp(
        "quantiles" in law
          ? lognormalThroughQuantiles(law.quantiles)
          : lognormalQuantile(law.mean, law.cv),
        law,
      );
    case "gamma":
      return clamp(gammaQuantile(law.mean, law.cv), law);
    case "pareto":
      return clamp(paretoQuantile(law.scale, law.shape), law);
    case "empirical":
      return clamp(
        "quantiles" in law
          ? empiricalThroughQuantiles(law.quantiles)
          : empiricalQuantile(law.values),
        law,
      );
    default:
      return law satisfies never;
  }
}

function clamp(quantile: Quantile, { min, max }: Clamp): Quantile {
  if (min === null && max === null) return quantile;
  const low = min ?? -Infinity;
  const high = max ?? Infinity;
  return (u) => Math.min(Math.max(quantile(u), low), high);
}
