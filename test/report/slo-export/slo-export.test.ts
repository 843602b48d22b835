import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportOpenslo } from "../../../src/report/slo-export/export-openslo.ts";
import { exportPyrra } from "../../../src/report/slo-export/export-pyrra.ts";
import { exportSloth } from "../../../src/report/slo-export/export-sloth.ts";
import type { SloExport } from "../../../src/report/slo-export/exported-slo.ts";
import { askedBucketProblem, METRIC_PRESETS } from "../../../src/report/slo-export/metric-names.ts";
import { importOpenslo } from "../../../src/scenario/openslo/import-openslo.ts";
import { lintSlos } from "../../../src/scenario/openslo/lint-slos.ts";
import { parseScenario } from "../../../src/scenario/parse-scenario.ts";
import type { ObjectiveSection, SloSection } from "../../../src/scenario/scenario.ts";
import { writeYaml } from "../../../src/scenario/write-yaml.ts";
import { MINIMAL } from "../../scenario/example.ts";

const { slo: DEFAULTS } = parseScenario(MINIMAL, { file: "s", sets: [], seed: null }).scenario;

const TTFT: ObjectiveSection = { class: null, metric: "ttft", within: 0.5, target: 0.99 };

function sourceOf(slo: Partial<SloSection>): SloExport {
  return { service: "chat", slo: { ...DEFAULTS, ...slo }, metrics: METRIC_PRESETS.vllm };
}

function yamlOf({ documents }: { readonly documents: readonly unknown[] }): string {
  return writeYaml(documents, ["by tailcap"]);
}

/** A service that has time per output token. */
const LLM = [
  "service={kind: continuous, step: {base: 6ms}, maxBatchedTokens: 2048, maxSequences: 256}",
  "workload.generate.input=512",
  "workload.generate.output=128",
];

/** What a scenario has that takes its SLO from what was exported. */
function roundTrip(slo: Partial<SloSection>): SloSection {
  const text = yamlOf(exportOpenslo(sourceOf(slo)));
  const { keys, notes } = importOpenslo(text, "f.yaml", { metrics: new Map() }, []);
  const scenario = MINIMAL.replace(/slo:\n[^]*$/, "slo:\n  openslo: f.yaml\n");
  const imports = [{ path: ["slo", "openslo"], keys, notes }];
  return parseScenario(scenario, { file: "s", sets: LLM, seed: null, imports }).scenario.slo;
}

describe("exportOpenslo", () => {
  it("reads back as it was, whatever the objectives", () => {
    const metric = fc.constantFrom("ttft", "tpot", "latency", "queueWait");
    const objective: fc.Arbitrary<ObjectiveSection> = fc.record({
      class: fc.constant(null),
      metric,
      within: fc.integer({ min: 1, max: 1e6 }).map((steps) => steps / 1e4),
      target: fc.integer({ min: 1, max: 99_999 }).map((steps) => steps / 1e5),
    });
    const slo = fc.record({
      window: fc.integer({ min: 60, max: 2000 }).map((minutes) => 60 * minutes),
      budgeting: fc.constantFrom("occurrences", "timeslices"),
      objectives: fc.array(objective, { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(slo, (written) => {
        const isSliced = written.budgeting === "timeslices";
        const timeSlice = { window: 60, target: isSliced ? 0.9 : null };
        const {
          budgeting,
          objectives,
          timeSlice: read,
          window,
        } = roundTrip({
          ...written,
          timeSlice,
        });
        expect({ budgeting, objectives, window, timeSlice: read }).toEqual({
          ...written,
          timeSlice,
        });
      }),
      { seed: 73, numRuns: 100 },
    );
  });

  it("keeps the class of an objective", () => {
    const objectives = [{ ...TTFT, class: "interactive" }];
    const text = yamlOf(exportOpenslo(sourceOf({ objectives })));
    const { keys } = importOpenslo(text, "f.yaml", { metrics: new Map() }, []);
    expect(keys["objectives"]).toEqual([
      { class: "interactive", metric: "ttft", within: "0.5s", target: "99%" },
    ]);
    expect(text).toContain('vllm:time_to_first_token_seconds_bucket{class="interactive",le="0.5"}');
  });

  it("warns where a histogram has no bucket that ends at the objective", () => {
    const { emptyQueries } = exportOpenslo(sourceOf({ objectives: [{ ...TTFT, within: 0.8 }] }));
    expect(emptyQueries).toEqual([
      "vllm:time_to_first_token_seconds has no bucket that ends at 0.8 s, the nearest end at 0.75 and 1 s: " +
        "the query finds nothing, and vLLM has no option for other buckets: give the objective a bound of " +
        '0.75 s or 1 s, or take a histogram of your own that has le="0.8", with --metric ttft=NAME',
    ]);
    const { emptyQueries: none, needs } = exportOpenslo(sourceOf({ objectives: [TTFT] }));
    expect({ none, needs }).toEqual({ none: [], needs: [] });
    const fast = { ...TTFT, metric: "latency" as const, within: 0.2 };
    expect(exportOpenslo(sourceOf({ objectives: [fast] })).emptyQueries).toEqual([
      expect.stringContaining("the nearest ends at 0.3 s"),
    ]);
  });

  it("says which bucket a histogram must have whose buckets aren't known", () => {
    const objectives = [{ ...TTFT, metric: "latency" as const, within: 2 }];
    const source = { ...sourceOf({ objectives }), metrics: METRIC_PRESETS.http };
    expect(exportOpenslo(source)).toMatchObject({
      emptyQueries: [],
      needs: [
        'http_request_duration_seconds must have a bucket that ends at 2 s (le="2", which Prometheus 3 ' +
          'stores as le="2.0"): a query for any other bound finds nothing',
      ],
    });
  });

  it("finds nothing of a class in histograms that don't tell classes, and says what others need", () => {
    const objectives = [{ ...TTFT, class: "interactive" }];
    const known = exportOpenslo(sourceOf({ objectives }));
    expect(known).toMatchObject({ warnings: [], needs: [] });
    expect(known.emptyQueries).toEqual([
      expect.stringMatching(
        /^vllm:time_to_first_token_seconds has no label class, .* requests of interactive /,
      ),
    ]);
    const own = { ...METRIC_PRESETS.http.names, ttft: "gateway_ttft_seconds" };
    const metrics = { ...METRIC_PRESETS.http, names: own };
    const { emptyQueries, needs } = exportOpenslo({ ...sourceOf({ objectives }), metrics });
    expect(emptyQueries).toEqual([]);
    expect(needs).toContainEqual(
      'gateway_ttft_seconds must have a label class="interactive": without it a query finds nothing',
    );
  });

  it("leaves out what has no histogram, saying so", () => {
    const metrics = METRIC_PRESETS.http;
    const { documents, warnings } = exportOpenslo({ ...sourceOf({ objectives: [TTFT] }), metrics });
    expect(documents).toEqual([]);
    expect(warnings[0]).toContain("name one with --metric ttft=NAME");
  });
});

describe("exportSloth", () => {
  it("writes percentages and windows to fill in", () => {
    const { documents, warnings } = exportSloth(sourceOf({ objectives: [TTFT] }));
    expect(warnings).toEqual([]);
    expect(documents).toMatchObject([
      {
        version: "prometheus/v1",
        service: "chat",
        slos: [
          {
            name: "chat-ttft-p99",
            objective: 99,
            sli: {
              events: {
                error_query:
                  "sum(rate(vllm:time_to_first_token_seconds_count[{{.window}}])) - " +
                  'sum(rate(vllm:time_to_first_token_seconds_bucket{le="0.5"}[{{.window}}]))',
                total_query: "sum(rate(vllm:time_to_first_token_seconds_count[{{.window}}]))",
              },
            },
          },
        ],
      },
    ]);
  });

  it("warns of what Sloth can't say", () => {
    const slo = { objectives: [TTFT], budgeting: "timeslices", window: 604_800 } as const;
    const [slices, window] = exportSloth(sourceOf(slo)).warnings;
    expect(slices).toContain("Sloth counts requests");
    expect(window).toContain("--default-slo-period=7d");
  });
});

describe("exportPyrra", () => {
  it("writes targets as texts and whole bounds as the histogram has them", () => {
    const objectives = [{ ...TTFT, within: 1, target: 0.999 }];
    const exported = exportPyrra(sourceOf({ objectives, window: 2_419_200 }));
    expect(exported.documents).toMatchObject([
      {
        kind: "ServiceLevelObjective",
        metadata: { name: "chat-ttft-p99-9" },
        spec: {
          target: "99.9",
          window: "4w",
          indicator: {
            latency: {
              success: { metric: 'vllm:time_to_first_token_seconds_bucket{le="1.0"}' },
              total: { metric: "vllm:time_to_first_token_seconds_count" },
            },
          },
        },
      },
    ]);
    expect(yamlOf(exported)).toContain('target: "99.9"');
  });
});

describe("what is exported", () => {
  it("has nothing that the lint finds", () => {
    const objectives = [TTFT, { ...TTFT, target: 0.999 }, { ...TTFT, metric: "latency" as const }];
    const source = sourceOf({ objectives });
    const formats = [exportOpenslo, exportSloth, exportPyrra].map((write) => {
      const { findings, formats: read } = lintSlos(
        yamlOf(write(source)),
        "f.yaml",
        askedBucketProblem,
      );
      expect(findings.map(({ problem }) => problem.message)).toEqual([]);
      return read;
    });
    expect(formats.flat()).toEqual([
      "OpenSLO SLO",
      "OpenSLO SLO",
      "OpenSLO SLO",
      "Sloth",
      "Pyrra",
      "Pyrra",
      "Pyrra",
    ]);
  });

  it("has a name for each objective, no longer than Kubernetes takes", () => {
    const objectives = [TTFT, TTFT, { ...TTFT, metric: "queueWait" as const }];
    const source = { ...sourceOf({ objectives }), service: "x".repeat(100) };
    const text = yamlOf(exportPyrra(source));
    const names = Array.from(text.matchAll(/^ {2}name: (.*)$/gmu), ([, name]) => name);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{0,62}$/);
  });
});

/** What the lint finds, in words. */
function found(text: string): readonly string[] {
  return lintSlos(text, "f.yaml", askedBucketProblem).findings.map(
    ({ problem, severity }) => `${severity}: ${problem.message}`,
  );
}

/** A file of Sloth with one query. */
function slothOf(query: string): string {
  const sli = { raw: { error_ratio_query: query } };
  return JSON.stringify({ version: "prometheus/v1", slos: [{ name: "a", objective: 99, sli }] });
}

describe("lintSlos", () => {
  it("finds fractions where Sloth and Pyrra take percentages", () => {
    const query = "rate(x[{{.window}}])";
    const sloth = `version: prometheus/v1
service: chat
slos:
  - {name: a, objective: 0.999, sli: {events: {error_query: '${query}', total_query: '${query}'}}}
  - {name: b, objective: 100, sli: {raw: {error_ratio_query: 'rate(x[5m])'}}}
`;
    expect(found(sloth)).toEqual([
      "warning: slos[0].objective is 0.999 percent",
      "error: slos[1].objective must be a percentage above 0 and below 100, got 100",
      "error: slos[1].sli.raw.error_ratio_query has no {{.window}}, which Sloth fills in with each of its windows",
    ]);
    const pyrra = `apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: a}
spec:
  target: 0.99
  window: 1M
  indicator:
    latency:
      success: {metric: 'x_seconds_count'}
      total: {metric: 'x_seconds_total'}
`;
    expect(found(pyrra)).toEqual([
      "error: spec.target must be a text",
      "warning: spec.target is 0.99 percent",
      "error: spec.window must be a duration such as 4w, got 1M",
      "error: spec.indicator.latency.success.metric must be a bucket of a histogram with its bound le",
      "warning: spec.indicator.latency.total.metric is not the _count of a histogram",
    ]);
  });

  it.each([
    ['le="0.5"', null],
    ["le='0.5'", null],
    ['le="+Inf"', null],
    ['le="1.0"', null],
    ['model_name="a",le="0.5"', null],
    [String.raw`le=~"0.5|0\\.75"`, null],
    [String.raw`le=~"1|1\\.0"`, null],
    ['le!="0.3"', null],
    ['quantile="0.3"', null],
    [
      'model_name="a", le="0.3"',
      "has no bucket that ends at 0.3 s, the nearest end at 0.25 and 0.5 s",
    ],
    ['le=~"0.3|0.35"', "has no bucket of le 0.3|0.35"],
    ['le="1"', 'writes this bound as le="1.0", not "1"'],
    ['le="3000"', "has no bucket that ends at 3000 s, the nearest ends at 2560 s"],
  ])("looks whether vLLM's histogram has the bucket of %s", (matcher, problem) => {
    const query = `sum(rate(vllm:time_to_first_token_seconds_bucket{${matcher}}[{{.window}}]))`;
    expect(found(slothOf(query))).toEqual(
      problem === null
        ? []
        : [expect.stringContaining(`isn't there: vllm:time_to_first_token_seconds ${problem}`)],
    );
    // Of another server's histogram nothing is known.
    expect(found(slothOf(query.replace("vllm:", "mine:")))).toEqual([]);
  });

  it("finds in OpenSLO a month that is a minute and a time without quotes", () => {
    // As in the project's own example of time slices.
    const text = `apiVersion: openslo/v1
kind: SLO
metadata: {name: web}
spec:
  timeWindow:
    - {duration: 1m, isRolling: false, calendar: {startTime: 2022-01-01 12:00:00, timeZone: UTC}}
  budgetingMethod: Timeslices
  objectives: [{target: 99.5, timeSliceWindow: 1M}]
`;
    expect(found(text)).toEqual([
      "error: spec.timeWindow[0].duration must be at least 1h, got 1m",
      "error: spec.objectives[0].target must be above 0 and below 1, got 99.5",
    ]);
    const month = text.replace("duration: 1m", "duration: 1M");
    expect(found(month)).toContain(
      "error: spec.objectives[0].timeSliceWindow must be at most 1d, got 1M",
    );
    expect(found(month)).toContain(
      "warning: spec.timeWindow[0].calendar.startTime is not in quotes: a reader of YAML 1.1 makes a date of it",
    );
  });

  it("says what it doesn't know", () => {
    expect(found("kind: Pod\n")).toEqual([
      "error: the document is none of OpenSLO, Sloth and Pyrra",
    ]);
  });
});
