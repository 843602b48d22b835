import type { CalibrationSection, MeasuredRange } from "../scenario/calibration-section.ts";
import { formatError } from "./format.ts";
import type {
  BatchService,
  SerialService,
  ServiceSection,
  StepSection,
} from "../scenario/scenario.ts";

/**
 * Writes a calibrated service as the `service:` block of a scenario.
 *
 * @param service - As fitted.
 * @param calibration - Where its times come from.
 * @returns YAML, ending in a line break.
 */
export function renderServiceYaml(
  service: ServiceSection,
  calibration: CalibrationSection,
): string {
  const lines = ["service:", `  kind: ${service.kind}`, ...kindLines(service)];
  if (service.requestOverhead > 0) {
    lines.push(`  requestOverhead: ${durationText(service.requestOverhead)}`);
  }
  return `${[...lines, ...calibrationLines(calibration)].join("\n")}\n`;
}

function kindLines(service: ServiceSection): readonly string[] {
  switch (service.kind) {
    case "continuous":
      return [
        "  step:",
        ...stepLines(service.step).map((line) => `    ${line}`),
        `  maxBatchedTokens: ${service.maxBatchedTokens}`,
        `  maxSequences: ${service.maxSequences}`,
        ...(service.kvCache === null
          ? []
          : [
              `  kvCache: {blocks: ${service.kvCache.blocks}, blockSize: ${service.kvCache.blockSize}}`,
            ]),
      ];
    case "batch":
      return [`  latency: ${latencyText(service.latency)}`, `  maxBatch: ${service.maxBatch}`];
    case "serial":
      return [`  concurrency: ${service.concurrency}`, `  time: ${timeText(service.time)}`];
  }
}

function stepLines(step: StepSection): readonly string[] {
  const { byPrefillTokens, bySequences } = step;
  return [
    ...(bySequences === null
      ? [`base: ${durationText(step.base)}`, `perSequence: ${durationText(step.perSequence)}`]
      : [`bySequences: {table: ${tableText(bySequences.table)}}`]),
    `perContextToken: ${durationText(step.perContextToken)}`,
    byPrefillTokens === null
      ? `perPrefillToken: ${durationText(step.perPrefillToken)}`
      : `byPrefillTokens: {table: ${tableText(byPrefillTokens.table)}}`,
  ];
}

function latencyText(latency: BatchService["latency"]): string {
  if ("table" in latency) return `{table: ${tableText(latency.table)}}`;
  return `{base: ${durationText(latency.base)}, perItem: ${durationText(latency.perItem)}}`;
}

function timeText(time: SerialService["time"]): string {
  if ("column" in time) return `{column: ${time.column}}`;
  if ("base" in time) {
    const { base, perInputToken, perOutputToken } = time;
    const named = { base, perInputToken, perOutputToken };
    return `{${Object.entries(named)
      .map(([name, value]) => `${name}: ${durationText(value)}`)
      .join(", ")}}`;
  }
  if (time.distribution === "constant") return durationText(time.value);
  if (time.distribution === "empirical" && "quantiles" in time) {
    const quantiles = time.quantiles.map(([share, seconds]) => {
      return `p${Number((share * 100).toPrecision(9))}: ${durationText(seconds)}`;
    });
    return `{distribution: empirical, quantiles: {${quantiles.join(", ")}}}`;
  }
  throw new RangeError(`a calibration has no ${time.distribution} law`);
}

function tableText(table: readonly (readonly [count: number, seconds: number])[]): string {
  return `{${table.map(([count, seconds]) => `${count}: ${durationText(seconds)}`).join(", ")}}`;
}

function calibrationLines(calibration: CalibrationSection): readonly string[] {
  const { date, engine, error, loadRange, source, ttftError } = calibration;
  const lines = ["  calibration:", `    source: ${JSON.stringify(source)}`];
  if (date !== null) lines.push(`    date: ${date}`);
  if (engine !== null) lines.push(`    engine: ${JSON.stringify(engine)}`);
  if (error !== null) lines.push(`    error: ${formatError(Math.min(0.999, error))}`);
  if (ttftError !== undefined) {
    lines.push(`    ttftError: ${formatError(Math.min(0.999, ttftError))}`);
  }
  const ranges = Object.entries(loadRange ?? {}).filter(
    (entry): entry is [string, MeasuredRange] => entry[1] !== null,
  );
  if (ranges.length > 0) {
    const text = ranges.map(([name, [lowest, highest]]) => `${name}: [${lowest}, ${highest}]`);
    lines.push(`    loadRange: {${text.join(", ")}}`);
  }
  return lines;
}

/**
 * Writes a duration in four significant digits, in the unit that suits it.
 *
 * @param seconds - At least 0; what is less than a millionth of a nanosecond counts as nothing.
 */
export function durationText(seconds: number): string {
  if (seconds < 1e-15) return "0s";
  const units = [
    ["s", 1],
    ["ms", 1e-3],
    ["us", 1e-6],
    ["ns", 1e-9],
  ] as const;
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? units[units.length - 1];
  const digits = Number((seconds / size).toPrecision(4));
  const text = digits >= 1e-4 ? String(digits) : digits.toFixed(9).replace(/0+$/, "");
  return text + unit;
}
