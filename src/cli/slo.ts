import { formatCounted } from "../report/format.ts";
import {
  askedBucketProblem,
  METRIC_PRESETS,
  type MetricNames,
} from "../report/slo-export/metric-names.ts";
import type { ExportedSlo, SloExport } from "../report/slo-export/exported-slo.ts";
import type { LintedSlos } from "../scenario/openslo/lint-slos.ts";
import { ScenarioError } from "../scenario/scenario-error.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { writeYaml } from "../scenario/write-yaml.ts";
import { EXIT_BAD_INPUT, EXIT_MET, EXIT_NOT_MET } from "./exit-code.ts";
import { loadScenario } from "./load-scenario.ts";
import { fileName } from "./options.ts";
import { readInputFile } from "./read-input-file.ts";
import { print } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { writeFiles } from "./write-files.ts";

/** Formats that SLOs are written in. */
export type SloFormat = "openslo" | "sloth" | "pyrra";

/** Arguments of `tailcap slo export`. */
export interface ExportSloArguments {
  readonly scenario: string;
  readonly format: SloFormat;
  readonly metrics: "vllm" | "http" | undefined;
  readonly metric: readonly string[];
  readonly set: readonly string[];
  readonly out: string | undefined;
  readonly quiet: boolean;
}

/**
 * `tailcap slo export`: writes the objectives of a scenario for another tool; what that tool can't
 * say, what its queries need, and what they won't find, goes to standard error.
 *
 * @returns 1 if a query finds nothing as the server is: an alert on it would never fire.
 * @throws ScenarioError or UsageError for bad input.
 */
export async function exportSlo(args: ExportSloArguments): Promise<number> {
  const { scenario } = await loadScenario({ ...args, seed: undefined, jobs: undefined });
  const metrics = namesOf(args, scenario);
  const exported = await exportAs(args.format, {
    service: scenario.name,
    slo: scenario.slo,
    metrics,
  });
  const { emptyQueries, needs, warnings } = exported;
  const out = fileName("out", args.out);
  const text = writeYaml(exported.documents, [`SLOs of ${scenario.name}, by tailcap slo export`]);
  if (out !== undefined) await writeFiles([{ path: out, text }]);
  if (out === undefined) await print(text);
  else if (!args.quiet) await print(`wrote ${out}`);
  for (const warning of [...warnings, ...emptyQueries]) {
    process.stderr.write(`warning: ${warning}\n`);
  }
  if (!args.quiet) for (const need of needs) process.stderr.write(`note: ${need}\n`);
  return emptyQueries.length === 0 ? EXIT_MET : EXIT_NOT_MET;
}

async function exportAs(format: SloFormat, source: SloExport): Promise<ExportedSlo> {
  switch (format) {
    case "openslo":
      return (await import("../report/slo-export/export-openslo.ts")).exportOpenslo(source);
    case "sloth":
      return (await import("../report/slo-export/export-sloth.ts")).exportSloth(source);
    case "pyrra":
      return (await import("../report/slo-export/export-pyrra.ts")).exportPyrra(source);
  }
}

function namesOf({ metric, metrics }: ExportSloArguments, { service }: Scenario): MetricNames {
  const preset = METRIC_PRESETS[metrics ?? (service.kind === "continuous" ? "vllm" : "http")];
  const names: Record<string, string | null> = { ...preset.names };
  for (const one of metric) {
    const [, measure, name] = /^(\w+)=([a-zA-Z_:][\w:]*)$/.exec(one) ?? [];
    if (measure === undefined || !Object.hasOwn(preset.names, measure)) {
      const known = Object.keys(preset.names).join(", ");
      throw new UsageError(`--metric must be one of ${known}, then = and a name, got ${one}`);
    }
    names[measure] = name;
  }
  return { ...preset, names: { ...preset.names, ...names } };
}

/** Arguments of `tailcap slo lint`. */
export interface LintSloArguments {
  readonly files: readonly string[];
}

/**
 * `tailcap slo lint`: looks over files of OpenSLO, Sloth and Pyrra.
 *
 * @returns Bad input if there is a mistake among what it finds.
 * @throws UsageError for files that can't be read, all of them at once, after the others are told.
 */
export async function lintSlo({ files }: LintSloArguments): Promise<number> {
  const { lintSlos } = await import("../scenario/openslo/lint-slos.ts");
  let hasErrors = false;
  const unread: string[] = [];
  for (const file of files) {
    const lint = async (): Promise<LintedSlos & { readonly text: string }> => {
      const text = await readInputFile(file, "file of SLOs");
      return { ...lintSlos(text, file, askedBucketProblem), text };
    };
    const linted = await lint().catch((error: unknown): null => {
      if (!(error instanceof UsageError) && !(error instanceof ScenarioError)) throw error;
      unread.push(error.message);
      return null;
    });
    if (linted === null) continue;
    const { findings, formats, text } = linted;
    const worst = findings.some(({ severity }) => severity === "error");
    hasErrors ||= worst;
    const lines = findings.map(({ problem, severity }) => {
      const message = `${severity}: ${problem.message}`;
      return new ScenarioError([{ ...problem, message }], text).message;
    });
    await print(
      [...lines, `${file}: ${formats.join(", ")}: ${countOf(findings.length)}`].join("\n"),
    );
  }
  if (unread.length > 0) throw new UsageError(unread.join("\n"));
  return hasErrors ? EXIT_BAD_INPUT : EXIT_MET;
}

function countOf(findings: number): string {
  if (findings === 0) return "nothing to say";
  return formatCounted(findings, "finding");
}
