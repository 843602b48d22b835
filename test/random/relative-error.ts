/** |got − wanted|/|wanted|. */
export function relativeError(got: number, wanted: number): number {
  return Math.abs(got - wanted) / Math.abs(wanted);
}
