/**
 * The ladder of budgets at which evidence is gathered, 1, 2 and 5 times powers of ten up to a half,
 * as far as it concerns a budget: a verdict must hold for every lower target too.
 *
 * @param budget - Share of requests that may be bad, in (0, 1).
 * @returns The largest rung up to the budget, then every larger one.
 */
export function budgetRungs(budget: number): number[] {
  const rungs: number[] = [];
  for (let exponent = Math.floor(Math.log10(budget)) - 1; exponent < 0; exponent++) {
    for (const digit of [1, 2, 5]) rungs.push(Number(`${digit}e${exponent}`));
  }
  // 1 − 0.9 is a little less than 0.1.
  return rungs.slice(rungs.findLastIndex((rung) => rung <= budget * (1 + 1e-9)));
}
