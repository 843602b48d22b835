import type { FleetRouter } from "../routing/fleet-router.ts";
import type { PrefixMemory } from "./sequence-source.ts";

/** The replicas' prefix caches, with a count of what they save. */
export class PromptCaches implements PrefixMemory {
  /** Input tokens found in a cache, and all input tokens that were admitted. */
  cached = 0;
  admitted = 0;
  private readonly router: FleetRouter;

  constructor(router: FleetRouter) {
    this.router = router;
  }

  cachedTokens(replica: number, sizeRow: number, input: number): number {
    return this.router.cachedTokens(replica, sizeRow, input);
  }

  cache(replica: number, sizeRow: number): void {
    this.router.cache(replica, sizeRow);
  }

  countPrompt(input: number, cached: number): void {
    this.admitted += input;
    this.cached += cached;
  }
}
