/** Most replicas of a fleet. */
export const MOST_REPLICAS = 100_000;
