import { describe, expect, it } from "vitest";

import { solveAffineBatch } from "../../src/theory/affine-batch.ts";
import { mg1WaitMean } from "../../src/theory/mg1.ts";
import { expectClose } from "./expect-close.ts";

describe("solveAffineBatch", () => {
  // Embedded chain solved apart from this code (NumPy), the last three also within Inoue's bounds,
  // arXiv 1912.06322: largest batch, λ, base, per item, mean sojourn, idle share, mean batch.
  it.each([
    [8, 1, 1, 0, 1.3655303120062092, 0.26894120013628353, 1.3678790272224595],
    [8, 4, 1, 0, 1.5070531637079396, 0.004452690554331626, 4.017890422733631],
    [8, 6.4, 1, 0, 1.6518379958144942, 0.0001776304212654599, 6.401137036668338],
    [8, 2, 0.3, 0.08, 0.5511367675977485, 0.3604661153630064, 1.251215021967004],
    [16, 5, 0.3, 0.1, 1.0583175496837893, 0.020869232880031556, 3.13066933483818],
    [64, 0.5, 1, 0.5, 2.3168759797656486, 0.35390502529291323, 1.262323513116383],
    [64, 1, 1, 0.5, 3.7496563477284615, 0.06275773920360907, 2.2870616353016473],
  ])(
    "of up to %i at %f per second, taking %f + %f a request",
    (maxBatch, arrivalRate, base, perItem, sojourn, idle, batch) => {
      const delays = solveAffineBatch({ arrivalRate, base, perItem, maxBatch });
      expectClose(delays.sojournMean, sojourn, 1e-11);
      expectClose(delays.idleShare, idle, 1e-10);
      expectClose(delays.batchMean, batch, 1e-11);
    },
  );

  it("of single requests is M/D/1", () => {
    const delays = solveAffineBatch({ arrivalRate: 0.8, base: 0.6, perItem: 0.4, maxBatch: 1 });
    const wait = mg1WaitMean({ arrivalRate: 0.8, serviceMean: 1, serviceScv: 0 });
    expectClose(delays.sojournMean, wait + 1, 1e-11);
    expectClose(delays.idleShare, 0.2, 1e-11);
  });

  it("rejects a server that can't keep up", () => {
    expect(() =>
      solveAffineBatch({ arrivalRate: 9, base: 0.5, perItem: 0.0625, maxBatch: 8 }),
    ).toThrow(new RangeError("arrival rate must be below 8 per second, got 9"));
  });
});
