import type { Field } from "./field.ts";

/** Pages by the beginning of a path; the longest that fits counts. */
type Pages = Readonly<Record<string, readonly string[]>>;

const FORMAT = "docs/scenario-format.md";
const RESULTS = "docs/results.md";
const MODEL = "docs/model.md";
const FLEETS = "docs/model-fleet.md";
const CLIENTS = "docs/model-clients.md";

const SCENARIO: Pages = {
  "": [`${FORMAT}#top-level`],
  workload: [`${FORMAT}#workloadgenerate`, `${MODEL}#traffic`],
  "workload.trace": [`${FORMAT}#workloadtrace`, "docs/traces.md"],
  "workload.generate.arrivals": [`${FORMAT}#arrival-processes`, `${MODEL}#traffic`],
  "workload.generate.input": [`${FORMAT}#distributions`],
  "workload.generate.output": [`${FORMAT}#distributions`],
  "workload.users": [`${FORMAT}#workloadusers`, `${CLIENTS}#users-who-wait`],
  "workload.classes": [`${FORMAT}#workloadclasses`, `${CLIENTS}#queues-and-classes`],
  "workload.prometheus": ["docs/prometheus.md"],
  service: [`${FORMAT}#service`, MODEL],
  "service.step": [`${FORMAT}#kind-continuous`, `${MODEL}#service-continuous`],
  "service.kvCache": [`${FORMAT}#kind-continuous`, `${MODEL}#service-continuous`],
  "service.preset": ["docs/service-presets.md"],
  "service.calibration": ["docs/calibration.md"],
  "service.calibrationError": ["docs/calibration.md"],
  fleet: [`${FORMAT}#fleet`, FLEETS],
  "fleet.autoscaler": [`${FORMAT}#fleetautoscaler`, `${FLEETS}#autoscalers`],
  "fleet.coldStart": [`${FORMAT}#starting-stopping-and-paying`, `${FLEETS}#the-life-of-a-replica`],
  "fleet.warm": [`${FORMAT}#starting-stopping-and-paying`, `${FLEETS}#the-life-of-a-replica`],
  "fleet.billing": [`${FORMAT}#starting-stopping-and-paying`, `${FLEETS}#what-is-paid`],
  "fleet.failures": [`${FORMAT}#fleetfailures`, `${FLEETS}#failures`],
  "fleet.router": [`${FORMAT}#fleetrouter`, `${CLIENTS}#routers`],
  "fleet.admission": [`${FORMAT}#fleetadmission`, `${CLIENTS}#the-door`],
  "fleet.price": [`${FORMAT}#fleet`, "docs/prices.md"],
  "fleet.queueLimit": [`${FORMAT}#fleet`, `${MODEL}#routing-and-queues`],
  prices: ["docs/prices.md"],
  client: [`${FORMAT}#client`, `${MODEL}#client-timeouts`],
  "client.retries": [`${FORMAT}#clientretries`, `${CLIENTS}#retries`],
  "client.hedging": [`${FORMAT}#client`, `${CLIENTS}#hedging`],
  slo: [`${FORMAT}#slo`, `${MODEL}#from-simulations-to-a-verdict`],
  "slo.openslo": ["docs/slo-files.md"],
  "slo.window": [`${FORMAT}#slo`, `${MODEL}#the-error-budget`],
  "slo.alerts": [`${FORMAT}#slo`, `${MODEL}#the-error-budget`],
  "slo.budgeting": [`${FORMAT}#slo`, `${MODEL}#the-error-budget`],
  pools: [`${FORMAT}#pools`, `${FLEETS}#pools`],
  sweep: [`${FORMAT}#sweep`],
  run: [`${FORMAT}#run`, `${MODEL}#from-simulations-to-a-verdict`],
  "run.warmup": [`${FORMAT}#run`, `${MODEL}#warm-up`],
  "run.question": [`${FORMAT}#run`, `${MODEL}#which-question-is-answered`],
  sensitivity: [`${FORMAT}#sensitivity`, `${MODEL}#growth-calibration-and-the-tornado`],
  jobs: [`${FORMAT}#jobs-experiments-maintenance-drift`],
  maintenance: [`${FORMAT}#jobs-experiments-maintenance-drift`],
  experiments: [`${FORMAT}#jobs-experiments-maintenance-drift`],
  drift: [`${FORMAT}#jobs-experiments-maintenance-drift`],
};

const STATISTICS = [`${RESULTS}#statistics-of-a-measure`, `${MODEL}#measures`];

const RESULT: Pages = {
  "": [`${RESULTS}#resultjson`],
  scenario: [FORMAT],
  workload: [`${RESULTS}#workload`],
  question: [`${RESULTS}#question`, `${MODEL}#which-question-is-answered`],
  points: [`${RESULTS}#points`],
  "points.outcomes": [`${RESULTS}#points`, `${MODEL}#requests-and-outcomes`],
  "points.utilization": [`${RESULTS}#points`, `${MODEL}#load-cost-and-the-ledger-of-paid-time`],
  "points.latency": STATISTICS,
  "points.ttft": STATISTICS,
  "points.tpot": STATISTICS,
  "points.queueWait": STATISTICS,
  "points.objectives": [`${RESULTS}#objectives`, `${MODEL}#bounds-on-the-violation-rate`],
  "points.objectives.errorBudget": [`${RESULTS}#error-budgets`, `${MODEL}#the-error-budget`],
  "points.verdict": [`${RESULTS}#points`, `${MODEL}#verdicts`],
  "points.ledger": [`${RESULTS}#points`, `${MODEL}#load-cost-and-the-ledger-of-paid-time`],
  "points.costLedger": [`${RESULTS}#cost-ledgers`, `${MODEL}#what-the-bill-pays-for`],
  "points.batching": [`${RESULTS}#batching`],
  "points.fleet": [`${RESULTS}#fleet`, `${FLEETS}#what-is-paid`],
  "points.clients": [`${RESULTS}#clients`, CLIENTS],
  "points.classes": [`${RESULTS}#classes`],
  "points.timeline": [`${RESULTS}#timeline`, `${FLEETS}#the-timeline`],
  choice: [`${RESULTS}#choice`, `${MODEL}#the-choice`],
  priceOfSlo: [`${RESULTS}#priceofslo`, `${MODEL}#what-a-promise-costs`],
  totalCost: [`${RESULTS}#totalcost`, `${MODEL}#what-a-promise-costs`],
  limits: [`${RESULTS}#limits`, `${MODEL}#which-limit-binds`],
  perfectSystem: [`${RESULTS}#perfectsystem`, `${MODEL}#the-perfect-system`],
  analytic: [`${RESULTS}#analytic`, `${MODEL}#a-formula-beside-the-simulation`],
  headroom: [`${RESULTS}#headroom`, `${MODEL}#growth-calibration-and-the-tornado`],
  current: [`${RESULTS}#current`, `${MODEL}#what-the-bill-pays-for`],
  infraTax: [`${RESULTS}#infratax`, `${MODEL}#what-the-bill-pays-for`],
  drift: [`${RESULTS}#drift`],
  redundancy: [`${RESULTS}#redundancy`],
  arrangements: [`${RESULTS}#arrangements`, `${FLEETS}#pools`],
};

/** Where to read on about a field: pages that come with the program, with their sections. */
export function pagesOf(where: Field["where"], path: string): readonly string[] {
  // A result holds the scenario, which is described where the scenario is.
  if (where === "result" && path.startsWith("scenario.")) {
    return pagesOf("scenario", path.slice("scenario.".length));
  }
  const pages = where === "scenario" ? SCENARIO : RESULT;
  for (let part = path; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
    if (Object.hasOwn(pages, part)) return pages[part];
  }
  return pages[""];
}

/** All pages there are links to, for a look at whether they exist. */
export function allPages(): readonly string[] {
  return [...new Set([...Object.values(SCENARIO), ...Object.values(RESULT)].flat())];
}
