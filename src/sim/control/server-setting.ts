import type { Usage } from "../usage.ts";
import type { Attempts } from "./attempts.ts";
import type { Gauges } from "./gauges.ts";
import type { ReplicaLoads } from "./replica-loads.ts";
import type { ServiceEvents } from "./replica-servers.ts";
import type { QueueRules } from "./waiting-queue.ts";

/** What servers of every kind share with the loop. */
export interface ServerSetting {
  readonly attempts: Attempts;
  readonly loads: ReplicaLoads;
  readonly gauges: Gauges;
  readonly usage: Usage;
  readonly events: ServiceEvents;
  readonly rules: QueueRules;
  /** True if one queue feeds all replicas. */
  readonly isCentral: boolean;
}
