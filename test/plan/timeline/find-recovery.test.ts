import { describe, expect, it } from "vitest";
import { findRecovery, type RecoverySeries } from "../../../src/plan/timeline/find-recovery.ts";
import { scenarioWith } from "../swept.ts";

const SPIKE =
  "workload={generate: {duration: 1000s, arrivals: {process: poisson, rate: 10/s,\n" +
  " spikes: [{at: 300s, factor: 3, duration: 30s}]}}}";

/** A hundred bins of 10 s with 100 arrivals each, of which a share is answered; two empty ones. */
function seriesOf(shareOf: (second: number) => number, each = 100): RecoverySeries {
  const bins = Array.from({ length: 102 }, (_, bin) => (bin < 100 ? each : 0));
  const answered = bins.map((count, bin) => Math.round(count * shareOf(10 * bin)));
  return {
    width: 10,
    arrivals: Float64Array.from(bins),
    completed: Float64Array.from(answered),
    unanswered: Float64Array.from(bins, (count, bin) => count - answered[bin]),
  };
}

const PLAIN = scenarioWith();
const SPIKED = scenarioWith(SPIKE);

describe("findRecovery", () => {
  it("finds that a service stays down after a spike", () => {
    // Bins 33 to 98 are left, of which the second half are 66 to 98: 100 of 1,000 answered in 10 s.
    const found = findRecovery(
      seriesOf((second) => (second < 310 ? 1 : 0.1)),
      SPIKED,
    );
    expect(found).toEqual({
      cause: "spike",
      at: 300,
      until: 330,
      recovers: false,
      recoveredAt: null,
      measuredFrom: 660,
      arrivalRate: 10,
      answerRate: 1,
    });
  });

  it("finds when a service is well again", () => {
    const found = findRecovery(
      seriesOf((second) => (second < 310 || second >= 400 ? 1 : 0.1)),
      SPIKED,
    );
    expect(found).toMatchObject({ cause: "spike", recovers: true, recoveredAt: 400 });
    expect(
      findRecovery(
        seriesOf(() => 1),
        SPIKED,
      ),
    ).toMatchObject({ recovers: true, recoveredAt: 330 });
  });

  it("leaves open what is neither well nor down", () => {
    const half = seriesOf((second) => (second < 300 ? 1 : 0.7));
    expect(findRecovery(half, SPIKED)).toMatchObject({ recovers: null, recoveredAt: null });
    const late = seriesOf((second) => (second < 800 ? 1 : 0));
    expect(findRecovery(late, SPIKED)).toMatchObject({ cause: "spike", recovers: null });
  });

  it("takes the last planned outage, however many came before", () => {
    const outages = scenarioWith(
      SPIKE,
      "fleet.failures={outages: [{at: 400s, duration: 60s, replicas: 1}]}",
    );
    const found = findRecovery(
      seriesOf((second) => (second < 400 ? 1 : 0)),
      outages,
    );
    expect(found).toMatchObject({ cause: "outage", at: 400, until: 460, recovers: false });
  });

  it("finds losses that nothing announced", () => {
    const found = findRecovery(
      seriesOf((second) => (second < 500 ? 1 : 0.2)),
      PLAIN,
    );
    expect(found).toMatchObject({ cause: "losses", at: 500, until: 510, recovers: false });
    expect(
      findRecovery(
        seriesOf(() => 0.9),
        PLAIN,
      ),
    ).toBeNull();
  });

  it("does not take a single request for a collapse", () => {
    // One request in 10 s: 20 bins are looked at together, and one lost of them is no collapse.
    const rare = seriesOf((second) => (second === 450 ? 0 : 1), 1);
    expect(findRecovery(rare, PLAIN)).toBeNull();
  });

  it("says nothing of a service that was never well, or has no time to recover", () => {
    const never = seriesOf(() => 0.2);
    expect(findRecovery(never, SPIKED)).toBeNull();
    expect(findRecovery(never, PLAIN)).toBeNull();
    const atTheEnd = scenarioWith(SPIKE.replace("at: 300s", "at: 900s"));
    const down = seriesOf((second) => (second < 900 ? 1 : 0));
    expect(findRecovery(down, atTheEnd)).toBeNull();
    expect(
      findRecovery(
        seriesOf(() => 1, 0),
        SPIKED,
      ),
    ).toBeNull();
  });
});
