import { describe, expect, it } from "vitest";

import { erlangB } from "../../src/theory/erlang-b.ts";
import { erlangC } from "../../src/theory/erlang-c.ts";
import { expectClose } from "./expect-close.ts";

describe("erlangB", () => {
  // Erlang (1917), a^c/c! / Σ a^k/k! in mpmath with 40 digits.
  it.each([
    [1, 1, 0.5],
    [2, 1, 0.2],
    [10, 5, 0.018384570336648132],
    [10, 10, 0.21458234310734733],
    [20, 12, 0.009795639420064079],
    [100, 90, 0.026957380464359214],
    [100, 100, 0.07570045271086097],
  ])("with %i servers and %f erlangs is %f", (servers, load, blocking) => {
    expectClose(erlangB(servers, load), blocking, 1e-13);
  });

  it("loses everything without servers and nothing without load", () => {
    expect(erlangB(0, 3)).toBe(1);
    expect(erlangB(5, 0)).toBe(0);
  });
});

describe("erlangC", () => {
  // Erlang (1917), in mpmath with 40 digits.
  it.each([
    [1, 0.8, 0.8],
    [2, 1.6, 0.7111111111111111],
    [4, 3.2, 0.5964324717874044],
    [8, 4, 0.059043994695266104],
    [8, 7.2, 0.7015329901462569],
    [64, 57.6, 0.3106633165329592],
    [100, 95, 0.5064568539130206],
  ])("with %i servers and %f erlangs is %f", (servers, load, waiting) => {
    expectClose(erlangC(servers, load), waiting, 1e-12);
  });

  it("rejects a load that the servers can't carry", () => {
    expect(() => erlangC(4, 4)).toThrow(
      new RangeError("offered load must be below 4 servers, got 4"),
    );
  });
});
