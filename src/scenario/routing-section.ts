/** Who gets an arriving request. */
export type RouterName =
  | "central-queue"
  | "round-robin"
  | "random"
  | "least-outstanding"
  | "power-of-two"
  | "least-kv"
  | "prefix-affinity"
  | "endpoint-picker";

/** What routers see, and what replicas keep of prompts. */
export interface RoutingSection {
  /** Seconds between updates of the loads that routers see; 0 for the present. */
  readonly staleness: number;
  /** Router instances that each know only what they sent themselves. */
  readonly instances: number;
  /** Prefix cache of a replica; null for none. */
  readonly prefixCache: { readonly blocks: number; readonly blockTokens: number } | null;
  /** Weights of the endpoint picker's scorers; of no use to other routers. */
  readonly scorers: ScorersSection;
}

/** Weights of llm-d's scorers, each ≥ 0. */
export interface ScorersSection {
  readonly queue: number;
  readonly kv: number;
  readonly prefix: number;
  readonly running: number;
}
