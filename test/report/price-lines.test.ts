import { describe, expect, it } from "vitest";
import { formatPriceTable, priceSourceWords } from "../../src/report/price-lines.ts";
import type { NodeSection, PriceRow, PriceSource } from "../../src/scenario/price-section.ts";

const ROW: PriceRow = {
  provider: "aws",
  sku: "p5.48xlarge",
  gpu: "H100",
  gpusPerNode: 8,
  region: "us-east-1",
  term: "on-demand",
  price: 55.04,
  currency: "USD",
  source: "a list",
  retrieved: "2026-11-21",
  note: null,
};

const SOURCE: PriceSource = {
  provider: "aws",
  sku: "p5.48xlarge",
  region: "us-east-1",
  gpu: "H100",
  gpusPerNode: 8,
  prices: [
    { term: "reserved-1y", price: 33, source: null, retrieved: null, note: null },
    { term: "on-demand", price: 55.04, source: "a list", retrieved: "2026-11-21", note: null },
  ],
};

const NODES: NodeSection = {
  replicasPerNode: 2,
  price: 55.04,
  committed: [{ size: { share: 0.6 }, price: 33 }],
};

describe("formatPriceTable", () => {
  it("has a line a price, and marks those with something to be said", () => {
    const cpu: PriceRow = { ...ROW, sku: "m7i.large", gpu: null, gpusPerNode: 0, price: 0.1 };
    const table = formatPriceTable([ROW, cpu], [{ row: cpu, message: "check it" }]);
    expect(table.split("\n")).toEqual([
      "preset                     term         $/h  GPUs      $/GPU/h  retrieved   source",
      "aws/p5.48xlarge/us-east-1  on-demand  55.04  8 × H100     6.88  2026-11-21  a list",
      "aws/m7i.large/us-east-1    on-demand   0.10                     2026-11-21  a list [1]",
      "",
      "[1] m7i.large on-demand: check it",
    ]);
    expect(formatPriceTable([], [])).toBe("no price matches");
  });
});

describe("priceSourceWords", () => {
  it("says nothing of a price that the scenario names by the replica", () => {
    expect(priceSourceWords(null, null)).toEqual([]);
  });

  it("names the machine, what is committed, and where each price is from", () => {
    expect(priceSourceWords(SOURCE, NODES)).toEqual([
      "aws p5.48xlarge in us-east-1 (8 × H100), 2 replicas a node: 60% of the nodes always paid " +
        "for at $33.00/h reserved-1y; beyond them $55.04/h on-demand (a list, 2026-11-21)",
    ]);
  });

  it("counts committed nodes", () => {
    const one: NodeSection = { ...NODES, committed: [{ size: { nodes: 1 }, price: 5 }] };
    expect(priceSourceWords(null, one)).toEqual([
      "nodes, 2 replicas a node: 1 node always paid for at $5.00/h; beyond them $55.04/h",
    ]);
  });
});
