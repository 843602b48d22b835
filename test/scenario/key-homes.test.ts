import { describe, expect, it } from "vitest";
import { findKeyHome } from "../../src/scenario/key-homes.ts";

const arrivals = { process: "poisson", rate: "10/s" };

describe("findKeyHome", () => {
  it("prefers a place in the section that the key was written in", () => {
    const document = { workload: { generate: { duration: "1m", arrivals } } };
    expect(findKeyHome("rate", "workload.rate", document)).toBe("workload.generate.arrivals.rate");
    expect(findKeyHome("rate", "maintenance.arrivals.rate", document)).toBe("maintenance.rate");
  });

  it("goes into the first class where there are classes", () => {
    const workload = { classes: { chat: { generate: { arrivals } }, batch: {} } };
    expect(findKeyHome("rate", "workload.rate", { workload })).toBe(
      "workload.classes.chat.generate.arrivals.rate",
    );
  });

  it("takes the shortest path where nothing of the kind is written", () => {
    expect(findKeyHome("router", "client.router", {})).toBe("fleet.router");
    expect(findKeyHome("xyzzy", "xyzzy", {})).toBeNull();
  });

  it("never sends a key where it is", () => {
    expect(findKeyHome("router", "fleet.router", { fleet: { router: "random" } })).toBeNull();
  });
});
