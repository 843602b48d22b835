import seedrandom from "seedrandom";

/** A source of uniforms in [0, 1) on a grid of 2^-53; zero can occur, one can't. */
export type Stream = () => number;

/**
 * Opens the random stream of one purpose in one replication.
 *
 * Each purpose draws from a stream of its own, so that a change in how many variates one part of a
 * run needs never shifts the draws of another. Streams with different names behave as independent.
 *
 * The generator is seedrandom's Alea: its xor128, xorwow and xorshift7 give dependent draws for
 * neighbouring seed strings. `.double` has 53 bits; the plain call has 32, which would bound an
 * exponential variate at 22 means.
 *
 * @param seed - Seed of the run, an integer.
 * @param replication - Replication, counted from 0.
 * @param purpose - What is drawn: "arrivals", "input", "routing", …
 */
export function openStream(seed: number, replication: number, purpose: string): Stream {
  const generator = seedrandom.alea(`${seed}/${replication}/${purpose}`);
  return () => generator.double();
}
