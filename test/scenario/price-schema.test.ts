import { describe, expect, it } from "vitest";
import { findImports } from "../../src/scenario/imports.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { PriceRow } from "../../src/scenario/price-section.ts";
import { BUILT_IN_PRICES } from "../../src/scenario/prices/built-in-prices.ts";
import { PriceTable } from "../../src/scenario/prices/price-table.ts";
import type { FleetSection } from "../../src/scenario/scenario.ts";
import { MINIMAL } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";

const OPTIONS = { file: "s.yaml", sets: [], seed: null };

function priced(price: string): string {
  return MINIMAL.replace("price: $1/h", `price: ${price}`);
}

function fleetOf(text: string, rows: readonly PriceRow[] = []): FleetSection {
  const keys = { prices: new PriceTable([...BUILT_IN_PRICES, ...rows]) };
  const imports = rows.length > 0 ? [{ path: ["prices"], keys, notes: [] }] : [];
  return parseScenario(text, { ...OPTIONS, imports }).scenario.fleet;
}

const NODE = "aws/p5.48xlarge/us-east-1";
const RESERVED: PriceRow = {
  provider: "aws",
  sku: "p5.48xlarge",
  gpu: "H100",
  gpusPerNode: 8,
  region: "us-east-1",
  term: "reserved-1y",
  price: 33,
  currency: "USD",
  source: "our contract",
  retrieved: "2026-10-01",
  note: null,
};

describe("a fleet's price", () => {
  it("is that of the replica where it is written so, and nothing else", () => {
    const { minimumBilling, nodes, price, priceSource } = fleetOf(MINIMAL);
    expect({ minimumBilling, nodes, price, priceSource }).toEqual({
      minimumBilling: 0,
      nodes: null,
      price: 1,
      priceSource: null,
    });
  });

  it("is looked up by preset, on demand, with its origin and the provider's least billing time", () => {
    const { minimumBilling, nodes, price, priceSource } = fleetOf(priced(`{preset: ${NODE}}`));
    expect({ minimumBilling, nodes, price }).toEqual({
      minimumBilling: 60,
      nodes: null,
      price: 55.04,
    });
    expect(priceSource).toEqual({
      provider: "aws",
      sku: "p5.48xlarge",
      region: "us-east-1",
      gpu: "H100",
      gpusPerNode: 8,
      prices: [
        {
          term: "on-demand",
          price: 55.04,
          source: "SkyPilot catalog v9",
          retrieved: "2026-11-21",
          note: null,
        },
      ],
    });
  });

  it("is that of the term that is named", () => {
    const { price } = fleetOf(priced("{preset: gcp/a3-highgpu-1g/us-central1, term: spot}"));
    expect(price).toBe(6.571);
  });

  it("leaves the least billing time that the scenario writes, and that of other providers", () => {
    const text = priced(`{preset: ${NODE}}`).replace(
      "replicas: 2",
      "replicas: 2\n  billing: {minimum: 5m}",
    );
    expect(fleetOf(text).minimumBilling).toBe(300);
    const azure = priced("{preset: azure/Standard_ND96isr_H100_v5/eastus}");
    expect(fleetOf(azure).minimumBilling).toBe(0);
  });

  it("is shared by the replicas of a node, which is paid for as a whole", () => {
    const { nodes, price } = fleetOf(priced(`{preset: ${NODE}, replicasPerNode: 4}`));
    expect(price).toBe(13.76);
    expect(nodes).toEqual({ replicasPerNode: 4, price: 55.04, committed: [] });
  });

  it("can be that of a node without a preset", () => {
    const { nodes, price, priceSource } = fleetOf(priced("{perNode: $32/h, replicasPerNode: 8}"));
    expect({ price, priceSource }).toEqual({ price: 4, priceSource: null });
    expect(nodes).toEqual({ replicasPerNode: 8, price: 32, committed: [] });
  });

  it("mixes commitments with what everything beyond them costs", () => {
    const mix = "[{share: 60%, term: reserved-1y}, {term: on-demand}]";
    const { nodes, price, priceSource } = fleetOf(priced(`{preset: ${NODE}, mix: ${mix}}`), [
      RESERVED,
    ]);
    // 60 % of $33 and 40 % of $55.04.
    expect(price).toBeCloseTo(41.816, 12);
    expect(nodes).toEqual({
      replicasPerNode: 1,
      price: 55.04,
      committed: [{ size: { share: 0.6 }, price: 33 }],
    });
    expect(priceSource?.prices.map(({ source, term }) => [term, source])).toEqual([
      ["reserved-1y", "our contract"],
      ["on-demand", "SkyPilot catalog v9"],
    ]);
  });

  it("takes a price in the mix before that of the list", () => {
    const mix = "[{nodes: 3, term: reserved-3y, price: $20/h}, {term: on-demand}]";
    const { nodes, price, priceSource } = fleetOf(priced(`{preset: ${NODE}, mix: ${mix}}`));
    expect(price).toBe(55.04);
    expect(nodes?.committed).toEqual([{ size: { nodes: 3 }, price: 20 }]);
    expect(priceSource?.prices[0]).toEqual({
      term: "reserved-3y",
      price: 20,
      source: null,
      retrieved: null,
      note: null,
    });
  });

  it("comes from the scenario's own list before the built-in one", () => {
    const cheaper: PriceRow = { ...RESERVED, term: "on-demand", price: 40 };
    expect(fleetOf(priced(`{preset: ${NODE}}`), [cheaper]).price).toBe(40);
  });

  it("can be swept by preset and term", () => {
    const sweep = `sweep:\n  fleet.price: [{preset: ${NODE}}, {preset: ${NODE}, term: reserved-1y}, $2/h]\n`;
    const keys = { prices: new PriceTable([...BUILT_IN_PRICES, RESERVED]) };
    const imports = [{ path: ["prices"], keys, notes: [] }];
    const { settings } = parseScenario(MINIMAL + sweep, { ...OPTIONS, imports });
    expect(settings.map(({ scenario }) => scenario.fleet.price)).toEqual([55.04, 33, 2]);
  });

  it("is a pool's own where the pool writes one", () => {
    const pools =
      `pools:\n  split:\n    - {name: a, classes: [all], replicas: 1,` +
      ` price: {preset: ${NODE}, term: reserved-1y}}\n`;
    const keys = { prices: new PriceTable([...BUILT_IN_PRICES, RESERVED]) };
    const imports = [{ path: ["prices"], keys, notes: [] }];
    const { scenario } = parseScenario(MINIMAL + pools, { ...OPTIONS, imports });
    expect(scenario.pools[0].pools[0].fleet.price).toBe(33);
    expect(scenario.fleet.price).toBe(1);
  });
});

describe("the key prices", () => {
  it("asks for the file that it names, also when it is set", () => {
    const text = `${MINIMAL}prices: own.json\n`;
    const requests = findImports(text, { file: "s.yaml", sets: ["prices=other.json"] });
    const beside = ["name", "workload", "service", "fleet", "slo"];
    expect(requests).toEqual([{ kind: "prices", path: ["prices"], value: "other.json", beside }]);
  });

  it("leaves no trace in the scenario", () => {
    const keys = { prices: new PriceTable(BUILT_IN_PRICES) };
    const imports = [{ path: ["prices"], keys, notes: ["read today"] }];
    const parsed = parseScenario(`${MINIMAL}prices: own.json\n`, { ...OPTIONS, imports });
    expect(parsed.scenario).toEqual(parseScenario(MINIMAL, OPTIONS).scenario);
    expect(parsed.notes).toEqual(["read today"]);
  });
});

function price(written: string): Place {
  return [MINIMAL, "price: $1/h", `price: ${written}`];
}

describe("fleet.price", () => {
  refuseEach("refuses", [
    [...price("‸4.10"), "fleet.price", "must carry a unit such as $4.10/h"],
    [
      ...price("‸{term: spot}"),
      "fleet.price",
      "must have exactly one of preset and perNode, got none",
      "such as {preset: aws/p5.48xlarge/us-east-1",
    ],
    [
      ...price(`‸{preset: ${NODE}, perNode: $3/h}`),
      "fleet.price",
      "must have exactly one of preset and perNode, got preset and perNode",
    ],
    [
      ...price("{preset: ‸aws/p5.48xlarge}"),
      "fleet.price.preset",
      "must name a region",
      "aws/p5.48xlarge/",
    ],
    [
      ...price("{preset: ‸aws/p5.48xlarge/eu-west-1}"),
      "fleet.price.preset",
      "has no price in eu-west-1",
      "known regions: ap-southeast-3, us-east-1",
    ],
    [
      ...price("{preset: ‸aws/p5.49xlarge/us-east-1}"),
      "fleet.price.preset",
      "is not a known provider/sku/region",
      "did you mean `aws/p5.48xlarge/us-east-1`?",
    ],
    [
      ...price(`{preset: ${NODE}, term: ‸spot}`),
      "fleet.price.term",
      `has no price for ${NODE}, which has one for on-demand`,
      "--prices FILE",
    ],
    [
      ...price(`{preset: ${NODE}, replicasPerNode: ‸0}`),
      "fleet.price.replicasPerNode",
      "must be between 1 and 1,000",
    ],
    [
      ...price(`{preset: ${NODE}, term: ‸spot, mix: [{nodes: 1, price: $3/h}, {term: on-demand}]}`),
      "fleet.price.term",
      "must have term or mix, got both",
    ],
    [
      ...price(`{preset: ${NODE}, mix: [‸{term: reserved-1y, price: $3/h}, {term: on-demand}]}`),
      "fleet.price.mix[0]",
      "must have share or nodes",
      "such as share: 60%",
    ],
    [
      ...price(`{perNode: $3/h, mix: [{share: 50%, price: $2/h}, ‸{share: 50%, price: $3/h}]}`),
      "fleet.price.mix[1]",
      "must have neither share nor nodes",
    ],
    [
      ...price(
        "{perNode: $3/h, mix: ‸[{share: 70%, price: $2/h}, {share: 40%, price: $2/h}, {term: on-demand}]}",
      ),
      "fleet.price.mix",
      "must have shares of at most 100% together, got 110%",
    ],
    [
      ...price("{perNode: $3/h, mix: [‸{nodes: 1, term: reserved-1y}, {term: on-demand}]}"),
      "fleet.price.mix[0].price",
      "is required: perNode has no reserved-1y price",
    ],
    [
      MINIMAL,
      "  replicas: 2\n  price: $1/h",
      "  autoscaler: {kind: schedule, points: [[0s, 1], [1m, 3]]}\n  price: {perNode: $3/h, mix: [{share: ‸50%, price: $2/h}, {term: on-demand}]}",
      "fleet.price.mix[0].share",
      "can't be a share with an autoscaler",
      "write nodes: 4",
    ],
    [MINIMAL, "fleet:", "prices: ‸own.json\nfleet:", "prices", "has not been read"],
  ]);
});
