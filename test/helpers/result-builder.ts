import { splitBill } from "../../src/plan/ledger/split-bill.ts";
import type { ErrorBudget } from "../../src/plan/error-budget/error-budget.ts";
import type {
  Choice,
  Metric,
  MetricSummary,
  ObjectiveResult,
  Point,
  Question,
  Result,
  Verdict,
} from "../../src/plan/result.ts";
import type { ObjectiveSection, Scenario } from "../../src/scenario/scenario.ts";
import { ledgerWith } from "./ledger-with.ts";
import { CLIENT_DEFAULTS, FLEET_DEFAULTS } from "./section-defaults.ts";

/** What a test may say about the result it wants; the rest is made up, plausibly. */
export interface ResultOptions {
  readonly name?: string;
  readonly description?: string;
  readonly replicas?: readonly number[];
  /** Dollars per replica and hour. */
  readonly price?: number;
  /** Replicas that the traffic keeps busy; at or below it a pool is overloaded. */
  readonly offeredLoad?: number;
  readonly objectives?: readonly ObjectiveSection[];
  /** One curve each; `offeredLoad` is scaled by `factor`. */
  readonly settings?: readonly {
    readonly values: Readonly<Record<string, unknown>>;
    readonly factor: number;
  }[];
  readonly question?: Question["kind"];
  /** Share of requests rejected at every point. */
  readonly rejectedShare?: number;
  /** Counts at which no request completes. */
  readonly stuck?: readonly number[];
}

const DURATION = 3600;
const RATE = 12;
const REQUESTS = RATE * DURATION;
// What gamma arrivals of this rate and a coefficient of variation of 2.5 have: c² at long scales.
const BURSTINESS: Result["workload"]["burstiness"] = [
  { scale: 0.1, windows: 36_000, dispersion: 1.35, poisson: [0.9854, 1.0147] },
  { scale: 1, windows: 3600, dispersion: 2.4, poisson: [0.9541, 1.0464] },
  { scale: 10, windows: 360, dispersion: 6.2, poisson: [0.8568, 1.149] },
  { scale: 100, windows: 36, dispersion: 6.3, poisson: [0.5714, 1.4778] },
  { scale: 200, windows: 18, dispersion: 5.9, poisson: [0.4203, 1.6773] },
];
const SHARES = Array.from({ length: 50 }, (_, index) => index / 50).concat([
  0.985, 0.99, 0.995, 0.999, 0.9995, 1,
]);

/** A made-up result of the shape that a sweep has: overload, a knee, and a flat end. */
export function resultWith(options: ResultOptions = {}): Result {
  const objectives = options.objectives ?? [
    { class: null, metric: "ttft", within: 0.5, target: 0.99 },
  ];
  const question = options.question ?? "future";
  const settings = options.settings ?? [{ values: {}, factor: 1 }];
  const replicas = options.replicas ?? range(1, 16);
  const points = settings.flatMap(({ values, factor }) =>
    replicas.map((count) => pointWith({ ...options, objectives, question }, count, values, factor)),
  );
  const choice = chooseFrom(points);
  return {
    tailcap: "0.1.0",
    schema: 4,
    scenario: scenarioWith(options, objectives, replicas, question),
    scenarioSha256: "0".repeat(64),
    written: null,
    workload: {
      requests: REQUESTS,
      duration: DURATION,
      rate: RATE,
      peakToMean: { "1s": 3.1, "60s": 1.7 },
      indexOfDispersion: { "1s": 2.4, "10s": 6.2, "60s": 6.3 },
      burstiness: BURSTINESS,
      interarrivalCv: 2.5,
      inputTokensMean: 1512,
      outputTokensMean: 174,
      notes: [],
    },
    question: { kind: question, words: QUESTION_WORDS[question], resampling: [] },
    points: points.map((point) => ({
      ...point,
      costLedger: splitBill({ ...point, warmPerHour: 0 }, choice, 1),
    })),
    choice,
    ...factsOf(points, choice),
    current: null,
    infraTax: null,
    priceOfSlo: [],
    totalCost: null,
    drift: null,
    redundancy: null,
    arrangements: [],
    sizedByPool: null,
  };
}

/** Facts of a point that compute alone limits. */
function factsOf(
  points: readonly Point[],
  choice: Choice | null,
): Pick<Result, "limits" | "perfectSystem" | "analytic" | "headroom"> {
  const { replicas, settings } = choice ?? points[points.length - 1];
  const mean = { load: 0.6 * replicas, replicas: Math.ceil(0.6 * replicas) };
  const evidence = { offeredLoad: mean.load, replicas, busy: 0.7 };
  return {
    limits: {
      replicas,
      settings,
      binds: null,
      nearest: "compute",
      limits: [{ limit: "compute", status: "free", use: 0.6, evidence }],
      reason: "Nothing binds; nearest is compute: the offered load is 60% of capacity",
      uncertain: false,
      uncertainty: null,
    },
    perfectSystem: {
      replicas: mean.replicas,
      mean,
      peak: { "10s": mean, "60s": mean },
      batchSize: 100,
      reason: `No scheduler keeps up on fewer than ${mean.replicas}`,
    },
    analytic: null,
    headroom: null,
  };
}

/** Whole numbers from `first` to `last`. */
export function range(first: number, last: number, step = 1): readonly number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}

const QUESTION_WORDS: Readonly<Record<Question["kind"], string>> = {
  hindsight: "Exact for this trace: nothing in the scenario is random.",
  "same-trace": "Intervals are over service times, for this very trace.",
  future: "Intervals are over hours of traffic like this one.",
};

interface PointOptions extends ResultOptions {
  readonly objectives: readonly ObjectiveSection[];
  readonly question: Question["kind"];
}

function pointWith(
  options: PointOptions,
  replicas: number,
  settings: Point["settings"],
  factor: number,
): Point {
  const load = ((options.offeredLoad ?? 3.6) * factor) / replicas;
  const stuck = options.stuck?.includes(replicas) ?? false;
  const rejectedShare = stuck ? 1 : (options.rejectedShare ?? 0);
  const price = options.price ?? 4.1;
  const law = (metric: Metric) => (share: number) => quantileLaw(metric, load, replicas, share);
  const summary = (metric: Metric): MetricSummary =>
    stuck ? emptySummary() : summaryWith(law(metric), options.question !== "hindsight");
  const objectives = options.objectives.map((objective) =>
    objectiveWith(objective, law(objective.metric), rejectedShare, options.question),
  );
  const rejected = Math.round(REQUESTS * rejectedShare);
  const goodShare = Math.min(...objectives.map(({ compliance }) => compliance));
  const busy = Math.min(load, 1);
  const ledger = ledgerWith({ useful: busy, idle: 1 - busy });
  return {
    replicas,
    settings,
    costPerHour: replicas * price,
    costInterval: null,
    costPerMonth: replicas * price * 730,
    outcomes: {
      completed: REQUESTS - rejected,
      rejected,
      timedOut: 0,
      failed: 0,
      rejectedQueueFull: rejected,
      rejectedCannotFit: 0,
      rejectedShed: 0,
      rejectedNoReplica: 0,
    },
    saturated: load > 1.1,
    warmup: 0,
    drainTime: Math.max(2, DURATION * (load - 1)),
    utilization: busy,
    throughput: RATE * Math.min(1, 1 / load),
    goodput: RATE * goodShare,
    costPerThousandGood: goodShare > 0 ? (replicas * price) / (3.6 * RATE * goodShare) : null,
    latency: summary("latency"),
    ttft: summary("ttft"),
    tpot: summary("tpot"),
    queueWait: summary("queueWait"),
    objectives,
    verdict: worst(objectives.map(({ verdict }) => verdict)),
    ledger,
    costLedger: splitBill({ costPerHour: replicas * price, warmPerHour: 0, ledger }, null, 1),
    batching: {
      meanBatchSize: 20 * busy,
      occupancy: 0.1 * busy,
      kvUseMean: 0.3 * busy,
      kvUsePeak: 0.8 * busy,
      preemptions: 0,
    },
    fleet: null,
    clients: null,
    classes: [],
    timeline: null,
  };
}

/** Quantile of a measure: what a lone request takes, plus a wait that explodes near full load. */
function quantileLaw(metric: Metric, load: number, replicas: number, share: number): number {
  if (metric === "tpot") return 0.011 * (1 + 1.6 * Math.min(load, 1) ** 2) * (1 + 0.4 * share ** 8);
  const spread = Math.exp(0.55 * normalQuantile(Math.min(share, 0.9999)));
  const alone = { latency: 2.4, ttft: 0.11, queueWait: 0 }[metric] * spread;
  if (load >= 0.995) return alone + DURATION * Math.max(1 - 1 / load, 0.004) * share;
  const waiting = load ** Math.sqrt(2 * (replicas + 1));
  const late = Math.max(0, Math.log(waiting / (1 - Math.min(share, 0.9999))));
  return alone + (0.35 / (replicas * (1 - load))) * late;
}

// Odeh and Evans (1974), enough for made-up data.
function normalQuantile(share: number): number {
  const tail = Math.min(Math.max(share, 1e-4), 1 - 1e-4);
  if (tail === 0.5) return 0;
  const t = Math.sqrt(-2 * Math.log(Math.min(tail, 1 - tail)));
  const size =
    t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t);
  return tail > 0.5 ? size : -size;
}

function summaryWith(quantile: (share: number) => number, intervals: boolean): MetricSummary {
  const interval = (share: number): readonly [number, number] => [
    quantile(share) * (1 - 0.12 * share),
    quantile(share) * (1 + 0.25 * share ** 2),
  ];
  return {
    count: REQUESTS,
    mean: SHARES.reduce((sum, share) => sum + quantile(share), 0) / SHARES.length,
    p50: quantile(0.5),
    p90: quantile(0.9),
    p95: quantile(0.95),
    p99: quantile(0.99),
    p999: quantile(0.999),
    max: quantile(1),
    intervals: intervals ? { p50: interval(0.5), p95: interval(0.95), p99: interval(0.99) } : null,
    cdf: SHARES.map((share) => [quantile(share), share]),
  };
}

function emptySummary(): MetricSummary {
  const none = { mean: null, p50: null, p90: null, p95: null, p99: null, p999: null, max: null };
  return { ...none, count: 0, intervals: null, cdf: [] };
}

function objectiveWith(
  objective: ObjectiveSection,
  quantile: (share: number) => number,
  rejectedShare: number,
  question: Question["kind"],
): ObjectiveResult {
  const compliance = (1 - rejectedShare) * shareWithin(quantile, objective.within);
  const budget = 1 - objective.target;
  const exact = question === "hindsight";
  const low = 1 - Math.min(1, (1 - compliance) * 1.4 + budget / 20);
  const high = 1 - (1 - compliance) * 0.7;
  return {
    ...objective,
    compliance,
    interval: exact ? null : [low, high],
    verdict: verdictOf(objective.target, exact ? [compliance, compliance] : [low, high]),
    budgetUsed: (1 - compliance) / budget,
    effectiveViolations: exact ? null : 42,
    requestsToSettle: null,
    byBatch: batchesWith(compliance),
    alone: null,
    versusFewer: null,
    errorBudget: errorBudgetWith(compliance, budget, exact),
  };
}

/** Ten stretches of the hour, every other one twice as bad as the next. */
function batchesWith(compliance: number): ObjectiveResult["byBatch"] {
  const total = REQUESTS / 10;
  return Array.from({ length: 10 }, (_, batch) => {
    const bad = (1 - compliance) * total * (batch % 2 === 0 ? 4 / 3 : 2 / 3);
    return [total - Math.min(total, Math.round(bad)), total];
  });
}

/** Of 30 days, of which an hour was simulated; pages grow with what is overspent. */
function errorBudgetWith(compliance: number, budget: number, exact: boolean): ErrorBudget {
  const window = 30 * 86_400;
  const used = (1 - compliance) / budget;
  return {
    budgeting: "occurrences",
    window,
    expected: RATE * window,
    budget: budget * RATE * window,
    outageMinutes: (budget * window) / 60,
    timesliceCompliance: null,
    used,
    left: 1 - used,
    burnRate: used,
    exhaustedAfter: used > 0 ? window / used : null,
    overspendProbability: used > 1 ? 1 : 0,
    deviation: exact ? null : budget / 10,
    extrapolated: true,
    basis: "a window of 30 d is taken as 720 hours like this one",
    alerts: { pages: used > 1 ? 10 * used : 0, tickets: 0, scaled: 1, note: null, alerts: [] },
  };
}

function verdictOf(target: number, [low, high]: readonly [number, number]): Verdict {
  if (low >= target) return "met";
  return high < target ? "missed" : "undecided";
}

function shareWithin(quantile: (share: number) => number, within: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (quantile(middle) <= within) low = middle;
    else high = middle;
  }
  return high === 1 ? 1 : low;
}

function worst(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ["missed", "insufficient", "undecided", "met"];
  return order.find((verdict) => verdicts.includes(verdict)) ?? "met";
}

function chooseFrom(points: readonly Point[]): Choice | null {
  const candidates = points.filter((point) =>
    points.every(
      (other) =>
        other.settings !== point.settings ||
        other.replicas < point.replicas ||
        other.verdict === "met",
    ),
  );
  const cheapest = candidates.toSorted((left, right) => left.costPerHour - right.costPerHour)[0];
  if (cheapest === undefined) return null;
  const { replicas, settings, costPerHour, costPerMonth } = cheapest;
  const fewer = points.findLast(
    (point) => point.settings === settings && point.replicas < replicas,
  );
  return {
    replicas,
    settings,
    costPerHour,
    costInterval: null,
    costPerMonth,
    reason: `${replicas} is the smallest count from which every larger one is met`,
    provenTooFew: null,
    gap: { undecided: [], perHour: 0, requestsToClose: null },
    oneFewer:
      fewer === undefined
        ? null
        : {
            replicas: fewer.replicas,
            savesPerHour: costPerHour - fewer.costPerHour,
            verdict: fewer.verdict,
            breaks: "too many requests would be late",
          },
    elastic: null,
    nextCheaper: null,
  };
}

function scenarioWith(
  options: ResultOptions,
  objectives: readonly ObjectiveSection[],
  replicas: readonly number[],
  question: Question["kind"],
): Scenario {
  return {
    name: options.name ?? "chat-burst",
    description: options.description ?? "Chat API, one H100 per replica, a bursty weekday hour",
    seed: 1,
    workload: {
      generate: {
        duration: DURATION,
        arrivals: { process: "gamma", rate: RATE, cv: 2.5, spikes: [] },
        input: lognormal(1020, 4083, 8192),
        output: lognormal(129, 451, 1024),
      },
    },
    service: {
      kind: "continuous",
      step: {
        base: 6e-3,
        perSequence: 50e-6,
        bySequences: null,
        perPrefillToken: 60e-6,
        byPrefillTokens: null,
        perContextToken: 25e-9,
        perPrefillTokenSquared: 0,
      },
      maxBatchedTokens: 2048,
      maxSequences: 256,
      kvCache: { blocks: 27_000, blockSize: 16 },
      requestOverhead: 0.012,
      calibration: null,
      calibrationError: null,
    },
    fleet: { ...FLEET_DEFAULTS, replicas, price: options.price ?? 4.1 },
    client: CLIENT_DEFAULTS,
    slo: {
      window: 30 * 86_400,
      confidence: 0.95,
      objectives,
      budgeting: "occurrences",
      timeSlice: { window: 60, target: null },
      alerts: [],
      penalty: null,
      credits: null,
    },
    sweep: sweepOf(options.settings ?? []),
    run: {
      replications: question === "hindsight" ? 1 : 10,
      warmup: 60,
      warmupAuto: false,
      question,
      resamples: 200,
    },
    sensitivity: { traffic: 0.2, serviceTime: 0.1, output: 0.2, burstiness: 0.3, price: 0.1 },
    jobs: [],
    maintenance: null,
    experiments: [],
    drift: null,
    pools: [],
  };
}

function lognormal(p50: number, p95: number, max: number) {
  const quantiles = [[0.5, p50] as const, [0.95, p95] as const];
  return { distribution: "lognormal" as const, quantiles, min: null, max };
}

function sweepOf(settings: NonNullable<ResultOptions["settings"]>): Scenario["sweep"] {
  const sweep: Record<string, unknown[]> = {};
  for (const { values } of settings) {
    for (const [path, value] of Object.entries(values)) (sweep[path] ??= []).push(value);
  }
  return sweep;
}
