/** A stretch of time at a resolution. */
export interface QueryRange {
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
  /** Seconds. */
  readonly step: number;
}

/** Milliseconds to wait for an answer. */
const PATIENCE = 30_000;
/** Bytes of an answer that is read. */
const MOST_BYTES = 256 * 2 ** 20;

/**
 * Asks a Prometheus server for a range.
 *
 * @param url - Of the server, such as `http://localhost:9090`, or a path below which its API is.
 * @param query - PromQL; `$step` stands for the step.
 * @returns The parsed JSON.
 * @throws Error that says what came instead.
 */
export async function fetchRange(
  url: string,
  query: string,
  { end, start, step }: QueryRange,
): Promise<unknown> {
  const address = new URL("api/v1/query_range", url.endsWith("/") ? url : `${url}/`);
  address.search = new URLSearchParams({
    query: query.replaceAll("$step", `${step}s`),
    start: String(start),
    end: String(end),
    step: String(step),
  }).toString();
  const response = await fetch(address, {
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((error: unknown): never => {
    throw new Error(`no answer from ${address.origin}: ${reasonOf(error)}`);
  });
  const text = await response.text();
  if (text.length > MOST_BYTES) throw new Error("the answer is too large: take a longer step");
  try {
    return JSON.parse(text);
  } catch {
    const status = `${response.status} ${response.statusText}`.trim();
    throw new Error(`${address.origin} answered ${status} and no JSON: is it Prometheus?`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== ""
    ? error.cause.message
    : error.message;
}
