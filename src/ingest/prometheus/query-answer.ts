import { isObject, memberOf, textOf } from "../price-lists/json-access.ts";

/** One series of an answer. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Times in Unix seconds, ascending, with the values that are finite numbers. */
  readonly points: readonly (readonly [time: number, value: number])[];
}

/** What an answer holds, and what of it was left out. */
export interface QueryAnswer {
  readonly series: readonly Series[];
  /** Times at which there is any value, number or not, in Unix seconds, ascending. */
  readonly times: readonly number[];
  /** Values that are no finite number, such as NaN of a division by zero. */
  readonly skipped: number;
  /** What the server remarked. */
  readonly warnings: readonly string[];
}

/**
 * Reads an answer of Prometheus' `/api/v1/query_range`.
 *
 * @param answer - The parsed JSON.
 * @throws Error if it is an error of the server, or another kind of answer.
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries
 */
export function readAnswer(answer: unknown): QueryAnswer {
  const status = textOf(answer, "status");
  if (status === "error") {
    throw new Error(`Prometheus says ${textOf(answer, "errorType")}: ${textOf(answer, "error")}`);
  }
  const data = memberOf(answer, "data");
  const type = textOf(data, "resultType");
  const result = memberOf(data, "result");
  if (status !== "success" || type !== "matrix" || !Array.isArray(result)) {
    const found = type === "" ? "" : `, got ${type}`;
    throw new Error(`must be an answer of query_range, which is a matrix${found}`);
  }
  let skipped = 0;
  const times = new Set<number>();
  const series = result.map((one): Series => {
    const values = memberOf(one, "values");
    const points: [number, number][] = [];
    for (const value of Array.isArray(values) ? values : []) {
      const [time, number] = pointOf(value);
      if (Number.isFinite(time)) times.add(time);
      if (Number.isFinite(time + number)) points.push([time, number]);
      else skipped++;
    }
    return { labels: labelsOf(memberOf(one, "metric")), points };
  });
  const warnings = memberOf(answer, "warnings");
  const texts = Array.isArray(warnings) ? warnings.map(String) : [];
  const ascending = [...times].sort((left, right) => left - right);
  return { series, times: ascending, skipped, warnings: texts };
}

/** A point, whose time is a number and whose value is a text; NaN for what is none. */
function pointOf(pair: unknown): readonly [time: number, value: number] {
  if (!Array.isArray(pair) || pair.length !== 2) return [NaN, NaN];
  const [time, text]: unknown[] = pair;
  const value = typeof text === "string" && text !== "" ? Number(text) : NaN;
  return [typeof time === "number" ? time : NaN, value];
}

function labelsOf(metric: unknown): Readonly<Record<string, string>> {
  if (!isObject(metric)) return {};
  return Object.fromEntries(Object.entries(metric).map(([name, label]) => [name, String(label)]));
}
