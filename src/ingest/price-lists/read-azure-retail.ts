import type { PriceTerm } from "../../scenario/price-section.ts";
import { gpusOfAzureSize } from "./gpu-of-sku.ts";
import { memberOf, textOf } from "./json-access.ts";
import { PriceCollector, type PriceListOptions, type PriceListRead } from "./price-list.ts";

/** Hours that the total of a reservation is for. */
const RESERVATIONS: Readonly<Record<string, { term: PriceTerm; hours: number }>> = {
  "1 Year": { term: "reserved-1y", hours: 8760 },
  "3 Years": { term: "reserved-3y", hours: 3 * 8760 },
};

/** True of an answer of the Azure Retail Prices interface, or a list of its answers. */
export function isAzureRetail(list: unknown): boolean {
  return pagesOf(list).every((page) => Array.isArray(memberOf(page, "Items")));
}

/**
 * Reads answers of the Azure Retail Prices interface: one page, or a list of pages. Linux machines
 * alone; the price of a reservation is the total of its term, although its unit says an hour.
 *
 * @see https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices
 */
export function readAzureRetail(list: unknown, options: PriceListOptions): PriceListRead {
  const collector = new PriceCollector();
  for (const page of pagesOf(list)) {
    const items = memberOf(page, "Items");
    for (const item of Array.isArray(items) ? items : []) addItem(collector, item, options);
  }
  return collector.close();
}

/** True if a page says that more follow, which are then missing. */
export function lacksPages(list: unknown): boolean {
  const pages = pagesOf(list);
  return textOf(pages[pages.length - 1], "NextPageLink") !== "";
}

function pagesOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) && list.length > 0 ? list : [list];
}

function addItem(collector: PriceCollector, item: unknown, options: PriceListOptions): void {
  const sku = textOf(item, "armSkuName");
  const gpus = gpusOfAzureSize(sku);
  const found = termOf(item);
  const reason = refusal(item, options) ?? (typeof found === "string" ? found : null);
  if (reason !== null || typeof found === "string") {
    collector.skip(reason ?? "");
    return;
  }
  collector.add(
    {
      provider: "azure",
      sku,
      gpu: gpus?.gpu ?? null,
      gpusPerNode: gpus?.gpus ?? 0,
      region: textOf(item, "armRegionName"),
      term: found.term,
      price: Number(found.price.toPrecision(12)),
      currency: "USD",
      source: `Azure Retail Prices, ${options.file}`,
      retrieved: options.retrieved,
      note: null,
    },
    memberOf(item, "isPrimaryMeterRegion") === false ? 1 : 0,
  );
}

function refusal(item: unknown, { all, search }: PriceListOptions): string | null {
  const sku = textOf(item, "armSkuName");
  if (textOf(item, "serviceName") !== "Virtual Machines" || sku === "") return "not a machine";
  if (/\bWindows\b/i.test(textOf(item, "productName"))) return "another operating system";
  if (textOf(item, "currencyCode") !== "USD") return "not in US dollars";
  if (textOf(item, "armRegionName") === "") return "no region named";
  if (!all && gpusOfAzureSize(sku) === null) return "without a GPU that is known";
  return sku.toLowerCase().includes(search) ? null : "not searched for";
}

/** Term and dollars per hour; or why there are none. */
function termOf(item: unknown): { term: PriceTerm; price: number } | string {
  const price = memberOf(item, "retailPrice");
  if (typeof price !== "number" || price <= 0) return "no price above zero";
  // The year 2021 version of the interface calls the type `priceType`.
  const type = textOf(item, "type") || textOf(item, "priceType");
  if (type === "Reservation") {
    const reservation = RESERVATIONS[textOf(item, "reservationTerm")];
    if (reservation === undefined) return "a reservation of another length";
    return { term: reservation.term, price: price / reservation.hours };
  }
  if (type !== "Consumption") return `price type ${type || "left out"}`;
  if (textOf(item, "unitOfMeasure") !== "1 Hour") return "not by the hour";
  const meter = `${textOf(item, "meterName")} ${textOf(item, "skuName")}`;
  if (/\bLow Priority\b/i.test(meter)) return "low priority, which Azure has retired";
  return { term: /\bSpot\b/i.test(meter) ? "spot" : "on-demand", price };
}
