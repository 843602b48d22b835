/** Delays of many servers of which each request samples a few and joins the shortest queue. */
export interface MeanFieldChoiceDelays {
  /** Mean time from arrival to departure, in mean service times. */
  readonly sojournMean: number;
  /** P(sojourn > t), t ≥ 0 in mean service times. */
  readonly sojournTail: (t: number) => number;
}

/**
 * Power of d choices in the limit of endlessly many servers with exponential service: the share of
 * servers with at least i requests is s_i = ρ^((d^i − 1)/(d − 1)). With a hundred servers the mean
 * is some 1 % longer, with a few much longer.
 *
 * @param utilization - Load per server ρ, in (0, 1).
 * @param choices - Servers sampled by a request d, an integer ≥ 2.
 * @see M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", IEEE Trans.
 *   Parallel Distrib. Syst. 12 (2001) 1094–1104, https://doi.org/10.1109/71.963420; N. D.
 *   Vvedenskaya, R. L. Dobrushin, F. I. Karpelevich, Probl. Inf. Transm. 32 (1996) 15–27
 */
export function solveMeanFieldChoice(utilization: number, choices: number): MeanFieldChoiceDelays {
  if (!(utilization > 0 && utilization < 1)) {
    throw new RangeError(`utilization must be between 0 and 1, got ${utilization}`);
  }
  const shares = [1];
  for (let exponent = 1; shares[shares.length - 1] > 1e-20; exponent = exponent * choices + 1) {
    shares.push(utilization ** exponent);
  }
  const sojournMean = shares.slice(1).reduce((sum, share) => sum + share, 0) / utilization;

  // A request that finds i others at its server stays for i + 1 services.
  const sojournTail = (t: number): number => {
    let sum = 0;
    let term = Math.exp(-t);
    let atMost = term;
    for (let i = 0; i + 1 < shares.length; i += 1) {
      sum += (shares[i] ** choices - shares[i + 1] ** choices) * atMost;
      term *= t / (i + 1);
      atMost += term;
    }
    return sum;
  };
  return { sojournMean, sojournTail };
}
