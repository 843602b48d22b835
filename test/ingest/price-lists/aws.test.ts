import { describe, expect, it } from "vitest";
import { readAwsCsv } from "../../../src/ingest/price-lists/read-aws-csv.ts";
import { isAwsOffer, readAwsJson } from "../../../src/ingest/price-lists/read-aws-json.ts";
import type { PriceListRead } from "../../../src/ingest/price-lists/price-list.ts";

const OPTIONS = { file: "index.csv", retrieved: "2026-11-22", all: false, search: "" };

/** The head of an AmazonEC2 list as AWS writes it, with the columns that matter and some others. */
const HEAD = `"FormatVersion","v1.0"
"Disclaimer","This pricing list is for informational purposes only. All prices are subject to the additional terms included in the pricing pages on http://aws.amazon.com."
"Publication Date","2026-11-12T22:53:08Z"
"Version","20261112225308"
"OfferCode","AmazonEC2"
"SKU","OfferTermCode","RateCode","TermType","PriceDescription","EffectiveDate","StartingRange","EndingRange","Unit","PricePerUnit","Currency","RelatedTo","LeaseContractLength","PurchaseOption","OfferingClass","Product Family","serviceCode","Location","Location Type","Instance Type","Operating System","Tenancy","Pre Installed S/W","CapacityStatus","GPU","MarketOption","Region Code"
`;

interface Cells {
  readonly sku?: string;
  readonly term?: string;
  readonly type?: string;
  readonly unit?: string;
  readonly price: string;
  readonly currency?: string;
  readonly lease?: string;
  readonly option?: string;
  readonly offering?: string;
  readonly family?: string;
  readonly place?: string;
  readonly instance?: string;
  readonly os?: string;
  readonly tenancy?: string;
  readonly software?: string;
  readonly capacity?: string;
  readonly gpu?: string;
  readonly market?: string;
}

function row(cells: Cells): string {
  const { sku = "S1", term = "JRTCKXETXF", type = "OnDemand", unit = "Hrs", price } = cells;
  const { currency = "USD", lease = "", option = "", offering = "" } = cells;
  const { family = "Compute Instance", place = "AWS Region", instance = "p5.48xlarge" } = cells;
  const { os = "Linux", tenancy = "Shared", software = "NA", capacity = "Used" } = cells;
  const { gpu = "8", market = "OnDemand" } = cells;
  const rate = `${sku}.${term}.6YS6EN2CT7`;
  const location = "US East (N. Virginia)";
  const paid = [sku, term, rate, type, `$${price} an hour`, "2026-11-01", "0", "Inf", unit, price];
  const bought = [currency, "", lease, option, offering];
  const machine = [family, "AmazonEC2", location, place, instance, os, tenancy, software, capacity];
  const all = [...paid, ...bought, ...machine, gpu, market, "us-east-1"];
  return `${all.map((cell) => `"${cell}"`).join(",")}\n`;
}

const RESERVED = { type: "Reserved", offering: "standard" };

async function read(...rows: readonly Cells[]): Promise<PriceListRead> {
  return readAwsCsv([HEAD, ...rows.map(row)], OPTIONS);
}

describe("readAwsCsv", () => {
  it("reads a machine's price with its GPUs, region and the day of the list", async () => {
    const { read: count, rows, skipped } = await read({ price: "55.0400000000" });
    expect({ count, skipped: skipped.size }).toEqual({ count: 1, skipped: 0 });
    expect(rows).toEqual([
      {
        provider: "aws",
        sku: "p5.48xlarge",
        gpu: "H100",
        gpusPerNode: 8,
        region: "us-east-1",
        term: "on-demand",
        price: 55.04,
        currency: "USD",
        source: "AWS Price List, index.csv",
        retrieved: "2026-11-12",
        note: null,
      },
    ]);
  });

  it("leaves out what isn't a Linux machine on shared tenancy in a Region, saying why", async () => {
    const { rows, skipped } = await read(
      { price: "0.05", family: "Storage" },
      { price: "60", os: "Windows" },
      { price: "60", tenancy: "Dedicated" },
      { price: "60", software: "SQL Std" },
      { price: "60", capacity: "AllocatedCapacityReservation" },
      { price: "60", market: "CapacityBlock" },
      { price: "60", place: "AWS Local Zone" },
      { price: "0.1", gpu: "NA", instance: "m7i.large" },
      { price: "0.0000000000" },
    );
    expect(rows).toEqual([]);
    expect([...skipped]).toEqual([
      ["not a machine", 1],
      ["another operating system", 1],
      ["another tenancy", 1],
      ["with installed software", 1],
      ["a capacity reservation", 1],
      ["a capacity block", 1],
      ["outside of a Region", 1],
      ["without a GPU", 1],
      ["no price above zero", 1],
    ]);
  });

  it("spreads what a reservation costs upfront over its hours, wherever its rows are", async () => {
    const paid = { ...RESERVED, lease: "3yr", option: "All Upfront", term: "R3" };
    const { rows } = await read(
      { ...paid, unit: "Quantity", price: "788400" },
      { price: "55.04" },
      { ...paid, price: "0.0000000000" },
    );
    // $788,400 over 26,280 h.
    expect(rows.find(({ term }) => term === "reserved-3y")?.price).toBe(30);
  });

  it("takes a standard reservation with nothing upfront for the term", async () => {
    const year = { ...RESERVED, lease: "1yr" };
    const { rows, skipped } = await read(
      { ...year, option: "No Upfront", offering: "convertible", price: "38", term: "A" },
      { ...year, option: "Partial Upfront", price: "16", term: "B" },
      { ...year, option: "No Upfront", price: "33", term: "C" },
    );
    expect(rows.map(({ price, term }) => [term, price])).toEqual([["reserved-1y", 33]]);
    expect([...skipped]).toEqual([["another way to pay for the same term", 2]]);
  });

  it("refuses a text without its columns", async () => {
    await expect(readAwsCsv(["a,b\n1,2\n"], OPTIONS)).rejects.toThrow(
      "no row that starts with SKU",
    );
    await expect(readAwsCsv(['"SKU","Unit"\n'], OPTIONS)).rejects.toThrow('no column "termtype"');
  });
});

const PRODUCT = {
  sku: "S1",
  productFamily: "Compute Instance",
  attributes: {
    instanceType: "g6e.12xlarge",
    operatingSystem: "Linux",
    tenancy: "Shared",
    preInstalledSw: "NA",
    capacitystatus: "Used",
    gpu: "4",
    regionCode: "us-east-1",
    locationType: "AWS Region",
    marketoption: "OnDemand",
  },
};

function rate(unit: string, price: string): object {
  return { unit, pricePerUnit: { USD: price } };
}

const ON_DEMAND = { "S1.J": { priceDimensions: { "S1.J.6": rate("Hrs", "10.4926400000") } } };
const YEAR = {
  "S1.Y": {
    priceDimensions: { "S1.Y.2": rate("Quantity", "43800"), "S1.Y.6": rate("Hrs", "2.0") },
    termAttributes: {
      LeaseContractLength: "1yr",
      OfferingClass: "standard",
      PurchaseOption: "Partial Upfront",
    },
  },
};

describe("readAwsJson", () => {
  it("reads an offer file", () => {
    const list = {
      formatVersion: "v1.0",
      publicationDate: "2026-11-12T22:53:08Z",
      products: { S1: PRODUCT },
      terms: { OnDemand: { S1: ON_DEMAND }, Reserved: { S1: YEAR } },
    };
    expect(isAwsOffer(list)).toBe(true);
    const { read: count, rows } = readAwsJson(list, OPTIONS);
    expect(count).toBe(2);
    expect(
      rows.map(({ gpu, gpusPerNode, price, retrieved, term }) => ({
        gpu,
        gpusPerNode,
        price,
        retrieved,
        term,
      })),
    ).toEqual([
      { gpu: "L40S", gpusPerNode: 4, price: 10.49264, retrieved: "2026-11-12", term: "on-demand" },
      // $43,800 over 8760 h, and $2 an hour.
      { gpu: "L40S", gpusPerNode: 4, price: 7, retrieved: "2026-11-12", term: "reserved-1y" },
    ]);
  });

  it("reads what aws pricing get-products prints", () => {
    const one = { product: PRODUCT, serviceCode: "AmazonEC2", terms: { OnDemand: ON_DEMAND } };
    const text = JSON.stringify({ ...one, publicationDate: "2026-11-12T22:53:08Z" });
    const list = { FormatVersion: "aws_v1", PriceList: [text] };
    expect(isAwsOffer(list)).toBe(true);
    const { rows } = readAwsJson(list, OPTIONS);
    expect(rows.map(({ price, sku }) => [sku, price])).toEqual([["g6e.12xlarge", 10.49264]]);
  });

  it("leaves other currencies out", () => {
    const yuan = { J: { priceDimensions: { A: { unit: "Hrs", pricePerUnit: { CNY: "70" } } } } };
    const list = { products: { S1: PRODUCT }, terms: { OnDemand: { S1: yuan } } };
    const { rows, skipped } = readAwsJson(list, OPTIONS);
    expect(rows).toEqual([]);
    expect([...skipped]).toEqual([["not in dollars per hour", 1]]);
  });
});
