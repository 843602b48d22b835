import type { BenchmarkRow } from "../ingest/benchmarks/benchmark-table.ts";
import { readBenchmarks } from "../ingest/benchmarks/read-benchmarks.ts";
import { calibrate as fit } from "../plan/calibrate/calibrate.ts";
import type { Calibration } from "../plan/calibrate/calibration.ts";
import {
  FIXABLE,
  type CalibrationOptions,
  type Fixable,
} from "../plan/calibrate/calibration-options.ts";
import { calibrationLines } from "../report/calibration.ts";
import { renderServiceYaml } from "../report/calibration-yaml.ts";
import type { CalibrationSection } from "../scenario/calibration-section.ts";
import { parseDuration } from "../scenario/units.ts";
import { describeRows, selectRows } from "./benchmark-rows.ts";
import type { CalibrateArguments } from "./calibrate-options.ts";
import { EXIT_MET } from "./exit-code.ts";
import { fileName, wholeNumber } from "./options.ts";
import { print } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { writeFiles } from "./write-files.ts";

/**
 * What the API server of vLLM takes on GPUs of 70 GiB and more (`engine/arg_utils.py`, 0.12, 2025).
 */
const USUAL_BATCHED_TOKENS = 8192;
const USUAL_SEQUENCES = 1024;
const USUAL_BLOCK_SIZE = 16;

/**
 * `tailcap calibrate`: fits a service to benchmark results and prints its YAML.
 *
 * @returns The exit code.
 * @throws UsageError, BenchmarkError or CalibrationError for bad input.
 */
export async function calibrate(args: CalibrateArguments): Promise<number> {
  const out = fileName("out", args.out);
  const plot = fileName("plot", args.plot);
  const options = optionsOf(args);
  const table = await readBenchmarks(args.files, {
    unit: args.unit ?? null,
    batch: wholeNumber("batch", args.batch, 1),
  });
  const rows = selectRows(table, args.where);
  const calibration = fit(
    rows.map(({ point }) => point),
    options,
  );
  const section = sectionOf(rows, args, calibration);
  const yaml = renderServiceYaml(calibration.service, section);
  const { notes, skipped } = table;
  const sources = { files: section.source.split(", "), points: rows.length, skipped, notes };
  const lines = [...calibrationLines(calibration, sources), ...assumedLines(args, calibration)];

  const files: { readonly path: string; readonly text: string }[] = [];
  if (out !== undefined) files.push({ path: out, text: commented(lines) + yaml });
  if (plot !== undefined) {
    const { drawCalibration } = await import("../report/calibration-plot.ts");
    files.push({ path: plot, text: await drawCalibration(calibration, section) });
  }
  await writeFiles(files);
  if (args.json) {
    const service = { ...calibration.service, calibration: section };
    await print(JSON.stringify({ ...calibration, service }, null, 2));
  } else if (!args.quiet) {
    await print(out === undefined ? commented(lines) + yaml : lines.join("\n"));
  }
  return EXIT_MET;
}

function commented(lines: readonly string[]): string {
  return `${lines.map((line) => `# ${line}`).join("\n")}\n`;
}

function optionsOf(args: CalibrateArguments): CalibrationOptions {
  const blocks = wholeNumber("kv-blocks", args.kvBlocks, 1);
  const blockSize = wholeNumber("block-size", args.blockSize, 1) ?? USUAL_BLOCK_SIZE;
  return {
    kind: args.kind ?? null,
    limits: {
      maxBatchedTokens:
        wholeNumber("max-batched-tokens", args.maxBatchedTokens, 1) ?? USUAL_BATCHED_TOKENS,
      maxSequences: wholeNumber("max-sequences", args.maxSequences, 1) ?? USUAL_SEQUENCES,
      kvCache: blocks === null ? null : { blocks, blockSize },
    },
    slots: wholeNumber("slots", args.slots, 1),
    fixed: fixedOf(args.fix),
  };
}

function fixedOf(given: readonly string[]): ReadonlyMap<Fixable, number> {
  const fixed = new Map<Fixable, number>();
  for (const text of given) {
    const [name, value = ""] = text.split("=", 2);
    const known = FIXABLE.find((one) => one === name);
    const seconds = parseDuration(value);
    if (known === undefined || seconds === null || seconds < 0) {
      throw new UsageError(
        `--fix must be name=duration, name one of ${FIXABLE.join(", ")}, got ${text}`,
      );
    }
    fixed.set(known, seconds);
  }
  return fixed;
}

function sectionOf(
  rows: readonly BenchmarkRow[],
  args: CalibrateArguments,
  { accuracy, error, loadRange }: Calibration,
): CalibrationSection {
  const described = describeRows(rows);
  const date = args.date ?? described.date;
  if (args.date !== undefined && !/^\d{4}-\d{2}-\d{2}$/u.test(args.date)) {
    throw new UsageError(`--date must be a day as YYYY-MM-DD, got ${args.date}`);
  }
  const ttft = accuracy.find(({ measure }) => measure === "ttft")?.leaveOneOut ?? undefined;
  return {
    source: args.files.map((file) => file.replace(/^.*[\\/]/u, "")).join(", "),
    date,
    engine: args.engine ?? described.engine,
    error,
    loadRange,
    ...(ttft === undefined ? {} : { ttftError: ttft.mean }),
  };
}

function assumedLines(
  args: CalibrateArguments,
  { service }: ReturnType<typeof fit>,
): readonly string[] {
  if (service.kind !== "continuous") return [];
  const assumed: string[] = [];
  if (args.maxBatchedTokens === undefined) {
    assumed.push(`--max-batched-tokens ${USUAL_BATCHED_TOKENS}`);
  }
  if (args.maxSequences === undefined) assumed.push(`--max-sequences ${USUAL_SEQUENCES}`);
  if (args.kvBlocks === undefined) assumed.push("an unlimited KV cache (--kv-blocks N)");
  if (assumed.length === 0) return [];
  return [`Assumed of the server, since no benchmark tells: ${assumed.join(", ")}.`];
}
