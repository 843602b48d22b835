import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueLabels } from "../../src/report/value-labels.ts";

const utilization = (target: string) => ({ signal: "utilization", target });
const queue = (target: number, scrape = "15s") => ({ signal: "queue", target, scrape });

describe("valueLabels", () => {
  it("leaves numbers and words as they are", () => {
    expect(valueLabels([8, "20%", "round-robin", true])).toEqual([
      "8",
      "20%",
      "round-robin",
      "true",
    ]);
  });

  it("says what a mapping is and its main value, and nothing that all values share", () => {
    const budgets = ["none", { kind: "envoy", share: "20%", least: 3 }, { kind: "aws" }];
    expect(valueLabels(budgets)).toEqual(["none", "envoy 20%", "aws"]);
    const metrics = [
      [utilization("80%")],
      [queue(2)],
      [utilization("80%"), queue(2)],
      [utilization("80%"), queue(4)],
    ];
    expect(valueLabels(metrics)).toEqual([
      "utilization 80%",
      "queue 2",
      "utilization 80% + queue 2",
      "utilization 80% + queue 4",
    ]);
  });

  it("names a further key only where it tells two values apart", () => {
    expect(valueLabels([[queue(2)], [queue(2, "30s")]])).toEqual([
      "queue 2 scrape 15s",
      "queue 2 scrape 30s",
    ]);
    const shares = [
      { kind: "envoy", share: "20%" },
      { kind: "envoy", share: "20%", least: 5 },
    ];
    expect(valueLabels(shares)).toEqual(["envoy 20%", "envoy 20%, least 5"]);
    const autoscalers = [
      { kind: "hpa", maxReplicas: 8, metrics: [utilization("80%")] },
      { kind: "hpa", maxReplicas: 8, metrics: [utilization("60%")] },
      { kind: "knative", maxScale: 8 },
    ];
    expect(valueLabels(autoscalers)).toEqual([
      "hpa metrics utilization 80%",
      "hpa metrics utilization 60%",
      "knative",
    ]);
  });

  it("writes lists out where nothing in them has a name", () => {
    const points = [
      [],
      [
        ["0s", 2],
        ["9h", 4],
      ],
      [
        ["0s", 2],
        ["9h", 6],
      ],
    ];
    expect(valueLabels(points)).toEqual(["none", "0s 2, 9h 4", "0s 2, 9h 6"]);
  });

  it("tells long values apart that begin and end alike", () => {
    const [left, right] = valueLabels(
      ["1", "2"].map((one) => "a".repeat(50) + one + "b".repeat(80)),
    );
    expect(left).not.toBe(right);
    expect(left.length).toBeLessThanOrEqual(64);
  });

  it("gives every value a label of its own, however alike", () => {
    const scalar = fc.oneof(fc.constantFrom("a", "b", "1", "none", "a (2)"), fc.nat({ max: 2 }));
    const key = fc.constantFrom("kind", "signal", "target", "least", "inner");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, scalar, tie("list"), tie("mapping")),
      list: fc.array(tie("value"), { maxLength: 3 }),
      mapping: fc.dictionary(key, tie("value"), { maxKeys: 3 }),
    }));
    const axis = fc.uniqueArray(value, {
      selector: (one) => JSON.stringify(one),
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(axis, (values) => {
        const labels = valueLabels(values);
        expect(new Set(labels).size).toBe(values.length);
        for (const label of labels) {
          expect(label).not.toBe("");
          expect(Array.from(label).length).toBeLessThanOrEqual(64);
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
