import { WinnerTree } from "../winner-tree.ts";

/**
 * The idle servers behind a central queue, of which the lowest-numbered starts next: a winner tree
 * in which those that are idle hold 0, so that the leftmost of them wins.
 */
export class IdleServers {
  private readonly tree = new WinnerTree(16);

  /** Lowest-numbered idle server; call only when there is one. */
  get lowest(): number {
    return this.tree.winner;
  }

  get isEmpty(): boolean {
    return this.tree.minTime === Infinity;
  }

  /** Makes room for servers up to, not including, `count`. */
  grow(count: number): void {
    this.tree.grow(count);
  }

  add(server: number): void {
    this.tree.set(server, 0);
  }

  /** Takes a server out, if it is in. */
  remove(server: number): void {
    this.tree.set(server, Infinity);
  }
}
