import { identityOfDraw, type Draw, type DrawnTrace } from "../plan/executor.ts";
import { contentHash } from "./content-hash.ts";

/** Of the traces seen so far, each of which may be large. */
const known = new WeakMap<DrawnTrace, string>();

/** Content hash of a trace, which is looked at once. */
export function hashOfTrace(trace: DrawnTrace): string {
  const hash = known.get(trace) ?? contentHash(trace);
  known.set(trace, hash);
  return hash;
}

/** Content hash of a workload: of all that decides its columns. */
export function hashOfDraw(task: Draw): string {
  const traces = task.traces.map((trace) => (trace === null ? null : hashOfTrace(trace)));
  return contentHash([identityOfDraw(task), traces]);
}
