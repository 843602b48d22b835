import { quantileSorted } from "../../src/plan/calibrate/quantile-sorted.ts";
import type {
  EstimateErrors,
  EstimateFit,
} from "../../src/scenario/service-estimate/efficiencies.ts";
import { sumUpLeftOut, type LeftOut } from "./estimate-errors.ts";

const DIGITS = 4;
const ERROR_DIGITS = 2;

type Fits = Readonly<Record<"dense" | "mixture", EstimateFit>>;

/** The module of fitted efficiencies, which prettier has yet to break into lines. */
export function renderEfficiencies(fits: Fits): string {
  return [
    'import type { EstimateFit } from "./efficiencies.ts";',
    "",
    "/**",
    " * Efficiencies fitted to ai-dynamo/aiconfigurator, silicon sample as of 2026-08-21,",
    " * Apache-2.0. Written by bench/presets.",
    " */",
    'export const ESTIMATE_FITS: Readonly<Record<"dense" | "mixture", EstimateFit>> = {',
    ...Object.entries(fits).map(([sort, fit]) => `  ${sort}: ${literal(fit, DIGITS)},`),
    "};",
    "",
  ].join("\n");
}

/** Errors of what was left out, as a Markdown table. */
export function renderErrors(fits: Fits): string {
  const head = ["models", "left out", "services", "points", "TPOT", "p90", "TTFT", "p90"];
  const rows = Object.entries(fits).flatMap(([sort, fit]) =>
    (["modelLeftOut", "gpuLeftOut"] as const).map((by) => [
      sort === "dense" ? "dense" : "mixtures of experts",
      by === "modelLeftOut" ? `each of ${fit.models} models` : `each of ${fit.gpus} GPUs`,
      String(fit.services),
      String(fit.points),
      percent(fit[by].tpot.median),
      percent(fit[by].tpot.p90),
      percent(fit[by].ttft.median),
      percent(fit[by].ttft.p90),
    ]),
  );
  return table(head, rows);
}

/** The same by what was left out, with the way in which TPOT is off. */
export function renderLeftOut(all: readonly LeftOut[], by: string): string {
  const head = [`${by} left out`, "points", "TPOT", "p90", "in the middle", "TTFT", "p90"];
  const rows = all.map((one) => {
    const { tpot, ttft } = sumUpLeftOut([one]);
    const signed = [...one.tpot].sort((left, right) => left - right);
    const middle = quantileSorted(signed, 0.5);
    return [
      one.name,
      String(one.tpot.length),
      percent(tpot.median),
      percent(tpot.p90),
      `${middle < 0 ? "−" : "+"}${percent(Math.abs(middle))}`,
      percent(ttft.median),
      percent(ttft.p90),
    ];
  });
  return table(head, rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) =>
    column === 0 || head[column] === "left out" ? "---" : "---:",
  );
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function percent(share: EstimateErrors["median"]): string {
  return `${Math.round(share * 100)}%`;
}

/** A value as TypeScript writes it, on one line, with numbers cut to a few digits. */
function literal(value: unknown, digits: number): string {
  if (typeof value === "number") {
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(digits)));
  }
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, digits)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.entries(value).map(
    ([key, item]) => `${key}: ${literal(item, key.endsWith("LeftOut") ? ERROR_DIGITS : digits)}`,
  );
  return `{ ${keys.join(", ")} }`;
}
