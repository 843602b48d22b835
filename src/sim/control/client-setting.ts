import type { ControlPlan } from "../control-plan.ts";
import type { FinishedRequests } from "../finished-requests.ts";
import type { SimPlan, WorkloadColumns } from "../sim-plan.ts";
import type { Attempts } from "./attempts.ts";
import type { Gauges } from "./gauges.ts";
import type { TimelineRecorder } from "./timeline-recorder.ts";

/** What clients work with. */
export interface ClientSetting {
  readonly plan: SimPlan;
  readonly control: ControlPlan;
  readonly columns: WorkloadColumns;
  readonly attempts: Attempts;
  readonly gauges: Gauges;
  readonly finished: FinishedRequests;
  readonly timeline: TimelineRecorder | null;
  /** A closed-loop user knows the outcome of a request at `now`. */
  readonly onKnown: (user: number, now: number) => void;
}
