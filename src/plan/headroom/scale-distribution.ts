import type { ClampSection, DistributionSection } from "../../scenario/scenario.ts";

/**
 * The law of a random value multiplied by a factor: its mean and every quantile are multiplied, its
 * shape stays.
 *
 * @param factor - > 0.
 */
export function scaleDistribution(law: DistributionSection, factor: number): DistributionSection {
  switch (law.distribution) {
    case "constant":
      return { ...law, value: law.value * factor };
    case "uniform":
      return { ...law, min: law.min * factor, max: law.max * factor };
    case "exponential":
    case "gamma":
      return { ...law, ...scaleClamp(law, factor), mean: law.mean * factor };
    case "lognormal":
      return "mean" in law
        ? { ...law, ...scaleClamp(law, factor), mean: law.mean * factor }
        : { ...law, ...scaleClamp(law, factor), quantiles: scaleQuantiles(law.quantiles, factor) };
    case "pareto":
      return { ...law, ...scaleClamp(law, factor), scale: law.scale * factor };
    case "empirical":
      return "values" in law
        ? { ...law, ...scaleClamp(law, factor), values: law.values.map((value) => value * factor) }
        : { ...law, ...scaleClamp(law, factor), quantiles: scaleQuantiles(law.quantiles, factor) };
  }
}

function scaleClamp({ max, min }: ClampSection, factor: number): ClampSection {
  return { min: min === null ? null : min * factor, max: max === null ? null : max * factor };
}

function scaleQuantiles(
  quantiles: readonly (readonly [share: number, value: number])[],
  factor: number,
): readonly (readonly [share: number, value: number])[] {
  return quantiles.map(([share, value]) => [share, value * factor] as const);
}
