import type { Result } from "../../plan/result.ts";
import {
  ARRANGEMENT,
  CHOICE,
  CURRENT,
  DRIFT,
  INFRA_TAX,
  PRICE_OF_SLO,
  REDUNDANCY,
  TOTAL_COSTS,
} from "./money-shape.ts";
import { ANALYTIC, HEADROOM, LIMITS, PERFECT_SYSTEM } from "./capacity-shape.ts";
import { INTERVAL, METRIC, POINT, SETTINGS } from "./point-shape.ts";
import {
  AMOUNT,
  ANYTHING,
  COUNT,
  FLAG,
  INNER_SHARE,
  listOf,
  matching,
  objectOf,
  oneOf,
  orNull,
  POSITIVE,
  recordOf,
  TEXT,
  type Shape,
} from "./shape.ts";

const WORKLOAD: Shape<Result["workload"]> = objectOf<Result["workload"]>({
  requests: COUNT,
  duration: AMOUNT,
  rate: AMOUNT,
  peakToMean: objectOf<Result["workload"]["peakToMean"]>({
    "1s": orNull(AMOUNT),
    "60s": orNull(AMOUNT),
  }),
  indexOfDispersion: objectOf<Result["workload"]["indexOfDispersion"]>({
    "1s": orNull(AMOUNT),
    "10s": orNull(AMOUNT),
    "60s": orNull(AMOUNT),
  }),
  burstiness: listOf(
    objectOf<Result["workload"]["burstiness"][number]>({
      scale: POSITIVE,
      windows: COUNT,
      dispersion: AMOUNT,
      poisson: INTERVAL,
    }),
  ),
  interarrivalCv: orNull(AMOUNT),
  inputTokensMean: orNull(AMOUNT),
  outputTokensMean: orNull(AMOUNT),
  notes: listOf(TEXT),
});

const QUESTION: Shape<Result["question"]> = objectOf<Result["question"]>({
  kind: oneOf("hindsight", "same-trace", "future"),
  words: TEXT,
  resampling: listOf(
    objectOf<Result["question"]["resampling"][number]>({
      settings: SETTINGS,
      resamples: COUNT,
      blockLength: AMOUNT,
      blocks: AMOUNT,
      wholeDays: FLAG,
      longestCongestion: AMOUNT,
      atReplicas: COUNT,
    }),
  ),
});

/** The part of a scenario that every report reads; the rest is held together by its digest. */
interface ScenarioCore {
  readonly name: string;
  readonly description: string;
  readonly seed: number;
  readonly workload: Readonly<Record<string, unknown>>;
  readonly service: { readonly kind: string };
  readonly fleet: Readonly<Record<string, unknown>>;
  readonly client: Readonly<Record<string, unknown>>;
  readonly run: Readonly<Record<string, unknown>>;
  readonly sweep: Readonly<Record<string, readonly unknown[]>>;
  readonly pools: readonly unknown[];
  readonly slo: {
    readonly window: number;
    readonly confidence: number;
    readonly objectives: readonly {
      readonly class: string | null;
      readonly metric: string;
      readonly within: number;
      readonly target: number;
    }[];
  };
}

const SCENARIO: Shape<ScenarioCore> = objectOf<ScenarioCore>({
  name: matching(/^[a-z0-9][a-z0-9-]{0,199}$/u, "a name of letters, digits and dashes"),
  description: TEXT,
  seed: COUNT,
  workload: recordOf(ANYTHING),
  service: objectOf<ScenarioCore["service"]>({
    kind: matching(/^(?:serial|batch|continuous)$/u, "serial, batch or continuous"),
  }),
  fleet: recordOf(ANYTHING),
  client: recordOf(ANYTHING),
  run: recordOf(ANYTHING),
  sweep: recordOf(listOf(ANYTHING)),
  pools: listOf(ANYTHING),
  slo: objectOf<ScenarioCore["slo"]>({
    window: POSITIVE,
    confidence: INNER_SHARE,
    objectives: listOf(
      objectOf<ScenarioCore["slo"]["objectives"][number]>({
        class: orNull(TEXT),
        metric: { check: METRIC.check },
        within: AMOUNT,
        target: INNER_SHARE,
      }),
      1,
    ),
  }),
});

/** All of a result. A field that a result gains is an error of types here until it has a shape. */
export const RESULT: Shape<Result> = objectOf<Result>({
  tailcap: TEXT,
  schema: oneOf(4),
  scenario: { check: SCENARIO.check },
  scenarioSha256: matching(/^[0-9a-f]{64}$/u, "64 hexadecimal digits"),
  written: orNull(
    objectOf<NonNullable<Result["written"]>>({
      file: TEXT,
      text: TEXT,
      overrides: listOf(TEXT),
    }),
  ),
  workload: WORKLOAD,
  question: QUESTION,
  points: listOf(POINT, 1),
  choice: orNull(CHOICE),
  priceOfSlo: listOf(PRICE_OF_SLO),
  totalCost: orNull(TOTAL_COSTS),
  limits: LIMITS,
  perfectSystem: PERFECT_SYSTEM,
  analytic: orNull(ANALYTIC),
  headroom: orNull(HEADROOM),
  current: orNull(CURRENT),
  infraTax: orNull(INFRA_TAX),
  drift: orNull(DRIFT),
  redundancy: orNull(REDUNDANCY),
  arrangements: listOf(ARRANGEMENT),
  sizedByPool: orNull(TEXT),
});
