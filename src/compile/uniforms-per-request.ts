import type { Scenario } from "../scenario/scenario.ts";

const UNIFORMS: Readonly<Record<string, number>> = {
  "power-of-two": 2,
  random: 1,
  // Between equals these three draw.
  "least-kv": 1,
  "prefix-affinity": 1,
  "endpoint-picker": 1,
};

/** Uniforms that the router of a scenario draws for each request. */
export function uniformsPerRequest({ fleet }: Pick<Scenario, "fleet">): number {
  return UNIFORMS[fleet.router] ?? 0;
}
