import { simulate } from "../src/sim/simulate.ts";
import { continuousLoad, type Load } from "./continuous-load.ts";
import { DigestSink } from "./digest-sink.ts";
import { fastest, timed } from "./harness.ts";

/**
 * Simulates a load.
 *
 * @returns The digest of its ends.
 */
export function digestOfEngine({ plan, columns }: Load): string {
  const sink = new DigestSink();
  simulate(plan, columns, sink, { needsReplicas: false });
  return sink.digest;
}

// As a program: the engine by itself, as the C++ program is. What else a process has run decides
// which types V8 has seen in the loop, and so what it makes of it.
if (process.argv[1] === import.meta.filename) {
  const [replicas, requests, trials] = process.argv.slice(2).map(Number);
  const load = continuousLoad(replicas, requests);
  const best = fastest(Array.from({ length: trials }, () => timed(() => digestOfEngine(load))));
  console.log(`${best.seconds} ${best.digest}`);
}
