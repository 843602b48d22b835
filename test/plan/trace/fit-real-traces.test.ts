import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { readTrace } from "../../../src/ingest/read-trace.ts";
import { fitTrace } from "../../../src/plan/trace/fit-trace.ts";
import { judgeGenerator, measureYardstick } from "../../../src/plan/trace/judge-generator.ts";
import { generatorOf } from "../../../src/report/trace/fit-lines.ts";
import { parseScenario } from "../../../src/scenario/parse-scenario.ts";
import { writeYaml } from "../../../src/scenario/write-yaml.ts";
import { shapeTrace } from "../../../src/workload/shape-trace.ts";
import { traceSection } from "../../ingest/trace-folder.ts";

const folder = fileURLToPath(new URL("../../../../shared/traces/", import.meta.url));
const rest = `name: fitted
service: {kind: serial, time: 20ms}
fleet: {replicas: 1, price: $1/h}
slo: {objectives: [{p95: 8s}]}
`;

describe.skipIf(!existsSync(folder))(
  "fits of real traces (skipped without ../shared/traces)",
  () => {
    it.each([
      ["azure-llm-2023-code.csv.gz", 13.15],
      ["azure-llm-2023-conv.csv.gz", 1.094],
    ])(
      "wait as long as the trace at 70 and 85 %, which a renewal process doesn't: %s",
      async (name, cv) => {
        const section = traceSection({ format: "azure-llm" });
        const trace = shapeTrace(await readTrace(folder + name, section), section);
        const fit = fitTrace(trace, 1);
        expect(fit.isGood).toBe(true);
        for (const { fit: found, trace: own } of fit.waits) {
          expect(Math.abs(found / own - 1)).toBeLessThanOrEqual(0.2);
        }
        expect(Math.abs((fit.renewal?.cv ?? NaN) / cv - 1)).toBeLessThan(0.01);
        expect(fit.renewal?.isGood).toBe(false);

        // What a scenario reads from the YAML does as well, on the draws of another seed.
        const text = writeYaml([generatorOf(fit, name)], []) + rest;
        const options = { file: "s.yaml", sets: [], seed: null };
        const { workload } = parseScenario(text, options).scenario;
        if (!("generate" in workload)) throw new Error("no generator");
        const { arrivals, ...sizes } = workload.generate;
        const { waits } = judgeGenerator({ arrivals, sizes }, measureYardstick(trace), 77, 0, 20);
        for (const { fit: found, trace: own } of waits) {
          expect(Math.abs(found / own - 1)).toBeLessThanOrEqual(0.2);
        }
      },
    );
  },
);
