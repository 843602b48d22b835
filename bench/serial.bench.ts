import { simulate, simulateByEvents } from "../src/sim/simulate.ts";
import { DigestSink } from "./digest-sink.ts";
import { formatMeasurements, measure, timed, type Measurement } from "./harness.ts";
import { serialLoad } from "./serial-load.ts";

const SERVERS = 8;

/**
 * M/M/8 at utilisation 0.8: the recursion that needs no events against the event loop that gives
 * the same, and what drawing the requests costs.
 */
export function benchSerial(isSmoke: boolean): void {
  const measurements = isSmoke ? compareSerial(4000, 1) : compareSerial(2_000_000, 7);
  console.log(formatMeasurements("serial, M/M/8 at 0.8", measurements));
}

/**
 * Times recursion, event loop and drawing.
 *
 * @throws Error if the two simulations differ in any end time.
 */
export function compareSerial(requests: number, rounds: number): Measurement[] {
  const { plan, columns } = serialLoad(SERVERS, requests);
  const count = columns.arrivals.length;
  const variant = (name: string, work: () => string) => ({
    name,
    requests: count,
    run: () => timed(work),
  });
  const measurements = measure(
    [
      variant("recursion", () => {
        const sink = new DigestSink();
        simulate(plan, columns, sink, { needsReplicas: false });
        return sink.digest;
      }),
      variant("event loop", () => {
        const sink = new DigestSink();
        simulateByEvents(plan, columns, sink);
        return sink.digest;
      }),
      variant("drawing the requests", () =>
        String(serialLoad(SERVERS, requests).columns.arrivals.length),
      ),
    ],
    rounds,
  );
  const [recursion, events] = measurements;
  if (recursion.digest !== events.digest) {
    throw new Error(`events give ${events.digest}, the recursion ${recursion.digest}`);
  }
  return measurements;
}
