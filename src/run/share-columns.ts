/**
 * Copies the typed arrays of a record into shared memory; those that lie there stay as they are.
 *
 * @param columns - A record of Float64Array and Int32Array columns; other members stay as they are.
 */
export function shareColumns<Columns extends object>(columns: Columns): Columns {
  const shared = { ...columns };
  for (const name in shared) {
    const column = shared[name];
    if (column instanceof Float64Array || column instanceof Int32Array) {
      Object.assign(shared, { [name]: shareColumn(column) });
    }
  }
  return shared;
}

function shareColumn(column: Float64Array | Int32Array): Float64Array | Int32Array {
  if (column.buffer instanceof SharedArrayBuffer) return column;
  const buffer = new SharedArrayBuffer(column.byteLength);
  const shared = column instanceof Float64Array ? new Float64Array(buffer) : new Int32Array(buffer);
  shared.set(column);
  return shared;
}
