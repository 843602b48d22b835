/**
 * Quantile by the inverse of the empirical distribution function: the smallest value that at least
 * the share `p` of the values don't exceed. By selection (Hoare), in linear time.
 *
 * @param values - At least one; left in another order.
 * @param p - Share in (0, 1].
 */
export function quantileInPlace(values: Float64Array, p: number): number {
  const rank = Math.max(0, Math.ceil(p * values.length) - 1);
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left] < pivot) left++;
      while (values[right] > pivot) right--;
      if (left > right) break;
      const swapped = values[left];
      values[left++] = values[right];
      values[right--] = swapped;
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank];
}
