import { describe, expect, it } from "vitest";
import { poolScenario } from "../../src/scenario/arrangement-section.ts";
import { classesOf } from "../../src/scenario/class-section.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { MINIMAL } from "./example.ts";
import { refuseEach } from "./mistakes.ts";
import { edit, problemsOf } from "./problems.ts";

const SOURCE = "{generate: {duration: 10m, arrivals: {process: poisson, rate: 5/s}}}";

const POOLED = `${MINIMAL.replace(
  /workload:[^]*?service:/,
  `workload:
  classes:
    search: ${SOURCE}
    ads: ${SOURCE}
    feed: ${SOURCE}
service:`,
)}    - {class: ads, p99: 3s}
pools:
  separate:
    - {name: front, classes: [search, feed], replicas: 1..8, router: random}
    - {name: ads, classes: [ads], price: $2/h}
  shared:
    - {name: all, classes: [search, ads, feed], replicas: 1..20}
`;

function read(text: string, ...sets: readonly string[]): Scenario {
  return parseScenario(text, { file: "s.yaml", sets, seed: null }).scenario;
}

describe("pools", () => {
  it("puts the keys of each pool over those of the fleet", () => {
    const { fleet, pools } = read(POOLED);
    expect(pools.map(({ name }) => name)).toEqual(["separate", "shared"]);
    const [front, ads] = pools[0].pools;
    expect(front).toEqual({
      name: "front",
      classes: ["search", "feed"],
      fleet: { ...fleet, replicas: [1, 2, 3, 4, 5, 6, 7, 8], router: "random" },
    });
    expect(ads.fleet).toEqual({ ...fleet, price: 2 });
    expect(fleet).toMatchObject({ replicas: [2], price: 1 });
  });

  it("takes the fleet's replicas from the first pool where it names none", () => {
    const text = edit(edit(POOLED, "  replicas: 2\n", ""), "[ads], ", "[ads], replicas: 3, ");
    const { fleet, pools } = read(text);
    expect(fleet.replicas).toHaveLength(8);
    expect(pools[0].pools[1].fleet.replicas).toEqual([3]);
  });

  it("misses replicas that neither the fleet nor the pool names, once", () => {
    const problems = problemsOf(edit(POOLED, "  replicas: 2\n", ""));
    expect(problems.map(({ path }) => path)).toEqual([
      expect.stringMatching(/^pools\.separate\[1\]/),
    ]);
  });

  it("reports a fault of the fleet once, not for every pool", () => {
    const problems = problemsOf(edit(POOLED, "  price: $1/h", "  price: $1/h\n  queueLimit: -1"));
    expect(problems.map(({ path }) => path)).toEqual(["fleet.queueLimit"]);
  });

  it("gives the scenario of one pool: its classes, its fleet, and the objectives about them", () => {
    const scenario = read(POOLED);
    const front = poolScenario(scenario, "separate", "front");
    expect(classesOf(front.workload).map(({ name }) => name)).toEqual(["search", "feed"]);
    expect(front.fleet).toBe(scenario.pools[0].pools[0].fleet);
    expect(front.slo.objectives.map((one) => one.class)).toEqual([null]);
    expect(front.pools).toEqual([]);
    const ads = poolScenario(scenario, "separate", "ads");
    expect(ads.slo.objectives.map((one) => one.class)).toEqual([null, "ads"]);
    expect(() => poolScenario(scenario, "separate", "all")).toThrow(RangeError);
  });

  it("counts the configurations of all pools", () => {
    const [problem] = problemsOf(POOLED, [
      "pools.shared[0].replicas=1..9000",
      "pools.separate[0].replicas=1..2000",
    ]);
    expect(problem.message).toContain("must give at most 10,000 configurations, got 11,001");
  });

  refuseEach("refuses", [
    [
      POOLED,
      "[ads], price",
      "[ads, ‸fed], price",
      "pools.separate[1].classes[1]",
      'must be one of search, ads, feed, got "fed"',
      "did you mean `feed`?",
    ],
    [
      POOLED,
      "[ads], price",
      "[ads, ‸feed], price",
      "pools.separate[1].classes[1]",
      "must be in one pool only, but feed is in front too",
    ],
    [
      POOLED,
      "  shared:\n    - {name: all, classes: [search, ads, feed]",
      "  shared:\n    ‸- {name: all, classes: [search, feed]",
      "pools.shared",
      "must have every class in a pool, got none for ads",
    ],
    [
      POOLED,
      "router: random",
      "router: ‸randm",
      "pools.separate[0].router",
      'got "randm"',
      "did you mean `random`?",
    ],
    [
      POOLED,
      "router: random",
      "‸rooter: random",
      "pools.separate[0].rooter",
      "is not a known key",
      "did you mean `router`?",
    ],
    [
      POOLED,
      "{name: ads,",
      "{name: ‸front,",
      "pools.separate[1].name",
      "must differ from the name of item 0",
    ],
    [
      POOLED,
      "{name: ads,",
      "{name: ‸Ads,",
      "pools.separate[1].name",
      "must be lower-case letters, digits and dashes",
    ],
  ]);

  it("needs an objective to size each pool by", () => {
    const [problem] = problemsOf(edit(POOLED, "    - {p95: 1s}\n", ""));
    expect(problem.path).toBe("pools.separate[0].classes");
    expect(problem.message).toContain("must have a class with an objective, got none for search");
  });
});
