import type { HpaBehaviorSection, ScalingRulesSection } from "../../scenario/autoscaler-section.ts";
import { secondsText, wholeNumber } from "./provenance.ts";

/** Defaults of kube-controller-manager's flags (1.34, 2025). */
const SYNC_PERIOD = 15;
const TOLERANCE = 0.1;

const SELECT = { max: "Max", min: "Min", disabled: "Disabled" } as const;

/**
 * `behavior` of an HPA.
 *
 * @param hasTolerance - Whether the object has a field for a direction's tolerance; KEDA's has not.
 * @param notes - Is added to.
 * @returns undefined where the simulated object has none, which scales by rules of its own.
 */
export function behaviorOf(
  { scaleDown, scaleUp }: Pick<HpaBehaviorSection, "scaleDown" | "scaleUp">,
  hasTolerance: boolean,
  notes: string[],
): object | undefined {
  // Only an object without a behavior comes without policies.
  if (scaleUp.policies.length === 0) return undefined;
  return {
    scaleUp: rulesOf("scaleUp", scaleUp, hasTolerance, notes),
    scaleDown: rulesOf("scaleDown", scaleDown, hasTolerance, notes),
  };
}

function rulesOf(
  direction: string,
  rules: ScalingRulesSection,
  hasTolerance: boolean,
  notes: string[],
): object {
  const { policies, selectPolicy, stabilizationWindow, tolerance } = rules;
  const window = `${direction}.stabilizationWindowSeconds`;
  if (tolerance !== null) {
    notes.push(
      hasTolerance
        ? `${direction}.tolerance needs the feature gate HPAConfigurableTolerance.`
        : `${direction}.tolerance ${tolerance} was simulated, which a ScaledObject can't say.`,
    );
  }
  return {
    stabilizationWindowSeconds: wholeNumber(window, stabilizationWindow, notes),
    selectPolicy: SELECT[selectPolicy],
    policies: policies.map(({ period, type, value }) => ({
      type: type === "pods" ? "Pods" : "Percent",
      value: wholeNumber(`${direction} value`, type === "pods" ? value : value * 100, notes, 1),
      periodSeconds: wholeNumber(`${direction}.periodSeconds`, period, notes, 1),
    })),
    ...(tolerance !== null && hasTolerance ? { tolerance: String(tolerance) } : {}),
  };
}

/** What the simulation takes from flags of kube-controller-manager, in lines of comment. */
export function controllerLines(section: HpaBehaviorSection): readonly string[] {
  const { cpuInitializationPeriod, syncPeriod, tolerance } = section;
  const flags = [
    `--horizontal-pod-autoscaler-sync-period=${secondsText(syncPeriod)}`,
    `--horizontal-pod-autoscaler-tolerance=${tolerance}`,
    ...(cpuInitializationPeriod === 0
      ? []
      : [
          `--horizontal-pod-autoscaler-cpu-initialization-period=${secondsText(cpuInitializationPeriod)}`,
        ]),
  ];
  const isUsual = syncPeriod === SYNC_PERIOD && tolerance === TOLERANCE;
  return [
    `Simulated with these flags of kube-controller-manager${isUsual ? " (its defaults)" : ""}:`,
    ...flags.map((flag) => `  ${flag}`),
  ];
}
