import type { DistributionSection } from "./scenario.ts";

/** True unless every sample of the law is the same value. */
export function isLawRandom(law: DistributionSection): boolean {
  switch (law.distribution) {
    case "constant":
      return false;
    case "uniform":
      return law.min < law.max;
    case "empirical": {
      const values = "values" in law ? law.values : law.quantiles.map(([, value]) => value);
      return values.some((value) => value !== values[0]);
    }
    default:
      return true;
  }
}
