import type * as z from "zod";
import { choice } from "./choice.ts";
import type { KeyPath } from "./key-path.ts";
import { list } from "./list.ts";
import { isMapping, mapping } from "./mapping.ts";
import { mutuallyExclusive } from "./messages.ts";
import { described, node, orNull, readPart, type Report } from "./node.ts";
import type {
  CommitmentSection,
  NodeSection,
  PriceRow,
  PriceSource,
  PriceTerm,
  SourcedPrice,
} from "./price-section.ts";
import { priceTableOf } from "./prices/attach-table.ts";
import { isUnknown, PRICE_TERMS } from "./prices/price-table.ts";
import { count, oneOf, price, share, text } from "./quantity.ts";

/** What a fleet costs, however it was written. */
export interface FleetPrice {
  /** Dollars per replica and hour, on average over the nodes of a full fleet. */
  readonly price: number;
  readonly priceSource: PriceSource | null;
  readonly nodes: NodeSection | null;
}

/** More replicas than any machine holds. */
const MOST_PER_NODE = 1000;
/** More committed nodes than a fleet can use. */
const MOST_NODES = 100_000;

const dollars = price();
const term = oneOf(PRICE_TERMS);

const partKeys = {
  share: described(
    orNull(share({ above: 0, atMost: 1 })),
    "Share of the nodes of a fixed fleet's count that is bought so, in whole nodes, rounded down.",
    "60%",
  ),
  nodes: described(orNull(count(1, MOST_NODES)), "Nodes that are bought so.", 4),
  term: described(orNull(term), "How they are bought.", "reserved-1y"),
  price: described(
    orNull(dollars),
    "Per node, in place of the price that the preset has for the term.",
    "$33/h",
  ),
};

const part = mapping(partKeys, ({ share: part, nodes }, report) => {
  if (typeof part !== "number" || typeof nodes !== "number") return;
  report({
    code: "conflict",
    message: mutuallyExclusive("share", "nodes"),
    hint: "remove one of the two",
  });
});

const nodeKeys = {
  replicasPerNode: described(
    count(1, MOST_PER_NODE).prefault(1),
    "Replicas that fit on a machine; machines are paid for as a whole.",
    2,
  ),
  mix: described(
    orNull(list(part, 2)),
    "Commitments that are always paid for, and last what everything beyond them costs.",
    [{ share: "60%", term: "reserved-1y", price: "$33/h" }, { term: "on-demand" }],
  ),
};

const presetForm = mapping({
  preset: described(
    text(),
    "A machine of a price list: provider/sku/region. `tailcap prices` lists them.",
    "aws/p5.48xlarge/us-east-1",
  ),
  term: described(orNull(term), "How it is bought. Left out: on-demand.", "spot"),
  ...nodeKeys,
});

const nodeForm = mapping({
  perNode: described(dollars, "Dollars per machine and hour.", "$55.04/h"),
  ...nodeKeys,
});

const plainForm = dollars.transform((value): FleetPrice => ({
  price: value,
  priceSource: null,
  nodes: null,
}));

type WrittenPart = z.output<typeof part>;

/** What a part of a fleet costs, with where it stands in a mix. */
interface PricedPart extends SourcedPrice {
  readonly written: WrittenPart | null;
}

const fromPreset = node<FleetPrice>(presetForm, (value, report) => {
  const written = readPart(presetForm, value, [], report);
  if (written === undefined || !isMapping(value)) return undefined;
  const found = priceTableOf(value).find(written.preset);
  if (isUnknown(found)) return report({ code: "bad-value", path: ["preset"], ...found });
  if (written.mix !== null && written.term !== null) return reportTermAndMix(report);
  const read = (one: PriceTerm, path: KeyPath): SourcedPrice | undefined =>
    findTerm(found.rows, one, written.preset, path, report);
  const parts = priceParts(written.mix, written.term ?? "on-demand", read, report);
  if (parts === undefined) return undefined;
  const [{ provider, sku, region, gpu, gpusPerNode }] = found.rows;
  const prices = parts.map(({ term: bought, price: paid, source, retrieved, note }) => ({
    term: bought,
    price: paid,
    source,
    retrieved,
    note,
  }));
  const priceSource = { provider, sku, region, gpu, gpusPerNode, prices };
  return { ...assemble(parts, written.replicasPerNode), priceSource };
});

const fromNode = node<FleetPrice>(nodeForm, (value, report) => {
  const written = readPart(nodeForm, value, [], report);
  if (written === undefined) return undefined;
  const own = namedPrice("on-demand", written.perNode);
  const read = (one: PriceTerm, path: KeyPath): SourcedPrice | undefined => {
    if (one === "on-demand") return own;
    return report({
      code: "missing-key",
      message: `is required: perNode has no ${one} price`,
      hint: "such as price: $33/h, or price: {preset: …} in place of perNode",
      path: [...path, "price"],
    });
  };
  const parts = priceParts(written.mix, "on-demand", read, report);
  return parts && { ...assemble(parts, written.replicasPerNode), priceSource: null };
});

/** A price for a replica, a machine of a price list, or a price for a machine. */
export const fleetPriceSchema: z.ZodType<FleetPrice> = choice(
  [plainForm, fromPreset, fromNode],
  (value, report) => {
    if (!isMapping(value)) return plainForm;
    const given = ["preset", "perNode"].filter((key) => Object.hasOwn(value, key));
    if (given.length === 1) return given[0] === "preset" ? fromPreset : fromNode;
    return report({
      code: given.length === 0 ? "missing-key" : "conflict",
      message: `must have exactly one of preset and perNode, got ${given.join(" and ") || "none"}`,
      hint: "such as {preset: aws/p5.48xlarge/us-east-1, replicasPerNode: 8}, or plainly $4.10/h",
    });
  },
);

function reportTermAndMix(report: Report): undefined {
  return report({
    code: "conflict",
    message: mutuallyExclusive("term", "mix"),
    hint: "the parts of a mix have a term each",
    path: ["term"],
  });
}

type ReadTerm = (term: PriceTerm, path: KeyPath) => SourcedPrice | undefined;

/** Prices every part of a mix, or the one term where there is no mix; undefined after a report. */
function priceParts(
  mix: readonly WrittenPart[] | null,
  plain: PriceTerm,
  read: ReadTerm,
  report: Report,
): readonly PricedPart[] | undefined {
  if (mix === null) {
    const found = read(plain, []);
    return found && [{ ...found, written: null }];
  }
  let isValid = checkSizes(mix, report);
  const parts: PricedPart[] = [];
  for (const [position, written] of mix.entries()) {
    const isLast = position === mix.length - 1;
    const path = ["mix", position];
    if (written.term === null && written.price === null) {
      isValid = false;
      report({
        code: "missing-key",
        message: "is required",
        hint: "such as term: on-demand, or price: $33/h",
        path: [...path, "term"],
      });
      continue;
    }
    const own = written.term ?? (isLast ? "on-demand" : "reserved-1y");
    const found = written.price === null ? read(own, path) : namedPrice(own, written.price);
    if (found === undefined) isValid = false;
    else parts.push({ ...found, written: isLast ? null : written });
  }
  return isValid ? parts : undefined;
}

/** Every part but the last has a size, and shares leave something to the last or nothing. */
function checkSizes(mix: readonly WrittenPart[], report: Report): boolean {
  let isValid = true;
  let shares = 0;
  for (const [position, { nodes, share: own }] of mix.entries()) {
    const isLast = position === mix.length - 1;
    const isSized = nodes !== null || own !== null;
    shares += own ?? 0;
    if (isSized !== isLast) continue;
    isValid = false;
    report(
      isLast
        ? {
            code: "conflict",
            message: "must have neither share nor nodes: the last part is everything beyond",
            hint: "add a last part with a term alone, such as {term: on-demand}",
            path: ["mix", position],
          }
        : {
            code: "missing-key",
            message: "must have share or nodes",
            hint: "such as share: 60%",
            path: ["mix", position],
          },
    );
  }
  if (shares <= 1 + 1e-12) return isValid;
  const found = `${Number((100 * shares).toPrecision(12))}%`;
  report({
    code: "out-of-range",
    message: `must have shares of at most 100% together, got ${found}`,
    path: ["mix"],
  });
  return false;
}

function findTerm(
  rows: readonly PriceRow[],
  wanted: PriceTerm,
  preset: string,
  path: KeyPath,
  report: Report,
): SourcedPrice | undefined {
  const row = rows.find((one) => one.term === wanted);
  if (row !== undefined) {
    const { note, price: found, retrieved, source } = row;
    return { term: wanted, price: found, source, retrieved, note };
  }
  const known = rows.map((one) => one.term).join(", ");
  return report({
    code: "bad-value",
    message: `has no price for ${preset}, which has one for ${known}`,
    hint:
      path.length > 0
        ? "add its price: $…/h, or a price list that has it: --prices FILE"
        : "use a price list that has it: --prices FILE, see `tailcap prices import --help`",
    path: [...path, "term"],
  });
}

function namedPrice(named: PriceTerm, found: number): SourcedPrice {
  return { term: named, price: found, source: null, retrieved: null, note: null };
}

/** Puts prices together; nodes matter as soon as they hold several replicas or are committed. */
function assemble(
  parts: readonly PricedPart[],
  replicasPerNode: number,
): Pick<FleetPrice, "price" | "nodes"> {
  const beyond = parts[parts.length - 1].price;
  const committed = parts.flatMap(({ price: paid, written }): readonly CommitmentSection[] => {
    if (written === null) return [];
    const { nodes, share: own } = written;
    const size = nodes === null ? { share: own ?? 0 } : { nodes };
    return [{ size, price: paid }];
  });
  let average = beyond;
  for (const { price: paid, size } of committed) {
    if ("share" in size) average += size.share * (paid - beyond);
  }
  const isPlain = replicasPerNode === 1 && committed.length === 0;
  return {
    price: Number((average / replicasPerNode).toPrecision(14)),
    nodes: isPlain ? null : { replicasPerNode, price: beyond, committed },
  };
}
