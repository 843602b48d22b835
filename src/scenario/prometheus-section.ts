import type * as z from "zod";
import { choice } from "./choice.ts";
import { mapping } from "./mapping.ts";
import { mustBe, mutuallyExclusive } from "./messages.ts";
import { described, node, orNull, readPart, type Report } from "./node.ts";
import { duration, oneOf, text } from "./quantity.ts";

/** What of a Prometheus server a workload is made of. */
export interface PrometheusSection {
  /** Of the server; null for answers in files. */
  readonly url: string | null;
  /** Files with answers; null for a server. */
  readonly files: PrometheusFiles | null;
  readonly preset: "vllm" | null;
  /** Labels of the series, for the preset's queries; empty for all. */
  readonly selector: string;
  /** PromQL in place of the preset's; null for that. */
  readonly rate: string | null;
  readonly input: string | null;
  readonly output: string | null;
  /** End of the stretch, in RFC 3339 or Unix seconds; null for now. */
  readonly end: string | null;
  /** Seconds. */
  readonly range: number;
  readonly step: number;
}

/** Where answers are: all in one file, or one each. */
export type PrometheusFiles =
  string | { readonly rate: string; readonly input: string | null; readonly output: string | null };

/** Most points that Prometheus answers with. */
const MOST_POINTS = 11_000;

const answers = mapping({
  rate: described(text(), "Answer with requests per second.", "rate.json"),
  input: described(orNull(text()), "Answer with buckets of input tokens.", "input.json"),
  output: described(orNull(text()), "Answer with buckets of output tokens.", "output.json"),
});

const files = choice<PrometheusFiles>([text(), answers], (value) =>
  typeof value === "string" ? text() : answers,
);

const url = node<string>(text(), (value, report) => {
  if (typeof value === "string" && /^https?:\/\/[^\s/]+/.test(value)) return value;
  const message = mustBe("an address such as http://localhost:9090", value);
  return report({ code: "bad-value", message });
});

const instant = node<string>(text(), (value, report) => {
  const isTime =
    typeof value === "string" &&
    /^(?:\d{9,10}(?:\.\d+)?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))$/.test(
      value,
    );
  if (isTime) return value;
  const wanted = "a time with its zone, in quotes, such as '2026-11-20T12:00:00Z'";
  return report({ code: "bad-value", message: mustBe(wanted, value) });
});

interface Written extends Omit<PrometheusSection, "files" | "selector"> {
  readonly file: PrometheusFiles | null;
  readonly selector: string | null;
}

/** The key `prometheus` of a workload as written. */
export const prometheusSchema: z.ZodType<PrometheusSection> = mapping(
  {
    url: described(orNull(url), "Of the server, which is asked on every run.", "http://prom:9090"),
    file: described(
      orNull(files),
      "In place of url: saved answers of query_range, in one file or one each.",
      "answers.json",
    ),
    preset: described(orNull(oneOf(["vllm"])), "Whose metrics to ask for.", "vllm"),
    selector: described(
      orNull(text()),
      "Labels of the series, for the preset. Left out: all.",
      'model_name="llama"',
    ),
    rate: described(
      orNull(text()),
      "PromQL of requests per second; $step stands for the step.",
      "sum(rate(http_requests_total[$step]))",
    ),
    input: described(
      orNull(text()),
      "PromQL of the buckets of input tokens, as increases.",
      "sum by (le) (increase(input_tokens_bucket[$step]))",
    ),
    output: described(
      orNull(text()),
      "PromQL of the buckets of output tokens, as increases.",
      "sum by (le) (increase(output_tokens_bucket[$step]))",
    ),
    end: described(orNull(instant), "End of the stretch. Left out: now.", "2026-11-20T12:00:00Z"),
    range: described(duration({ above: 0 }).prefault("1h"), "Length of the stretch.", "1h"),
    step: described(
      duration({ atLeast: 1 }).prefault("1m"),
      "Resolution; at least twice the interval of scrapes.",
      "30s",
    ),
  },
  checkPrometheus,
).transform(({ file, selector, ...written }: Written): PrometheusSection => ({
  ...written,
  files: file,
  selector: selector ?? "",
}));

function checkPrometheus(written: Partial<Written>, report: Report): void {
  const { file, preset, range, rate, step, url: server } = written;
  if (server === null && file === null) {
    report({
      code: "missing-key",
      message: "must have url or file",
      hint: "such as url: http://localhost:9090, or file: answers.json",
    });
  }
  if (server && file) {
    const message = mutuallyExclusive("url", "file");
    report({ code: "conflict", message, hint: "remove one of the two" });
  }
  if (server && preset === null && rate === null) {
    report({
      code: "missing-key",
      message: "must have preset or rate",
      hint: "such as preset: vllm, or rate: sum(rate(http_requests_total[$step]))",
    });
  }
  if (range === undefined || step === undefined || range / step <= MOST_POINTS) return;
  report({
    code: "out-of-range",
    message: `must be at most 11,000 steps long, got ${Math.ceil(range / step)}`,
    hint: "Prometheus answers with no more points: take a longer step",
    path: ["range"],
  });
}

/**
 * The key where it is still there when the scenario is validated: whoever parses a scenario puts a
 * generator in its place.
 */
export const unreadPrometheusSchema: z.ZodType<null> = orNull(
  node<null>(prometheusSchema, (value, report) => {
    if (readPart(prometheusSchema, value, [], report) === undefined) return undefined;
    return report({
      code: "bad-value",
      message: "names a source that has not been read",
      hint: "pass what it holds to parseScenario, as imports",
    });
  }),
).transform((): null => null);
