import { curveSpec } from "../../src/report/curve/curve-spec.ts";
import type { ClientUse, FleetUse } from "../../src/plan/fleet/summarize-fleet.ts";
import type { ArrangementResult } from "../../src/plan/pools/arrangement-result.ts";
import type { MetricSummary, Point, Result } from "../../src/plan/result.ts";

/** Digits kept: what is left out may differ between engines' exp and log. */
const DIGITS = 6;

/** What a golden file pins of a result and its picture. Sentences are left to other tests. */
export function extractGolden(result: Result): object {
  const { arrangements, choice, points, question, workload } = result;
  return {
    question: question.kind,
    requests: workload.requests,
    rate: rounded(workload.rate),
    choice:
      choice === null
        ? null
        : {
            replicas: choice.replicas,
            settings: choice.settings,
            costPerHour: rounded(choice.costPerHour),
            oneFewer:
              choice.oneFewer === null
                ? null
                : { replicas: choice.oneFewer.replicas, verdict: choice.oneFewer.verdict },
          },
    ...(arrangements.length > 0 && { arrangements: arrangements.map(extractArrangement) }),
    points: points.map(extractPoint),
    curve: extractCurve(result),
  };
}

function extractArrangement({ costPerHour, name, pools }: ArrangementResult): object {
  return {
    name,
    costPerHour: rounded(costPerHour),
    pools: pools.map((pool) => ({
      name: pool.name,
      replicas: pool.choice?.replicas ?? null,
      verdicts: pool.points.map(({ verdict }) => verdict),
    })),
  };
}

function extractPoint(point: Point): object {
  const { completed, rejected, timedOut, failed } = point.outcomes;
  const { classes, clients, costPerHour, fleet } = point;
  return {
    replicas: point.replicas,
    settings: point.settings,
    verdict: point.verdict,
    saturated: point.saturated,
    outcomes: { completed, rejected, timedOut, failed },
    utilization: rounded(point.utilization),
    latency: extractQuantiles(point.latency),
    ttft: extractQuantiles(point.ttft),
    tpot: extractQuantiles(point.tpot),
    queueWait: extractQuantiles(point.queueWait),
    objectives: point.objectives.map(({ compliance, interval, verdict }) => ({
      compliance: rounded(compliance),
      low: rounded(interval?.[0] ?? null),
      high: rounded(interval?.[1] ?? null),
      verdict,
    })),
    ...(fleet !== null && { costPerHour: rounded(costPerHour), fleet: extractNumbers(fleet) }),
    ...(clients !== null && { clients: extractNumbers(clients) }),
    ...(classes.length > 0 && {
      classes: classes.map(({ latency, name, ttft }) => ({
        name,
        latency: extractQuantiles(latency),
        ttft: extractQuantiles(ttft),
      })),
    }),
  };
}

/** The figures of a flat record; flags as they are. */
function extractNumbers(record: FleetUse | ClientUse): object {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]: [string, number | boolean | null]) => [
      name,
      typeof value === "boolean" ? value : rounded(value),
    ]),
  );
}

function extractQuantiles({ p50, p95, p99 }: MetricSummary): object {
  return { p50: rounded(p50), p95: rounded(p95), p99: rounded(p99) };
}

/** The skeleton of the picture: its panels, each with its size, axis title and layers. */
function extractCurve(result: Result): object {
  const spec: {
    vconcat?: readonly {
      readonly width?: unknown;
      readonly layer?: readonly object[];
      readonly encoding?: { readonly y?: { readonly axis?: { readonly title?: unknown } } };
    }[];
  } = JSON.parse(JSON.stringify(curveSpec(result)));
  return {
    panels: (spec.vconcat ?? []).map(({ encoding, layer, width }) => ({
      title: encoding?.y?.axis?.title ?? null,
      width,
      layers: layer?.length ?? 0,
    })),
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(DIGITS));
}
