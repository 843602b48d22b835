/** The queries that a workload is made of; null for what isn't asked. */
export interface WorkloadQueries {
  readonly rate: string;
  readonly input: string | null;
  readonly output: string | null;
  /** Sums of the tokens, to compare the buckets with. */
  readonly inputSum: string | null;
  readonly outputSum: string | null;
}

/**
 * Queries on the metrics of vLLM's V1 engine.
 *
 * @param selector - Labels of the series, in braces or without; empty for all.
 * @see https://docs.vllm.ai/en/latest/usage/metrics.html, November 2026.
 */
export function vllmQueries(selector: string): WorkloadQueries {
  const inside = selector.trim().replace(/^\{/, "").replace(/\}$/, "");
  const labels = inside === "" ? "" : `{${inside}}`;
  const buckets = (name: string): string =>
    `sum by (le) (increase(vllm:${name}_bucket${labels}[$step]))`;
  const sum = (name: string): string => `sum(increase(vllm:${name}_sum${labels}[$step]))`;
  return {
    rate: `sum(rate(vllm:request_success_total${labels}[$step]))`,
    input: buckets("request_prompt_tokens"),
    output: buckets("request_generation_tokens"),
    inputSum: sum("request_prompt_tokens"),
    outputSum: sum("request_generation_tokens"),
  };
}

/** What the queries of vLLM don't see. */
export const VLLM_NOTES: readonly string[] = [
  "vLLM counts requests when they are finished: arrivals are taken to be as late as their answers",
  "aborted and rejected requests are not in its counts",
];
