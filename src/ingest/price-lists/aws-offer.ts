import type { PriceTerm } from "../../scenario/price-section.ts";
import { gpuOfInstance } from "./gpu-of-sku.ts";
import { PriceCollector, type PriceListOptions } from "./price-list.ts";

/** A product of an AWS price list: its attributes as the CSV names them, in small letters. */
export type AwsProduct = (attribute: AwsAttribute) => string;

/** The attributes that are looked at. */
export type AwsAttribute =
  | "capacitystatus"
  | "gpu"
  | "instance type"
  | "location type"
  | "market option"
  | "operating system"
  | "pre installed s/w"
  | "product family"
  | "region code"
  | "tenancy";

/** One way to pay for a product. */
export interface AwsOffer {
  readonly termType: string;
  /** `1yr` or `3yr`; empty for on-demand. */
  readonly leaseLength: string;
  /** `standard` or `convertible`; empty for on-demand. */
  readonly offeringClass: string;
  /** `No Upfront`, `Partial Upfront` or `All Upfront`; empty for on-demand. */
  readonly purchaseOption: string;
  /** Dollars per hour; null if there is no such rate. */
  readonly hourly: number | null;
  /** Dollars at the start; null for none. */
  readonly upfront: number | null;
}

const HOURS_PER_YEAR = 8760;
const OPTIONS = ["No Upfront", "Partial Upfront", "All Upfront"];

/**
 * Turns offers of the AWS Price List into prices per machine and hour: of Linux on shared tenancy
 * with nothing installed, in Regions proper. Reservations are spread over their term; of the
 * several kinds, `standard` and as little upfront as possible is what a term stands for.
 */
export class AwsOffers {
  private readonly collector = new PriceCollector();
  private readonly options: PriceListOptions;
  private readonly day: string;

  /** @param publicationDate - Of the list; the day of the options stands in if it is empty. */
  constructor(options: PriceListOptions, publicationDate: string) {
    this.options = options;
    const [day] = publicationDate.split("T");
    this.day = /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : options.retrieved;
  }

  /** Takes an offer of a product, all of its rates together. */
  add(product: AwsProduct, offer: AwsOffer): void {
    const reason = this.refusalOf(product) ?? offerRefusal(offer);
    if (reason !== null) {
      this.collector.skip(reason);
      return;
    }
    const term = termOf(offer);
    const price = hourlyPrice(offer);
    if (term === null || price <= 0) {
      this.collector.skip(term === null ? `term ${offer.termType}` : "no price above zero");
      return;
    }
    const sku = product("instance type");
    const { offeringClass, purchaseOption } = offer;
    const gpus = Number(product("gpu")) || 0;
    const row = {
      provider: "aws",
      sku,
      gpu: gpus > 0 ? gpuOfInstance(sku) : null,
      gpusPerNode: gpus,
      region: product("region code"),
      term,
      price,
      currency: "USD",
      source: `AWS Price List, ${this.options.file}`,
      retrieved: this.day,
      note: null,
    };
    const classRank = offeringClass === "" || offeringClass === "standard" ? 0 : OPTIONS.length;
    this.collector.add(row, classRank + Math.max(0, OPTIONS.indexOf(purchaseOption)));
  }

  /** Leaves a price out. */
  skip(reason: string): void {
    this.collector.skip(reason);
  }

  /** All that was taken. */
  close(): ReturnType<PriceCollector["close"]> {
    return this.collector.close();
  }

  /** Why a product is left out; null if it isn't. */
  refusalOf(product: AwsProduct): string | null {
    const is = (attribute: AwsAttribute, ...allowed: readonly string[]): boolean =>
      allowed.includes(product(attribute).toLowerCase());
    if (!product("product family").startsWith("Compute Instance")) return "not a machine";
    if (!is("operating system", "linux")) return "another operating system";
    if (!is("tenancy", "shared")) return "another tenancy";
    if (!is("pre installed s/w", "na", "")) return "with installed software";
    if (!is("capacitystatus", "used")) return "a capacity reservation";
    if (!is("market option", "ondemand", "")) return "a capacity block";
    if (!is("location type", "aws region")) return "outside of a Region";
    if (product("region code") === "") return "no region named";
    if (!this.options.all && !(Number(product("gpu")) > 0)) return "without a GPU";
    const wanted = product("instance type").toLowerCase().includes(this.options.search);
    return wanted ? null : "not searched for";
  }
}

function offerRefusal({ hourly, upfront }: AwsOffer): string | null {
  return hourly === null && upfront === null ? "not in dollars per hour" : null;
}

function termOf({ leaseLength, termType }: AwsOffer): PriceTerm | null {
  if (termType === "OnDemand") return "on-demand";
  if (termType !== "Reserved") return null;
  if (leaseLength === "1yr") return "reserved-1y";
  return leaseLength === "3yr" ? "reserved-3y" : null;
}

function hourlyPrice({ hourly, leaseLength, upfront }: AwsOffer): number {
  const hours = HOURS_PER_YEAR * (leaseLength === "3yr" ? 3 : 1);
  return Number(((hourly ?? 0) + (upfront ?? 0) / hours).toPrecision(12));
}
