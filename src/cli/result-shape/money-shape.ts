import type { FleetPrice } from "../../plan/price-of-slo.ts";
import type { PriceOfSlo } from "../../plan/price-summary.ts";
import type { Choice, Result } from "../../plan/result.ts";
import type { TotalCost, TotalCosts } from "../../plan/total-cost.ts";
import type { PoolPoint, PoolResult } from "../../plan/pools/arrangement-result.ts";
import {
  COST_INTERVAL,
  COST_LEDGER,
  FLEET_USE,
  METRIC,
  OBJECTIVE_RESULT,
  SETTINGS,
  VERDICT,
} from "./point-shape.ts";
import {
  AMOUNT,
  COUNT,
  FLAG,
  INNER_SHARE,
  listOf,
  NUMBER,
  objectOf,
  oneOf,
  orNull,
  pairOf,
  TEXT,
  variantOf,
  type Shape,
} from "./shape.ts";

type Current = NonNullable<Result["current"]>;
type Drift = NonNullable<Result["drift"]>;
type InfraTax = NonNullable<Result["infraTax"]>;
type Job = InfraTax["jobs"][number];
type Redundancy = NonNullable<Result["redundancy"]>;
type Level = Redundancy["levels"][number];
type Arrangement = Result["arrangements"][number];

/** The answer. */
export const CHOICE: Shape<Choice> = objectOf<Choice>({
  replicas: COUNT,
  settings: SETTINGS,
  costPerHour: AMOUNT,
  costInterval: COST_INTERVAL,
  costPerMonth: AMOUNT,
  reason: TEXT,
  provenTooFew: orNull(
    objectOf<NonNullable<Choice["provenTooFew"]>>({ replicas: COUNT, costPerHour: AMOUNT }),
  ),
  gap: objectOf<Choice["gap"]>({
    undecided: listOf(COUNT),
    perHour: NUMBER,
    requestsToClose: orNull(AMOUNT),
  }),
  oneFewer: orNull(
    objectOf<NonNullable<Choice["oneFewer"]>>({
      replicas: COUNT,
      savesPerHour: NUMBER,
      verdict: VERDICT,
      breaks: TEXT,
    }),
  ),
  elastic: orNull(
    objectOf<NonNullable<Choice["elastic"]>>({ meanReplicas: AMOUNT, peakReplicas: AMOUNT }),
  ),
  nextCheaper: orNull(
    objectOf<NonNullable<Choice["nextCheaper"]>>({
      replicas: COUNT,
      settings: SETTINGS,
      costPerHour: AMOUNT,
      savesPerHour: NUMBER,
      verdict: VERDICT,
      breaks: TEXT,
    }),
  ),
});

const FLEET_PRICE: Shape<FleetPrice> = objectOf<FleetPrice>({
  replicas: COUNT,
  settings: SETTINGS,
  costPerHour: AMOUNT,
});

/** What other promises would cost. */
export const PRICE_OF_SLO: Shape<PriceOfSlo> = objectOf<PriceOfSlo>({
  class: orNull(TEXT),
  metric: METRIC,
  within: AMOUNT,
  target: INNER_SHARE,
  limits: listOf(
    objectOf<PriceOfSlo["limits"][number]>({
      replicas: COUNT,
      settings: SETTINGS,
      costPerHour: AMOUNT,
      within: AMOUNT,
      interval: orNull(pairOf(AMOUNT, orNull(AMOUNT))),
    }),
  ),
  targets: listOf(
    objectOf<PriceOfSlo["targets"][number]>({
      target: INNER_SHARE,
      counted: orNull(FLEET_PRICE),
      certified: orNull(FLEET_PRICE),
    }),
  ),
  marginals: listOf(
    objectOf<PriceOfSlo["marginals"][number]>({
      within: AMOUNT,
      target: INNER_SHARE,
      replicas: COUNT,
      moreReplicas: NUMBER,
      morePerHour: NUMBER,
      morePerMonth: NUMBER,
    }),
  ),
});

const TOTAL_COST: Shape<TotalCost> = objectOf<TotalCost>({
  replicas: COUNT,
  settings: SETTINGS,
  fleetPerHour: AMOUNT,
  penaltyPerHour: AMOUNT,
  totalPerHour: AMOUNT,
});

/** Bills with expected penalties. */
export const TOTAL_COSTS: Shape<TotalCosts> = objectOf<TotalCosts>({
  basis: TEXT,
  points: listOf(TOTAL_COST),
  cheapest: TOTAL_COST,
});

/** The fleet of today. */
export const CURRENT: Shape<Current> = objectOf<Current>({
  replicas: COUNT,
  costPerHour: AMOUNT,
  costPerMonth: AMOUNT,
  comparison: orNull(
    objectOf<NonNullable<Current["comparison"]>>({
      kind: oneOf("saving", "shortfall", "same"),
      perHour: NUMBER,
      perMonth: NUMBER,
    }),
  ),
  isMet: orNull(FLAG),
  ledger: orNull(COST_LEDGER),
});

const RECOVERY: Shape<Job["recovery"]> = variantOf<Job["recovery"]>("kind", {
  restart: objectOf<object>({}),
  resume: objectOf<object>({}),
  checkpoint: objectOf<{ readonly every: number }>({ every: AMOUNT }),
});

/** What a month pays for beyond the work. */
export const INFRA_TAX: Shape<InfraTax> = objectOf<InfraTax>({
  fleet: orNull(
    objectOf<NonNullable<InfraTax["fleet"]>>({
      of: oneOf("current", "choice"),
      recomputed: NUMBER,
      abandoned: NUMBER,
      lost: NUMBER,
      overprovision: NUMBER,
    }),
  ),
  jobs: listOf(
    objectOf<Job>({
      name: TEXT,
      recovery: RECOVERY,
      jobs: AMOUNT,
      failures: AMOUNT,
      gpuHoursLost: AMOUNT,
      costPerMonth: AMOUNT,
      workPerMonth: AMOUNT,
      whatIf: listOf(
        objectOf<Job["whatIf"][number]>({
          recovery: RECOVERY,
          gpuHoursLost: AMOUNT,
          costPerMonth: AMOUNT,
        }),
      ),
    }),
  ),
  experiments: listOf(
    objectOf<InfraTax["experiments"][number]>({
      name: TEXT,
      costPerMonth: AMOUNT,
      wastePerMonth: AMOUNT,
    }),
  ),
  maintenance: orNull(
    objectOf<NonNullable<InfraTax["maintenance"]>>({
      costPerMonth: AMOUNT,
      managed: orNull(
        objectOf<NonNullable<NonNullable<InfraTax["maintenance"]>["managed"]>>({
          fee: AMOUNT,
          saves: NUMBER,
        }),
      ),
    }),
  ),
  computeWaste: NUMBER,
  savings: NUMBER,
  total: NUMBER,
});

/** Growth to come. */
export const DRIFT: Shape<Drift> = objectOf<Drift>({
  demandGrowth: NUMBER,
  growthTaken: orNull(AMOUNT),
  monthsOfHeadroom: orNull(AMOUNT),
  months: listOf(
    objectOf<Drift["months"][number]>({
      month: COUNT,
      demand: AMOUNT,
      replicas: AMOUNT,
      costPerHour: AMOUNT,
      costPerMonth: AMOUNT,
    }),
  ),
  costPerYear: AMOUNT,
});

/** What the choice does with replicas down. */
export const REDUNDANCY: Shape<Redundancy> = objectOf<Redundancy>({
  replicas: COUNT,
  levels: listOf(
    objectOf<Level>({
      down: COUNT,
      verdict: orNull(VERDICT),
      needed: objectOf<Level["needed"]>({
        replicas: COUNT,
        costPerHour: AMOUNT,
        costPerMonth: AMOUNT,
        morePerHour: NUMBER,
      }),
    }),
  ),
});

const POOL_POINT: Shape<PoolPoint> = objectOf<PoolPoint>({
  replicas: COUNT,
  costPerHour: AMOUNT,
  costPerMonth: AMOUNT,
  utilization: AMOUNT,
  fleet: orNull(FLEET_USE),
  objectives: listOf(OBJECTIVE_RESULT, 1),
  verdict: VERDICT,
});

/** A way to divide the classes among pools. */
export const ARRANGEMENT: Shape<Arrangement> = objectOf<Arrangement>({
  name: TEXT,
  isMet: FLAG,
  costPerHour: orNull(AMOUNT),
  costPerMonth: orNull(AMOUNT),
  isCheapest: FLAG,
  pools: listOf(
    objectOf<PoolResult>({
      name: TEXT,
      classes: listOf(TEXT),
      choice: orNull(CHOICE),
      points: listOf(POOL_POINT, 1),
    }),
    1,
  ),
});
