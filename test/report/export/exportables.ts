import { autoscalerSchema } from "../../../src/scenario/autoscaler-schema.ts";
import type { AutoscalerSection } from "../../../src/scenario/autoscaler-section.ts";
import type { RouterName } from "../../../src/scenario/routing-section.ts";
import type { Exportable } from "../../../src/report/export/exportable.ts";

type Changes = Partial<Omit<Exportable, "autoscaler" | "result">> & {
  /** As a scenario has it. */
  readonly autoscaler?: object | undefined;
  readonly service?: "serial" | "batch" | "continuous";
  readonly redundancy?: object;
  readonly router?: RouterName;
};

/** An autoscaler as the schema resolves it. */
export function autoscaler(written: object): AutoscalerSection {
  return autoscalerSchema.parse(written);
}

/** A choice of 4 replicas at $2 an hour each, with what exports read of its result. */
export function exportable(changes: Changes = {}): Exportable {
  const { autoscaler: written, redundancy = null, service = "continuous", ...others } = changes;
  const { router = "least-outstanding", ...rest } = others;
  const choice = {
    replicas: 4,
    settings: {},
    costPerHour: 8,
    costInterval: null,
    costPerMonth: 5840,
    reason: "the smallest count from which every count up to 6 holds",
    provenTooFew: null,
    gap: { undecided: [], perHour: 0, requestsToClose: null },
    oneFewer: null,
    elastic: null,
    nextCheaper: null,
  };
  const result = {
    tailcap: "0.1.0",
    scenario: { name: "chat", seed: 1, service: { kind: service }, fleet: { price: 2, router } },
    scenarioSha256: "ab12",
    points: [],
    arrangements: [],
    redundancy,
  };
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parts that exports read
    result: result as unknown as Exportable["result"],
    choice,
    autoscaler: written === undefined ? null : autoscaler(written),
    name: "chat",
    namespace: null,
    spare: 0,
    ...rest,
  };
}
