import { sampleInto } from "../src/random/sample-into.ts";
import { openStream } from "../src/random/stream.ts";
import {
  ROUTER_CENTRAL_QUEUE,
  SERVICE_SERIAL,
  type SimPlan,
  type WorkloadColumns,
} from "../src/sim/sim-plan.ts";
import { generateWorkload } from "../src/workload/generate-workload.ts";

/** Share of the servers' time that the requests ask for. */
const UTILIZATION = 0.8;

/**
 * M/M/c: Poisson arrivals, one queue, exponential service of mean 1 s, at utilisation 0.8.
 *
 * @param servers - Replicas of one slot each, ≥ 1.
 * @param requests - Requests expected.
 */
export function serialLoad(
  servers: number,
  requests: number,
): { readonly plan: SimPlan; readonly columns: WorkloadColumns } {
  const rate = UTILIZATION * servers;
  const duration = requests / rate;
  const workload = generateWorkload({
    seed: 1,
    replication: 0,
    duration,
    arrivals: { process: "poisson", rate, spikes: [] },
    input: null,
    output: null,
  });
  const serviceTimes = new Float64Array(workload.arrivals.length);
  const law = { distribution: "exponential", mean: 1, min: null, max: null } as const;
  sampleInto(law, openStream(1, 0, "service"), serviceTimes);
  const none = new Float64Array(0);
  return {
    plan: {
      replicas: servers,
      router: ROUTER_CENTRAL_QUEUE,
      queueLimit: Infinity,
      timeout: Infinity,
      cancel: 1,
      requestOverhead: 0,
      measureFrom: 0,
      measureTo: duration,
      control: null,
      service: { kind: SERVICE_SERIAL, concurrency: 1 },
    },
    columns: {
      ...workload,
      serviceTimes,
      jitters: none,
      timeouts: none,
      routeUniforms: none,
      classes: new Int32Array(0),
      prefixOffsets: new Int32Array(0),
      prefixHashes: new Int32Array(0),
    },
  };
}
