/**
 * A copy of a column with room for as many rows again.
 *
 * @param column - The full column.
 */
export function doubled(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(2 * column.length);
  longer.set(column);
  return longer;
}
