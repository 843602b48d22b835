/** What a replica's mean step contains, as seen by a decoding sequence. */
export interface Occupancy {
  /** Sequences in the step. */
  readonly sequences: number;
  /** Cached tokens of those that decode. */
  readonly contextTokens: number;
  /** Prefill tokens. */
  readonly prefillTokens: number;
  /** Prefills begun a step, and the chunks in tokens that each of them is cut into. */
  readonly prefillsPerStep: number;
  readonly chunks: readonly number[];
}

/** A load in numbers: requests in flight, and what each of them is. */
export interface InFlight {
  /** Requests in flight on average. */
  readonly requests: number;
  /** Mean tokens; output at least 2. */
  readonly input: number;
  readonly output: number;
  /** Mean seconds to the first token (null: next to none) and for each after it. */
  readonly ttft: number | null;
  readonly tpot: number;
}

/**
 * Works out by Little's law what the mean step contains: of the requests in flight the share that
 * decodes is that of decoding in a request's time, and for each output token after the first a
 * sequence sees, every other decoding one has been through as much prefill.
 *
 * @param load - What is in flight.
 * @param maxBatchedTokens - Tokens of a step, which cut long prompts into chunks.
 */
export function occupancyOf(load: InFlight, maxBatchedTokens: number): Occupancy {
  const { input, output, requests, tpot, ttft } = load;
  const decodeTime = (output - 1) * tpot;
  const decoding = (requests * decodeTime) / (decodeTime + (ttft ?? 0));
  const prefillsPerStep = decoding / (output - 1);
  const chunks: number[] = [];
  for (let rest = input; rest > 0; rest -= maxBatchedTokens) {
    chunks.push(Math.min(rest, maxBatchedTokens));
  }
  return {
    sequences: decoding + prefillsPerStep * chunks.length,
    contextTokens: decoding * (input + output / 2),
    prefillTokens: prefillsPerStep * input,
    prefillsPerStep,
    chunks,
  };
}
