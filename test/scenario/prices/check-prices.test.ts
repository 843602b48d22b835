import { describe, expect, it } from "vitest";
import type { PriceRow } from "../../../src/scenario/price-section.ts";
import { BUILT_IN_PRICES } from "../../../src/scenario/prices/built-in-prices.ts";
import { ageProblem, checkPrices } from "../../../src/scenario/prices/check-prices.ts";
import { PriceTable } from "../../../src/scenario/prices/price-table.ts";
import { readPriceList, writePriceList } from "../../../src/scenario/prices/read-price-list.ts";

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

function messages(rows: readonly PriceRow[], today: string | null = null): readonly string[] {
  return checkPrices(rows, today).map(({ message }) => message);
}

describe("checkPrices", () => {
  it("has nothing to say of a plain list", () => {
    expect(messages([ROW, { ...ROW, term: "spot", price: 20 }], "2026-11-22")).toEqual([]);
  });

  it("finds a spot price above or at the on-demand price of the same machine", () => {
    // As a public catalog had it: H100 in us-central1 at $4.20 on demand and $5.34 spot.
    const gcp: PriceRow = { ...ROW, provider: "gcp", sku: "a3", gpusPerNode: 1, price: 4.2 };
    const [found] = messages([gcp, { ...gcp, term: "spot", price: 5.34 }]);
    expect(found).toContain("is above the on-demand price of $4.2/h");
    const [equal] = messages([gcp, { ...gcp, term: "spot" }]);
    expect(equal).toContain("equals the on-demand price");
  });

  it("finds a price per GPU that is more than three times away from its peers", () => {
    const peers = ["a", "b", "c"].map((sku): PriceRow => ({ ...ROW, sku }));
    const sentinel: PriceRow = { ...ROW, sku: "d", price: 700 };
    expect(messages([...peers, sentinel])).toEqual([
      "$87.50/h for each H100 is more than 3× away from the $6.88/h of its peers",
    ]);
    expect(messages([...peers, { ...ROW, sku: "d", price: 3 * 55.04 }])).toEqual([]);
    expect(messages([...peers, { ...ROW, sku: "d", price: 700, gpu: "B200" }])).toEqual([]);
  });

  it("asks for a region and passes notes on", () => {
    expect(messages([{ ...ROW, region: "", note: "a guess" }])).toEqual([
      "names no region",
      "a guess",
    ]);
  });

  it("finds prices of more than 90 days, across months, years and leap days", () => {
    expect(ageProblem(ROW, "2027-02-19")).toBeNull();
    expect(ageProblem(ROW, "2027-02-20")).toBe(
      "was retrieved on 2026-11-21, 91 days ago: check it",
    );
    // From 1 December 2027 to 1 March 2028: 31 + 31 + 29 days.
    expect(ageProblem({ retrieved: "2027-12-01" }, "2028-03-01")).toContain("91 days ago");
    expect(ageProblem({ retrieved: "2026-12-01" }, "2027-03-01")).toBeNull();
  });
});

describe("the built-in prices", () => {
  it("name region, source and day, and pass their own checks but for what is noted", () => {
    const regions = new Set(BUILT_IN_PRICES.map(({ region }) => region));
    expect(regions).not.toContain("");
    for (const { retrieved, source } of BUILT_IN_PRICES) {
      expect(retrieved).toMatch(/^2026-\d\d-\d\d$/);
      expect(source).not.toBe("");
    }
    const notes = BUILT_IN_PRICES.flatMap(({ note }) => note ?? []);
    expect(messages(new PriceTable(BUILT_IN_PRICES).rows).toSorted()).toEqual(notes.toSorted());
  });

  it("have each machine, region and term once", () => {
    expect(new PriceTable(BUILT_IN_PRICES).rows).toHaveLength(BUILT_IN_PRICES.length);
  });
});

describe("a price list", () => {
  it("is read as it was written, a line a row", () => {
    const rows = [ROW, { ...ROW, region: "eu-west-1", gpu: null, note: "guessed" }];
    const text = writePriceList(rows);
    expect(text.split("\n").filter((line) => line.includes('"sku"'))).toHaveLength(2);
    expect(readPriceList(text, "p.json")).toEqual(rows);
  });

  it("is refused with all that is wrong with it", () => {
    const text = writePriceList([
      { ...ROW, price: 0, retrieved: "yesterday" },
      { ...ROW, currency: "EUR", sku: "a/b" },
    ]);
    expect(() => readPriceList(text, "p.json")).toThrow(
      /p\.json: prices\[0\]\.price must be dollars[^]*prices\[0\]\.retrieved must be a day[^]*prices\[1\]\.sku must be a text without a slash[^]*prices\[1\]\.currency must be USD/,
    );
    expect(() => readPriceList("[]", "p.json")).toThrow(/must be \{"tailcapPrices": 1/);
    expect(() => readPriceList("{", "p.json")).toThrow(/must be JSON/);
  });
});
