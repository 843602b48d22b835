/**
 * The public surface of tailcap.
 *
 * ```
 * YAML ─scenario▶ Scenario ─compile▶ SimPlan ─sim▶ Recording ─stats▶ Summary ─plan▶ Decision ─report▶ SVG / table
 * ```
 */
export type { Scenario } from "./scenario/scenario.ts";
export type * from "./plan/result.ts";
export type * from "./sim/sim-plan.ts";
