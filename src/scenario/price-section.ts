/** How capacity is bought. `reserved-1y` and `reserved-3y` are commitments of one and three years. */
export type PriceTerm = "on-demand" | "spot" | "reserved-1y" | "reserved-3y";

/** One price of a price list: what an hour of a machine costs somewhere, on some terms. */
export interface PriceRow {
  /** Lower case, such as `aws`. */
  readonly provider: string;
  /** The provider's name for the machine, such as `p5.48xlarge`. */
  readonly sku: string;
  /** Such as `H100`; null for a machine without one, or of which it isn't known. */
  readonly gpu: string | null;
  /** GPUs of the machine; 0 for none. */
  readonly gpusPerNode: number;
  /** The provider's code, such as `us-east-1`. */
  readonly region: string;
  readonly term: PriceTerm;
  /** Per machine and hour, > 0. */
  readonly price: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Where the figure was found. */
  readonly source: string;
  /** Day on which it was found there, as YYYY-MM-DD. */
  readonly retrieved: string;
  /** What is to be known of the figure before it is trusted; null for nothing. */
  readonly note: string | null;
}

/** Where a fleet's price was looked up: the machine, and each of the prices paid for it. */
export interface PriceSource {
  readonly provider: string;
  readonly sku: string;
  readonly region: string;
  readonly gpu: string | null;
  readonly gpusPerNode: number;
  /** Commitments first, in their order; the last one is the price of everything beyond them. */
  readonly prices: readonly SourcedPrice[];
}

/** A price with its origin. */
export interface SourcedPrice {
  readonly term: PriceTerm;
  /** Dollars per machine and hour. */
  readonly price: number;
  /** null for a price that the scenario itself names. */
  readonly source: string | null;
  /** YYYY-MM-DD; null for a price that the scenario itself names. */
  readonly retrieved: string | null;
  readonly note: string | null;
}

/** The machines that replicas are packed on, and what they cost. */
export interface NodeSection {
  /** Replicas that fit on a node, ≥ 1. */
  readonly replicasPerNode: number;
  /** Dollars per hour of a node beyond the committed ones. */
  readonly price: number;
  /** Nodes that are paid for whether they are used or not. */
  readonly committed: readonly CommitmentSection[];
}

/** Nodes that are always paid for. */
export interface CommitmentSection {
  /** How many; or the share, in (0, 1], of the nodes that a fixed fleet's count takes. */
  readonly size: { readonly nodes: number } | { readonly share: number };
  /** Dollars per node and hour. */
  readonly price: number;
}
