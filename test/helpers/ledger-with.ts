import type { Ledger } from "../../src/plan/result.ts";

/** A ledger of these shares and none of the others. */
export function ledgerWith(shares: Partial<Ledger>): Ledger {
  const none = { useful: 0, recomputed: 0, abandoned: 0, lost: 0, idle: 0 };
  return { ...none, starting: 0, down: 0, minimum: 0, ...shares };
}
