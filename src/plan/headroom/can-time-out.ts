import { classesOf } from "../../scenario/class-section.ts";
import type { Scenario } from "../../scenario/scenario.ts";

/** True if a client may give up: on a request, on those of one class, or on a single attempt. */
export function canTimeOut({ client, workload }: Pick<Scenario, "client" | "workload">): boolean {
  if (client.timeout !== null || (client.retries?.perTryTimeout ?? null) !== null) return true;
  return classesOf(workload).some(({ timeout }) => timeout !== null);
}
