import { describe, expect, it } from "vitest";

import { allenCunneenWait } from "../../src/theory/allen-cunneen.ts";
import { mg1WaitMean } from "../../src/theory/mg1.ts";
import { expectClose } from "./expect-close.ts";

describe("allenCunneenWait", () => {
  it("is the Pollaczek-Khinchine formula for one server and Poisson arrivals", () => {
    const queue = { arrivalRate: 0.8, serviceMean: 1, serviceScv: 4 };
    const wait = allenCunneenWait({ ...queue, gapScv: 1, servers: 1 });
    expectClose(wait, mg1WaitMean(queue), 1e-12);
  });

  it("is the wait of M/M/c, times the mean of the two variabilities", () => {
    // M/M/8 at 0.8 waits 0.2860280784 of a service time on average (Erlang C).
    const queue = { arrivalRate: 6.4, serviceMean: 1, servers: 8 };
    expectClose(allenCunneenWait({ ...queue, gapScv: 1, serviceScv: 1 }), 0.2860280784, 1e-9);
    expectClose(allenCunneenWait({ ...queue, gapScv: 3, serviceScv: 0 }), 0.4290421176, 1e-9);
  });

  it("rejects servers that can't keep up", () => {
    const queue = { arrivalRate: 2, gapScv: 1, serviceMean: 1, serviceScv: 1, servers: 2 };
    expect(() => allenCunneenWait(queue)).toThrow(RangeError);
  });
});
