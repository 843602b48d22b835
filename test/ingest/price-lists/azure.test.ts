import { describe, expect, it } from "vitest";
import {
  isAzureRetail,
  lacksPages,
  readAzureRetail,
} from "../../../src/ingest/price-lists/read-azure-retail.ts";

const OPTIONS = { file: "azure.json", retrieved: "2026-11-20", all: false, search: "" };

/** An item as the interface writes it. */
const ITEM = {
  currencyCode: "USD",
  tierMinimumUnits: 0,
  retailPrice: 98.32,
  unitPrice: 98.32,
  armRegionName: "eastus",
  location: "US East",
  effectiveStartDate: "2023-11-01T00:00:00Z",
  meterName: "ND96isr H100 v5",
  productName: "Virtual Machines NDsr H100 v5 Series",
  skuName: "ND96isr H100 v5",
  serviceName: "Virtual Machines",
  serviceFamily: "Compute",
  unitOfMeasure: "1 Hour",
  type: "Consumption",
  isPrimaryMeterRegion: true,
  armSkuName: "Standard_ND96isr_H100_v5",
};

function page(...items: readonly object[]): object {
  return { BillingCurrency: "USD", Items: items, NextPageLink: null, Count: items.length };
}

describe("readAzureRetail", () => {
  it("reads a machine's price, spot price and reservations, whose price is of the whole term", () => {
    const { rows } = readAzureRetail(
      page(
        ITEM,
        { ...ITEM, meterName: "ND96isr H100 v5 Spot", retailPrice: 30.5 },
        { ...ITEM, type: "Reservation", reservationTerm: "1 Year", retailPrice: 350_400 },
        { ...ITEM, type: "Reservation", reservationTerm: "3 Years", retailPrice: 788_400 },
      ),
      OPTIONS,
    );
    // 350,400 / 8760 and 788,400 / 26,280.
    expect(rows.map(({ price, term }) => [term, price])).toEqual([
      ["on-demand", 98.32],
      ["spot", 30.5],
      ["reserved-1y", 40],
      ["reserved-3y", 30],
    ]);
    expect(rows[0]).toMatchObject({
      provider: "azure",
      sku: "Standard_ND96isr_H100_v5",
      gpu: "H100",
      gpusPerNode: 8,
      region: "eastus",
      source: "Azure Retail Prices, azure.json",
      retrieved: "2026-11-20",
    });
  });

  it("leaves out Windows, other meters, other currencies and machines that it doesn't know", () => {
    const { read, rows, skipped } = readAzureRetail(
      page(
        { ...ITEM, productName: `${ITEM.productName} Windows`, retailPrice: 102 },
        { ...ITEM, meterName: "ND96isr H100 v5 Low Priority" },
        { ...ITEM, type: "DevTestConsumption" },
        { ...ITEM, currencyCode: "EUR" },
        { ...ITEM, armSkuName: "Standard_D4s_v5" },
        { ...ITEM, serviceName: "Storage" },
        { ...ITEM, retailPrice: 0 },
        { ...ITEM, unitOfMeasure: "1/Month" },
      ),
      OPTIONS,
    );
    expect({ read, rows }).toEqual({ read: 8, rows: [] });
    expect([...skipped.values()].reduce((sum, count) => sum + count)).toBe(8);
    expect([...skipped.keys()]).toContain("another operating system");
  });

  it("prefers the primary meter", () => {
    const other = { ...ITEM, isPrimaryMeterRegion: false, retailPrice: 99 };
    const { rows } = readAzureRetail(page(other, ITEM), OPTIONS);
    expect(rows.map(({ price }) => price)).toEqual([98.32]);
  });

  it("reads several pages and sees that more follow", () => {
    const pages = [page(ITEM), { ...page(), NextPageLink: "https://prices.azure.com/x?$skip=100" }];
    expect(isAzureRetail(pages)).toBe(true);
    expect(lacksPages(pages)).toBe(true);
    expect(lacksPages(page(ITEM))).toBe(false);
    expect(readAzureRetail(pages, OPTIONS).rows).toHaveLength(1);
    expect(isAzureRetail({ items: [] })).toBe(false);
  });
});
