import { identityOfDraw, type Draw, type DrawnTrace } from "../plan/executor.ts";
import { contentHash } from "./content-hash.ts";

/** Content hashes of workloads; a trace, which may be large, is looked at once. */
export interface WorkloadHashes {
  ofDraw(task: Draw): string;
  ofTrace(trace: DrawnTrace): string;
}

/** Opens hashes that remember the traces they have seen. */
export function openWorkloadHashes(): WorkloadHashes {
  const known = new WeakMap<DrawnTrace, string>();
  const ofTrace = (trace: DrawnTrace): string => {
    const hash = known.get(trace) ?? contentHash(trace);
    known.set(trace, hash);
    return hash;
  };
  return {
    ofTrace,
    ofDraw: (task) =>
      contentHash([
        identityOfDraw(task),
        task.traces.map((trace) => (trace === null ? null : ofTrace(trace))),
      ]),
  };
}
