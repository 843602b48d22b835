import type { RowFault } from "./check-row.ts";
import type { RowCells } from "./row-cells.ts";

/** Takes lines apart, one at a time. */
export interface LineParser {
  /** Whether the first line that isn't blank names the columns. */
  readonly hasHeader: boolean;
  /** The cells of the line loaded last. */
  readonly cells: RowCells;
  /**
   * Takes a line, without its end, into the cells.
   *
   * @param bytes - Holds the line, and changes after the call.
   * @returns What is wrong with it as a line; null if nothing is.
   */
  load(bytes: Uint8Array, start: number, end: number): RowFault | null;
}
