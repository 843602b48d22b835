/**
 * tailcap as a library: everything that the command line does but files, options and progress.
 *
 * ```
 * YAML ─parseScenario▶ scenario and settings ─runSweep▶ sweep ─buildResult▶ Result
 *   Result ─renderSummary▶ text      Result ─makePictures, renderSvg▶ SVG
 *   Result ─renderMarkdown▶ a page   two Results ─compareResults▶ Comparison
 * ```
 *
 * A program answers a question in three steps. A setting that replays a trace takes its `traces`
 * from `readTrace` and `shapeTrace`; others have none. The executor decides where simulations run:
 * in this thread, or in as many as `openThreadExecutor` is given, and is closed when it is done. What a
 * result says of its origin is the program's to give: `scenarioSha256` is the digest of
 * `canonicalJson(scenario)`, which `tailcap report` looks at before it draws a saved result.
 *
 * @example
 * const { scenario, settings } = parseScenario(text, { file: "api.yaml", sets: [], seed: null });
 * const swept = settings.map((one) => ({ ...one, traces: [], notes: [] }));
 * const executor = openInlineExecutor();
 * const sweep = await runSweep(swept, executor, () => {});
 * await executor.close();
 * const result = buildResult(scenario, swept, sweep, { version: "1.0.0", scenarioSha256: "" });
 * console.log(renderSummary(result, { width: 80, color: false, files: [] }));
 *
 * @example
 * const outcome = parseRule("costPerMonth>+5%");
 * if ("problem" in outcome) throw new Error(outcome.problem);
 * const sides = [{ label: "main", result: before }, { label: "branch", result: after }] as const;
 * const { rules } = compareResults(...sides, [outcome.rule]);
 */

// Scenarios: parse and validate.
export { parseScenario } from "./scenario/parse-scenario.ts";
export type { ParsedScenario, ParseScenarioOptions } from "./scenario/parse-scenario.ts";
export { findImports } from "./scenario/imports.ts";
export type { Import, ImportKind, ImportRequest } from "./scenario/imports.ts";
export { BUILT_IN_PRICES } from "./scenario/prices/built-in-prices.ts";
export { PriceTable } from "./scenario/prices/price-table.ts";
export { readPriceList } from "./scenario/prices/read-price-list.ts";
export { SERVICE_PRESETS } from "./scenario/service-presets/find-service-preset.ts";
export { PRESET_SOURCES } from "./scenario/service-presets/preset-sources.ts";
export type { PresetOrigin } from "./scenario/service-presets/preset-sources.ts";
export type {
  PresetSource,
  PresetTable,
  ServicePreset,
} from "./scenario/service-presets/service-preset.ts";
export { ESTIMATE_GPUS } from "./scenario/service-estimate/gpu-table.ts";
export type { EstimateGpu, EstimatePrecision } from "./scenario/service-estimate/gpu-table.ts";
export { ESTIMATE_MODELS } from "./scenario/service-estimate/model-table.ts";
export type { EstimateModel } from "./scenario/service-estimate/model-table.ts";
export { ESTIMATE_FITS } from "./scenario/service-estimate/fitted-efficiencies.ts";
export type * from "./scenario/service-estimate/efficiencies.ts";
export { importOpenslo } from "./scenario/openslo/import-openslo.ts";
export { ScenarioError } from "./scenario/scenario-error.ts";
export type { Problem, ProblemCode } from "./scenario/scenario-error.ts";
export type { Setting } from "./scenario/expand-sweep.ts";
export { scenarioJsonSchema } from "./scenario/json-schema.ts";
export { canonicalJson } from "./scenario/canonical-json.ts";
export type * from "./scenario/scenario.ts";
export type * from "./scenario/admission-section.ts";
export type * from "./scenario/autoscaler-section.ts";
export type * from "./scenario/calibration-section.ts";
export type * from "./scenario/failure-section.ts";
export type * from "./scenario/price-section.ts";
export type * from "./scenario/retries-section.ts";
export type * from "./scenario/routing-section.ts";
export type * from "./scenario/start-section.ts";

// Traces: read and cut.
export { readTrace } from "./ingest/read-trace.ts";
export { TraceError } from "./ingest/trace-error.ts";
export type { TraceProblem } from "./ingest/trace-error.ts";
export type { TraceRows } from "./ingest/trace-rows.ts";
export { shapeTrace } from "./workload/shape-trace.ts";
export type { BoundedTrace } from "./workload/trace-rows.ts";

// Calibration: benchmark results to a service.
export { readBenchmarks } from "./ingest/benchmarks/read-benchmarks.ts";
export type { ReadBenchmarksOptions } from "./ingest/benchmarks/read-benchmarks.ts";
export { BenchmarkError } from "./ingest/benchmarks/benchmark-error.ts";
export type { BenchmarkProblem } from "./ingest/benchmarks/benchmark-error.ts";
export type {
  BenchmarkRow,
  BenchmarkTable,
  SkippedRow,
} from "./ingest/benchmarks/benchmark-table.ts";
export type { BenchmarkLoad, MeasuredPoint } from "./workload/measured-point.ts";
export { calibrate } from "./plan/calibrate/calibrate.ts";
export { CalibrationError } from "./plan/calibrate/calibration-error.ts";
export type {
  CalibrationOptions,
  Fixable,
  ServerLimits,
} from "./plan/calibrate/calibration-options.ts";
export type * from "./plan/calibrate/calibration.ts";
export type { FormTrial } from "./plan/calibrate/choose-form.ts";
export type { LoopHabits } from "./plan/calibrate/linearise.ts";
export type { StepForm } from "./plan/calibrate/step-form.ts";
export { renderServiceYaml } from "./report/calibration-yaml.ts";

// Sweeps: simulate every configuration, judge, choose.
export { runSweep, WorkloadError } from "./plan/run-sweep.ts";
export type { Sweep, SweptPoint, SweptSetting } from "./plan/run-sweep.ts";
export { buildResult } from "./plan/build-result.ts";
export type { Provenance } from "./plan/build-result.ts";
export type * from "./plan/result.ts";
export type { ErrorBudget } from "./plan/error-budget/error-budget.ts";
export type { AlertForecast, AlertResult } from "./plan/error-budget/burn-alerts.ts";
export type * from "./plan/ledger/ledger-result.ts";
export type { ClientUse, FleetUse } from "./plan/fleet/summarize-fleet.ts";
export type { Redundancy, RedundancyLevel } from "./plan/fleet/find-redundancy.ts";
export type * from "./plan/pools/arrangement-result.ts";
export type { ClassResult } from "./plan/summarize-classes.ts";
export type { Recovery } from "./plan/timeline/find-recovery.ts";
export type { PointTimeline } from "./plan/timeline/point-timeline.ts";
export { addHeadroom } from "./plan/headroom/find-headroom.ts";
export type { CalibrationRange, Headroom } from "./plan/headroom/find-headroom.ts";
export type { Growth, GrowthBreak } from "./plan/headroom/find-growth.ts";
export type { BaseChoice, Tornado, TornadoBar } from "./plan/headroom/tornado.ts";
export type { Attempt, ScaledChoice } from "./plan/headroom/search-nearby.ts";
export type { LimitEvidence, LimitName, Limits } from "./plan/headroom/find-limits.ts";
export type { LoadBound, PerfectSystem } from "./plan/headroom/perfect-system.ts";
export type { AnalyticWait } from "./plan/headroom/analytic-wait.ts";
export type { Demand, QueueingFacts } from "./plan/headroom/measure-demand.ts";
export { openInlineExecutor } from "./run/inline-executor.ts";
export { openThreadExecutor } from "./run/thread-executor.ts";
export type { Draw, Executor } from "./plan/executor.ts";
export type { ControlUsage, Evaluation, Replication, UsageData } from "./plan/evaluate.ts";

// Comparisons: what changed between two results, and rules about it.
export { compareResults } from "./plan/compare/compare-results.ts";
export type { LabelledResult } from "./plan/compare/compare-results.ts";
export { parseRule } from "./plan/compare/parse-rule.ts";
export type { ParsedRule, Rule, RuleSubject } from "./plan/compare/parse-rule.ts";
export type * from "./plan/compare/comparison.ts";
export type { ScenarioChange } from "./plan/compare/scenario-changes.ts";

// Reports: text and pictures of a result.
export { renderResultJson } from "./report/result-json.ts";
export { renderSummary } from "./report/summary.ts";
export type { SummaryOptions } from "./report/summary.ts";
export { curveSpec } from "./report/curve/curve-spec.ts";
export { makePictures } from "./report/pictures.ts";
export type { Pictures } from "./report/pictures.ts";
export type { MissingPicture, Picture, PictureName } from "./report/picture.ts";
export { renderSvg } from "./report/render-svg.ts";
export type { PictureText } from "./report/render-svg.ts";
export { renderMarkdown } from "./report/markdown/render-markdown.ts";
export { renderComparison } from "./report/compare/render-comparison.ts";
export { renderComparisonMarkdown } from "./report/compare/comparison-markdown.ts";
export type { TableOptions } from "./report/table.ts";

// The simulator alone: numbers in, requests out.
export { compilePlan } from "./compile/compile-plan.ts";
export type { PlannedRun } from "./compile/compile-control.ts";
export { openColumns } from "./compile/open-columns.ts";
export type { OpenedWorkload } from "./compile/open-columns.ts";
export { simulate } from "./sim/simulate.ts";
export type { Recording, SimulateOptions } from "./sim/simulate.ts";
export type { FinishedBlock, FinishedSink } from "./sim/finished-requests.ts";
export * from "./sim/sim-plan.ts";
