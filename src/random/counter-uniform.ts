/**
 * Counter-based uniforms: each draw is a hash of what it is for, so that no draw depends on which
 * others were made, or in what order. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011, is the idea; the hash here is lighter than theirs.
 */

/** Durations of the stages of cold starts. */
export const PURPOSE_COLD_START = 1;
/** Times in service between a replica's failures. */
export const PURPOSE_UPTIME = 2;
/** Times that failed replicas are down. */
export const PURPOSE_DOWNTIME = 3;
/** Failures and repairs of zones. */
export const PURPOSE_ZONE = 4;
/** Lives of spot replicas. */
export const PURPOSE_SPOT = 5;
/** Beginnings and lengths of slow stretches. */
export const PURPOSE_SLOW = 6;
/** Delays before retries. */
export const PURPOSE_BACKOFF = 7;
/** Choices of routers. */
export const PURPOSE_ROUTE = 8;
/** Service times of attempts after the first. */
export const PURPOSE_SERVICE = 9;
/** Think times of users. */
export const PURPOSE_THINK = 10;
/** Jitter of periodic measurements. */
export const PURPOSE_JITTER = 11;

/** 2³² over the golden ratio, odd: keeps a chain of zero words from staying at zero. */
const GOLDEN = 0x9e3779b9;
/** Start of the second lane, 2³² times the fraction of √2. */
const SECOND_LANE = 0x6a09e667;

/**
 * Uniform in [0, 1) on a grid of 2⁻⁵³ that depends on its arguments alone.
 *
 * Two 32-bit lanes run over the same four words with different mixing functions; one gives the
 * upper 27 bits and the other the lower 26, so that draws coincide no more often than 64 bits of
 * state let them.
 *
 * @param seed - What `foldSeed` returns.
 * @param purpose - A PURPOSE_ constant.
 * @param a - Integer; its low 32 bits count. With `b` it says which draw of the purpose this is.
 * @param b - Integer; its low 32 bits count.
 */
export function counterUniform(seed: number, purpose: number, a: number, b: number): number {
  let upper = mixFirst(seed + GOLDEN);
  upper = mixFirst((upper ^ purpose) + GOLDEN);
  upper = mixFirst((upper ^ a) + GOLDEN);
  upper = mixFirst((upper ^ b) + GOLDEN);
  let lower = mixSecond(seed ^ SECOND_LANE);
  lower = mixSecond((lower ^ purpose) + GOLDEN);
  lower = mixSecond((lower ^ a) + GOLDEN);
  lower = mixSecond((lower ^ b) + GOLDEN);
  return ((upper >>> 5) * 2 ** 26 + (lower >>> 6)) * 2 ** -53;
}

/**
 * Folds a seed and a replication into 32 bits. Replications of one seed never coincide, and neither
 * do seeds below 2³² in one replication.
 *
 * @param seed - Integer in [0, 2⁵³).
 * @param replication - Integer in [0, 2³²).
 */
export function foldSeed(seed: number, replication: number): number {
  let folded = mixFirst(seed + GOLDEN);
  folded = mixFirst((folded ^ Math.floor(seed / 2 ** 32)) + GOLDEN);
  return mixFirst((folded ^ replication) + GOLDEN) >>> 0;
}

/** Finalizer of MurmurHash3 for 32 bits, a bijection; A. Appleby, public domain. */
function mixFirst(word: number): number {
  let hash = word | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A bijection found by search for low bias: C. Wellons, "hash-prospector", public domain. */
function mixSecond(word: number): number {
  let hash = word | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0xd35a2d97);
  return hash ^ (hash >>> 15);
}
