import type { DistributionSection } from "./scenario.ts";

/**
 * Mean of a law where a short formula gives it; null for a clamped law, for one by percentiles and
 * for a mean that is infinite.
 */
export function meanWithoutClamp(law: DistributionSection): number | null {
  if (law.distribution === "constant") return law.value;
  if (law.distribution === "uniform") return (law.min + law.max) / 2;
  if (law.min !== null || law.max !== null || "quantiles" in law) return null;
  switch (law.distribution) {
    case "exponential":
    case "lognormal":
    case "gamma":
      return law.mean;
    case "pareto":
      return law.shape > 1 ? (law.scale * law.shape) / (law.shape - 1) : null;
    case "empirical":
      return law.values.reduce((sum, value) => sum + value, 0) / law.values.length;
  }
}
