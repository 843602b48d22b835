import * as z from "zod";
import { choice, tagged } from "./choice.ts";
import { list } from "./list.ts";
import { isMapping, mapping, openMapping, type Shape } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { described, node, orNull, readPart, type Report } from "./node.ts";
import { PERCENTILE_FORM } from "./percentile.ts";
import { amount, count, duration, plainNumber } from "./quantity.ts";
import { readQuantiles, type Quantile } from "./quantiles.ts";
import type { DistributionSection } from "./scenario.ts";

/** How the values of a law are written. */
interface ValueSchemas {
  /** Of a constant. */
  readonly constant: z.ZodType<number>;
  readonly positive: z.ZodType<number>;
  readonly nonNegative: z.ZodType<number>;
  readonly example: string | number;
  /** A greater one. */
  readonly greater: string | number;
  readonly plural: string;
}

const DURATIONS: ValueSchemas = {
  constant: duration({ above: 0 }),
  positive: duration({ above: 0 }),
  nonNegative: duration({ atLeast: 0 }),
  example: "20ms",
  greater: "80ms",
  plural: "durations",
};

/** More tokens than any model takes in one request. */
const MOST_TOKENS = 10_000_000;

const TOKENS: ValueSchemas = {
  constant: count(1, MOST_TOKENS),
  positive: amount({ above: 0, atMost: MOST_TOKENS }),
  nonNegative: amount({ atLeast: 0, atMost: MOST_TOKENS }),
  example: 512,
  greater: 4096,
  plural: "token counts",
};

const FACTORS: ValueSchemas = {
  constant: plainNumber({ above: 0, atMost: 1e6 }),
  positive: plainNumber({ above: 0, atMost: 1e6 }),
  nonNegative: plainNumber({ atLeast: 0, atMost: 1e6 }),
  example: 1,
  greater: 2,
  plural: "factors",
};

/** A distribution of durations, or a plain duration, which is a constant one. */
export const durationDistribution: z.ZodType<DistributionSection> = distributionOf(DURATIONS);
/** A distribution of token counts, or a plain count, which is a constant one. */
export const tokenDistribution: z.ZodType<DistributionSection> = distributionOf(TOKENS);
/** A distribution of factors without a unit. */
export const factorDistribution: z.ZodType<DistributionSection> = distributionOf(FACTORS);

function distributionOf(values: ValueSchemas): z.ZodType<DistributionSection> {
  const law = lawOf(values);
  const constant = values.constant.transform((value): DistributionSection => ({
    distribution: "constant",
    value,
  }));
  return choice([constant, law], (value, report) => {
    if (isMapping(value)) return law;
    if (typeof value === "string" || typeof value === "number") return constant;
    return report({
      code: "wrong-type",
      message: mustBe("a plain value or a distribution", value),
      hint: `such as ${values.example}, or {distribution: exponential, mean: ${values.example}}`,
    });
  });
}

function tag<const N extends string>(name: N): z.ZodType<N> {
  return described(
    node(z.literal(name), (value) => (value === name ? name : undefined)),
    `The law: ${name}.`,
  );
}

function lawOf(values: ValueSchemas): z.ZodType<DistributionSection> {
  return tagged<DistributionSection>(
    "distribution",
    {
      constant: mapping({
        distribution: tag("constant"),
        value: described(values.constant, `The one value (${values.plural}).`, values.example),
      }),
      uniform: mapping(
        {
          distribution: tag("uniform"),
          min: described(values.nonNegative, "Least value.", values.example),
          max: described(values.positive, "Greatest value.", values.greater),
        },
        (fields, report) => checkOrder(fields, false, report),
      ),
      exponential: clamped(values, {
        distribution: tag("exponential"),
        mean: described(values.positive, "Mean before clamping.", values.example),
      }),
      lognormal: lognormalOf(values),
      gamma: clamped(values, {
        distribution: tag("gamma"),
        mean: described(values.positive, "Mean before clamping.", values.example),
        cv: described(cv(20), "Coefficient of variation: standard deviation over mean.", 1.5),
      }),
      pareto: clamped(values, {
        distribution: tag("pareto"),
        scale: described(values.positive, "Least value.", values.example),
        shape: described(
          plainNumber({ above: 0, atMost: 1000 }),
          "Tail exponent; the mean is infinite up to 1.",
          2.5,
        ),
      }),
      empirical: empiricalOf(values),
    },
    "the law",
  );
}

function cv(most: number): z.ZodType<number> {
  return plainNumber({ above: 0, atMost: most });
}

function clampShape(values: ValueSchemas): {
  readonly min: z.ZodType<number | null>;
  readonly max: z.ZodType<number | null>;
} {
  return {
    min: described(orNull(values.nonNegative), "Smaller samples become this.", values.example),
    max: described(orNull(values.positive), "Greater samples become this.", values.greater),
  };
}

function clamped<S extends Shape>(
  values: ValueSchemas,
  shape: S,
): ReturnType<typeof mapping<S & ReturnType<typeof clampShape>>> {
  return mapping({ ...shape, ...clampShape(values) }, (fields, report) =>
    checkOrder(fields as Partial<Limits>, true, report),
  );
}

interface Limits {
  readonly min: number | null;
  readonly max: number | null;
}

function checkOrder({ min, max }: Partial<Limits>, isStrict: boolean, report: Report): void {
  if (min === undefined || max === undefined || min === null || max === null) return;
  if (min < max || (!isStrict && min === max)) return;
  const relation = isStrict ? "less than" : "at most";
  report({ code: "conflict", message: `must be ${relation} max`, path: ["min"] });
}

/** Keys of a law that is given by percentiles. */
function percentilesOf(schema: z.ZodType<number>): {
  readonly pattern: RegExp;
  readonly name: string;
  readonly schema: z.ZodType<number>;
} {
  return { pattern: PERCENTILE_FORM, name: "p50 … p99.9", schema };
}

function hasPercentile(value: unknown): boolean {
  return isMapping(value) && Object.keys(value).some((key) => PERCENTILE_FORM.test(key));
}

function lognormalOf(values: ValueSchemas): z.ZodType<DistributionSection> {
  const byMoments = clamped(values, {
    distribution: tag("lognormal"),
    mean: described(values.positive, "Mean before clamping.", values.example),
    cv: described(cv(1000), "Coefficient of variation: standard deviation over mean.", 1.5),
  });
  const open = openMapping(
    { distribution: tag("lognormal"), ...clampShape(values) },
    percentilesOf(values.positive),
    (fields, report) => checkOrder(fields, true, report),
  );
  const byQuantiles = node<DistributionSection>(open, (value, report) => {
    const read = readPart(open, value, [], report);
    if (read === undefined) return undefined;
    if (read.extras.length !== 2) {
      return report({
        code: "conflict",
        message: `must have two percentiles, got ${read.extras.length}`,
        hint: "such as {distribution: lognormal, p50: …, p95: …}",
      });
    }
    const quantiles = readQuantiles(read.extras, true, report);
    return quantiles === undefined ? undefined : { ...read.fields, quantiles };
  });
  return choice<DistributionSection>([byMoments, byQuantiles], (value, report) => {
    const moments = isMapping(value)
      ? ["mean", "cv"].filter((key) => Object.hasOwn(value, key))
      : [];
    if (!hasPercentile(value)) {
      if (moments.length > 0) return byMoments;
      return report({
        code: "missing-key",
        message: "must have mean and cv, or two percentiles",
        hint: "such as {distribution: lognormal, p50: …, p95: …}",
      });
    }
    if (moments.length === 0) return byQuantiles;
    return report({
      code: "conflict",
      message: `must have mean and cv or two percentiles, got ${moments.join(" and ")} with percentiles`,
      hint: "remove one of the two descriptions",
    });
  });
}

function empiricalOf(values: ValueSchemas): z.ZodType<DistributionSection> {
  const table = openMapping({}, percentilesOf(values.nonNegative));
  const quantiles = node<readonly Quantile[]>(table, (value, report) => {
    const read = readPart(table, value, [], report);
    if (read === undefined) return undefined;
    if (read.extras.length < 2) {
      const message = `must have at least two percentiles, got ${read.extras.length}`;
      return report({ code: "out-of-range", message, hint: "such as {p50: …, p99: …}" });
    }
    return readQuantiles(read.extras, false, report);
  });
  const byValues = clamped(values, {
    distribution: tag("empirical"),
    values: described(list(values.nonNegative, 1), "Samples, all equally likely.", [
      values.example,
      values.greater,
    ]),
  });
  const byQuantiles = clamped(values, {
    distribution: tag("empirical"),
    quantiles: described(quantiles, "Values by percentile; linear between, flat outside.", {
      p50: values.example,
      p99: values.greater,
    }),
  });
  return choice<DistributionSection>([byValues, byQuantiles], (value, report) => {
    const hasValues = isMapping(value) && Object.hasOwn(value, "values");
    const hasQuantiles = isMapping(value) && Object.hasOwn(value, "quantiles");
    if (hasValues && hasQuantiles) {
      return report({
        code: "conflict",
        message: "must have values or quantiles, got both",
        hint: "remove one of the two",
      });
    }
    if (hasQuantiles) return byQuantiles;
    if (hasValues) return byValues;
    return report({
      code: "missing-key",
      message: "must have values or quantiles",
      hint: `such as values: [${values.example}], or quantiles: {p50: …, p99: …}`,
    });
  });
}
