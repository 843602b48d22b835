import { exportK8s } from "../report/export/export-k8s.ts";
import { renderTfvars, renderTfvarsJson } from "../report/export/export-terraform.ts";
import { arrangementName, heldArrangement } from "../report/arrangement-words.ts";
import type { Exportable } from "../report/export/exportable.ts";
import { pointTable } from "../report/export/point-table.ts";
import { renderTableCsv } from "../report/export/table-csv.ts";
import type { Result } from "../plan/result.ts";
import { writeYaml } from "../scenario/write-yaml.ts";
import { chosenAutoscaler } from "./chosen-autoscaler.ts";
import { EXIT_MET, EXIT_NOT_MET } from "./exit-code.ts";
import { fileName, wholeNumber } from "./options.ts";
import { readResult } from "./read-result.ts";
import { print } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { replaceFile, writeFiles } from "./write-files.ts";

/** Arguments of `tailcap export`. */
export interface ExportArguments {
  readonly result: string;
  readonly format: "k8s" | "terraform" | "csv" | "parquet";
  readonly out: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly spare: string | undefined;
  readonly quiet: boolean;
}

/** Most replicas to spare. */
const MOST_SPARE = 1000;

/**
 * `tailcap export`: writes the choice of a result for Kubernetes or Terraform, or all its points as
 * a table.
 *
 * @returns The exit code: 1 if there is no choice to write, and then nothing is written.
 * @throws UsageError for bad input.
 */
export async function exportResult(args: ExportArguments): Promise<number> {
  const { format } = args;
  const target = { out: fileName("out", args.out), quiet: args.quiet };
  const spare = wholeNumber("spare", args.spare, 0, MOST_SPARE) ?? 0;
  const result = await readResult(args.result);
  if (format === "parquet") return exportParquet(result, target);
  if (format === "csv") return write(renderTableCsv(pointTable(result)), target);
  const exportable = exportableOf(result, args, spare);
  if (exportable === null) {
    process.stderr.write(`${args.result}: ${noChoiceWords(result)}\n`);
    return EXIT_NOT_MET;
  }
  if (format === "terraform") {
    const isJson = target.out?.toLowerCase().endsWith(".json") ?? false;
    return write(isJson ? renderTfvarsJson(exportable) : renderTfvars(exportable), target);
  }
  return write(k8sText(exportable), target);
}

/** Why there is nothing to write, and what could be instead. */
function noChoiceWords(result: Result): string {
  const held = heldArrangement(result);
  if (held === null) return "no choice to export: no configuration of the sweep holds the SLO";
  return (
    `k8s and terraform are written of one fleet for all classes, and none holds the SLO; pools do ` +
    `(${arrangementName(held)}): run each pool as a scenario of its own to export it, or write the ` +
    "table of the one fleet with --format csv or parquet"
  );
}

function exportableOf(
  result: Result,
  { name, namespace }: ExportArguments,
  spare: number,
): Exportable | null {
  const { choice, scenario } = result;
  if (choice === null) return null;
  const autoscaler = chosenAutoscaler(result, choice);
  if (autoscaler !== null && spare > 0) {
    throw new UsageError(
      `--spare is for a fixed fleet: raise the bounds of the ${autoscaler.kind} autoscaler instead`,
    );
  }
  return {
    result,
    choice,
    autoscaler,
    name: name ?? scenario.name,
    namespace: namespace ?? null,
    spare,
  };
}

function k8sText(exportable: Exportable): string {
  const exported = exportK8s(exportable);
  if ("problem" in exported) throw new UsageError(exported.problem);
  return exported.manifests.map(({ body, comments }) => writeYaml([body], comments)).join("---\n");
}

/** Where the export goes, and whether the file is named when it is written. */
type Target = Pick<ExportArguments, "out" | "quiet">;

async function exportParquet(result: Result, { out, quiet }: Target): Promise<number> {
  if (out === undefined) {
    throw new UsageError("--format parquet is no text: name the file with --out");
  }
  const { writeTableParquet } = await import("../ingest/write-table-parquet.ts");
  await replaceFile(out, (path) => writeTableParquet(pointTable(result), path));
  if (!quiet) await print(`wrote ${out}`);
  return EXIT_MET;
}

async function write(text: string, { out, quiet }: Target): Promise<number> {
  if (out !== undefined) await writeFiles([{ path: out, text }]);
  if (out === undefined) await print(text);
  else if (!quiet) await print(`wrote ${out}`);
  return EXIT_MET;
}
