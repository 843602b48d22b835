import type { Result } from "../../plan/result.ts";
import type { Attempt, ScaledChoice } from "../../plan/headroom/search-nearby.ts";
import type { LimitName } from "../../plan/headroom/find-limits.ts";
import { METRIC, SETTINGS, VERDICT } from "./point-shape.ts";
import {
  AMOUNT,
  COUNT,
  FLAG,
  INNER_SHARE,
  listOf,
  NUMBER,
  objectOf,
  oneOf,
  orAbsent,
  orNull,
  POSITIVE,
  recordOf,
  SHARE,
  TEXT,
  type Shape,
} from "./shape.ts";

type Headroom = NonNullable<Result["headroom"]>;
type Analytic = NonNullable<Result["analytic"]>;
type Bound = Result["perfectSystem"]["mean"];
type Bar = Headroom["tornado"]["bars"][number];

const LIMIT_NAME: Shape<LimitName> = oneOf(
  "compute",
  "batchSlots",
  "kvMemory",
  "maxReplicas",
  "queueLimit",
  "clientTimeout",
);

/** What limits a point. */
export const LIMITS: Shape<Result["limits"]> = objectOf<Result["limits"]>({
  replicas: COUNT,
  settings: SETTINGS,
  binds: orNull(LIMIT_NAME),
  nearest: LIMIT_NAME,
  limits: listOf(
    objectOf<Result["limits"]["limits"][number]>({
      limit: LIMIT_NAME,
      status: oneOf("binds", "touched", "free"),
      use: orNull(NUMBER),
      evidence: recordOf(NUMBER),
    }),
  ),
  reason: TEXT,
  uncertain: FLAG,
  uncertainty: orNull(TEXT),
});

const BOUND: Shape<Bound> = objectOf<Bound>({ load: AMOUNT, replicas: COUNT });

/** Fewest replicas of any scheduler. */
export const PERFECT_SYSTEM: Shape<Result["perfectSystem"]> = objectOf<Result["perfectSystem"]>({
  replicas: COUNT,
  mean: BOUND,
  peak: objectOf<Result["perfectSystem"]["peak"]>({ "10s": orNull(BOUND), "60s": orNull(BOUND) }),
  batchSize: orNull(AMOUNT),
  reason: TEXT,
});

/** A formula's mean wait. */
export const ANALYTIC: Shape<Analytic> = objectOf<Analytic>({
  form: oneOf("M/M/c", "M/D/c", "M/G/1", "Allen-Cunneen"),
  isExact: FLAG,
  servers: AMOUNT,
  waitMean: AMOUNT,
  simulated: orNull(AMOUNT),
  warning: orNull(TEXT),
});

const SCALED: Shape<ScaledChoice> = objectOf<ScaledChoice>({
  factor: AMOUNT,
  replicas: orNull(AMOUNT),
  costPerHour: orNull(AMOUNT),
  tried: orAbsent(
    objectOf<Attempt>({
      replicas: orNull(COUNT),
      verdict: VERDICT,
    }),
  ),
});

const ASSUMPTION: Shape<Bar["assumption"]> = oneOf(
  "traffic",
  "serviceTime",
  "output",
  "burstiness",
  "price",
);

/** How far assumptions may shift. */
export const HEADROOM: Shape<Headroom> = objectOf<Headroom>({
  replicas: COUNT,
  settings: SETTINGS,
  growth: objectOf<Headroom["growth"]>({
    factor: orNull(AMOUNT),
    breaksAt: orNull(AMOUNT),
    breaks: orNull(
      objectOf<NonNullable<Headroom["growth"]["breaks"]>>({
        objective: objectOf<NonNullable<Headroom["growth"]["breaks"]>["objective"]>({
          metric: METRIC,
          within: AMOUNT,
          target: INNER_SHARE,
          compliance: SHARE,
        }),
        limits: LIMITS,
        reason: TEXT,
      }),
    ),
  }),
  calibration: orNull(
    objectOf<NonNullable<Headroom["calibration"]>>({
      error: AMOUNT,
      faster: SCALED,
      slower: SCALED,
    }),
  ),
  tornado: objectOf<Headroom["tornado"]>({
    base: orNull(
      objectOf<NonNullable<Headroom["tornado"]["base"]>>({ replicas: AMOUNT, costPerHour: AMOUNT }),
    ),
    bars: listOf(
      objectOf<Bar>({
        assumption: ASSUMPTION,
        amount: POSITIVE,
        low: SCALED,
        high: SCALED,
        swing: orNull(AMOUNT),
      }),
    ),
    omitted: listOf(
      objectOf<Headroom["tornado"]["omitted"][number]>({ assumption: ASSUMPTION, reason: TEXT }),
    ),
  }),
});
