import type { PriceRow } from "../price-section.ts";
import { presetOf } from "./price-table.ts";

/** Something about a price that its reader should know. */
export interface PriceWarning {
  readonly row: PriceRow;
  readonly message: string;
}

/** Days after which a price is taken to be out of date. */
const OLD_AFTER = 90;
/** How far a price per GPU may be from that of its peers. */
const PEER_FACTOR = 3;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Looks over a price list: a spot price above the on-demand one, or equal to it, which price lists
 * write for "no data"; a price per GPU far from that of other machines with the same GPU on the
 * same terms; a missing region; old prices; and rows that carry a note.
 *
 * @param rows - The list, with each preset and term once.
 * @param today - YYYY-MM-DD; null leaves the age out.
 */
export function checkPrices(rows: readonly PriceRow[], today: string | null): PriceWarning[] {
  const onDemand = new Map(
    rows.filter(({ term }) => term === "on-demand").map((row) => [presetOf(row), row.price]),
  );
  const peers = groupPeers(rows);
  return rows.flatMap((row) =>
    [
      row.region === "" ? "names no region" : null,
      spotProblem(row, onDemand.get(presetOf(row))),
      peerProblem(row, peers.get(peerKey(row)) ?? []),
      today === null ? null : ageProblem(row, today),
      row.note,
    ].flatMap((message) => (message === null ? [] : [{ row, message }])),
  );
}

function spotProblem({ price, term }: PriceRow, onDemand: number | undefined): string | null {
  if (term === "on-demand" || onDemand === undefined || price < onDemand) return null;
  if (price > onDemand) {
    return `$${price}/h is above the on-demand price of $${onDemand}/h: one of them may be another machine's`;
  }
  return term === "spot"
    ? `equals the on-demand price, which lists write where they have no ${term} price`
    : null;
}

/** Rows that should cost about the same per GPU. */
function groupPeers(rows: readonly PriceRow[]): ReadonlyMap<string, readonly PriceRow[]> {
  const groups = new Map<string, PriceRow[]>();
  for (const row of rows) {
    if (row.gpu === null || row.gpusPerNode === 0) continue;
    const key = peerKey(row);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

function peerKey({ gpu, term }: PriceRow): string {
  return `${gpu} ${term}`;
}

function peerProblem(row: PriceRow, group: readonly PriceRow[]): string | null {
  const others = group.filter((peer) => peer !== row && peer.currency === row.currency);
  if (others.length === 0) return null;
  const prices = others.map(perGpu).sort((left, right) => left - right);
  const middle = prices[Math.floor(prices.length / 2)];
  const own = perGpu(row);
  if (own <= middle * PEER_FACTOR && own >= middle / PEER_FACTOR) return null;
  return `$${own.toFixed(2)}/h for each ${row.gpu} is more than ${PEER_FACTOR}× away from the $${middle.toFixed(2)}/h of its peers`;
}

function perGpu({ gpusPerNode, price }: PriceRow): number {
  return price / gpusPerNode;
}

/** Says how old a price is, if that is too old. */
export function ageProblem(
  { retrieved }: Pick<PriceRow, "retrieved">,
  today: string,
): string | null {
  const age = dayNumber(today) - dayNumber(retrieved);
  if (age <= OLD_AFTER) return null;
  return `was retrieved on ${retrieved}, ${age} days ago: check it`;
}

/**
 * Days since 1 March of year 0 of the proleptic Gregorian calendar.
 *
 * @see Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
function dayNumber(date: string): number {
  const match = DAY.exec(date);
  if (!match) throw new RangeError(`must be a date such as 2026-11-21, got ${date}`);
  const [year, month, day] = match.slice(1).map(Number);
  const counted = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leaps = Math.floor(counted / 4) - Math.floor(counted / 100) + Math.floor(counted / 400);
  return 365 * counted + leaps + dayOfYear;
}
