/**
 * Spearman's rank correlation: Pearson's of the ranks, equal values sharing the mean of theirs.
 *
 * @param first - Values of the first column.
 * @param second - Values of the second, as many.
 * @returns In [−1, 1]; null for fewer than 2 rows, or if one column is constant or missing.
 * @see C. Spearman, American Journal of Psychology 15 (1904) 72–101
 */
export function rankCorrelation(
  first: Int32Array | Float64Array,
  second: Int32Array | Float64Array,
): number | null {
  if (first.length < 2 || first.length !== second.length) return null;
  const left = ranksOf(first);
  const right = ranksOf(second);
  const mean = (first.length + 1) / 2;
  let product = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (let row = 0; row < left.length; row += 1) {
    product += (left[row] - mean) * (right[row] - mean);
    leftSquares += (left[row] - mean) ** 2;
    rightSquares += (right[row] - mean) ** 2;
  }
  if (leftSquares === 0 || rightSquares === 0) return null;
  return product / Math.sqrt(leftSquares * rightSquares);
}

function ranksOf(values: Int32Array | Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  let first = 0;
  while (first < order.length) {
    let next = first + 1;
    while (next < order.length && values[order[next]] === values[order[first]]) next += 1;
    for (let place = first; place < next; place += 1) ranks[order[place]] = (first + 1 + next) / 2;
    first = next;
  }
  return ranks;
}
