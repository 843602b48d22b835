import { AwsOffers, type AwsAttribute, type AwsOffer, type AwsProduct } from "./aws-offer.ts";
import { isObject, memberOf, membersOf, textOf } from "./json-access.ts";
import type { PriceListOptions, PriceListRead } from "./price-list.ts";

/** Members of `attributes` in the JSON form, by the name of their column in the CSV form. */
const MEMBERS: Readonly<Record<Exclude<AwsAttribute, "product family">, string>> = {
  capacitystatus: "capacitystatus",
  gpu: "gpu",
  "instance type": "instanceType",
  "location type": "locationType",
  "market option": "marketoption",
  "operating system": "operatingSystem",
  "pre installed s/w": "preInstalledSw",
  "region code": "regionCode",
  tenancy: "tenancy",
};

/** True of an offer file of the AWS Price List, or of what `aws pricing get-products` prints. */
export function isAwsOffer(list: unknown): boolean {
  const isOffer = isObject(memberOf(list, "products")) && isObject(memberOf(list, "terms"));
  return isOffer || Array.isArray(memberOf(list, "PriceList"));
}

/**
 * Reads the JSON form of an AWS Price List (`index.json` of AmazonEC2), or what `aws pricing
 * get-products` prints: the same per product, each as a text of JSON.
 *
 * @see https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 */
export function readAwsJson(list: unknown, options: PriceListOptions): PriceListRead {
  const printed = memberOf(list, "PriceList");
  if (Array.isArray(printed)) return readProducts(printed, options);
  const offers = new AwsOffers(options, textOf(list, "publicationDate"));
  const terms = memberOf(list, "terms");
  for (const product of membersOf(memberOf(list, "products"))) {
    addProduct(offers, product, (termType) =>
      memberOf(memberOf(terms, termType), textOf(product, "sku")),
    );
  }
  return offers.close();
}

function readProducts(printed: readonly unknown[], options: PriceListOptions): PriceListRead {
  const parsed = printed.map((one): unknown => (typeof one === "string" ? JSON.parse(one) : one));
  const offers = new AwsOffers(options, textOf(parsed[0], "publicationDate"));
  for (const one of parsed) {
    addProduct(offers, memberOf(one, "product"), (termType) =>
      memberOf(memberOf(one, "terms"), termType),
    );
  }
  return offers.close();
}

/** @param termsOf - Offers of the product by the type of their term. */
function addProduct(
  offers: AwsOffers,
  product: unknown,
  termsOf: (termType: string) => unknown,
): void {
  const attributes = memberOf(product, "attributes");
  const read: AwsProduct = (attribute) =>
    attribute === "product family"
      ? textOf(product, "productFamily")
      : textOf(attributes, MEMBERS[attribute]);
  for (const termType of ["OnDemand", "Reserved"]) {
    for (const offer of membersOf(termsOf(termType))) offers.add(read, offerOf(offer, termType));
  }
}

function offerOf(offer: unknown, termType: string): AwsOffer {
  const attributes = memberOf(offer, "termAttributes");
  let hourly: number | null = null;
  let upfront: number | null = null;
  for (const dimension of membersOf(memberOf(offer, "priceDimensions"))) {
    const text = textOf(memberOf(dimension, "pricePerUnit"), "USD");
    const price = Number(text);
    if (text === "" || !Number.isFinite(price)) continue;
    if (/^(?:Hrs|Hours?)$/i.test(textOf(dimension, "unit"))) hourly = price;
    else if (textOf(dimension, "unit") === "Quantity") upfront = price;
  }
  return {
    termType,
    leaseLength: textOf(attributes, "LeaseContractLength").replaceAll(" ", ""),
    offeringClass: textOf(attributes, "OfferingClass"),
    purchaseOption: textOf(attributes, "PurchaseOption"),
    hourly,
    upfront,
  };
}
