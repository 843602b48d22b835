import { describe, expect, it } from "vitest";
import { openStream } from "../../../src/random/stream.ts";
import { Gauges } from "../../../src/sim/control/gauges.ts";
import { ReplicaLoads } from "../../../src/sim/control/replica-loads.ts";
import { pickLeastLoaded } from "../../../src/sim/routing/least-loaded.ts";

describe("the least loaded replica", () => {
  it.each([5, 33, 200])("is what a scan of %i replicas finds, as they come and go", (most) => {
    const uniform = openStream(most, 0, "loads");
    const loads = new ReplicaLoads(new Gauges(null), () => 0);
    let opened = 0;
    const open = (): void => {
      loads.open(opened);
      loads.setAccepting(opened++, true);
    };
    open();
    for (let change = 0; change < 5000; change++) {
      const replica = Math.floor(uniform() * opened);
      const kind = uniform();
      if (opened < most && kind < 0.1) open();
      else if (kind < 0.2 && loads.accepting.length > 1) loads.setAccepting(replica, false);
      else if (kind < 0.3) loads.setAccepting(replica, true);
      else if (kind < 0.6) loads.addWaiting(replica, 1);
      else if (loads.waiting[replica] > 0) loads.addWaiting(replica, -1);
      else if (loads.running[replica] > 0) loads.addRunning(replica, -1);
      else loads.addRunning(replica, 1);
      if (loads.accepting.length === 0) continue;
      const expected = pickLeastLoaded(loads.accepting, loads.outstanding);
      expect(loads.leastLoaded()).toBe(expected);
    }
    expect(opened).toBe(most);
  });
});
