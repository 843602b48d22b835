import { describe, expect, it } from "vitest";
import { exportK8s } from "../../../src/report/export/export-k8s.ts";
import { exportable } from "./exportables.ts";
import { bodiesOf, commentsOf, validate } from "./manifests.ts";

const WEEKLY = {
  kind: "schedule",
  period: "7d",
  points: [
    ["0s", 6],
    ["5d", 0],
  ],
};

describe("a fixed fleet", () => {
  it("is a Deployment's count alone, without a budget that would block every eviction", () => {
    expect(bodiesOf(exportable())).toEqual([
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "chat" },
        spec: { replicas: 4 },
      },
    ]);
  });

  it("has a disruption budget of what the SLO takes where replicas are spare", () => {
    const level = { replicas: 5, costPerHour: 10, costPerMonth: 7300, morePerHour: 2 };
    const redundancy = { replicas: 4, levels: [{ down: 1, verdict: "missed", needed: level }] };
    const [deployment, budget] = bodiesOf(exportable({ spare: 1, redundancy }));
    expect(deployment.spec).toEqual({ replicas: 5 });
    expect(budget.spec).toEqual({ minAvailable: 4, selector: { matchLabels: { app: "chat" } } });
    expect(() => validate(budget)).not.toThrow();
    expect(commentsOf(exportable({ spare: 1, redundancy }))).toContain("Cost: $10.00/h.");
    expect(commentsOf(exportable({ redundancy }))).toContain("takes 5: $2.00/h more");
  });
});

describe("a schedule", () => {
  it("is one cron trigger for each stretch above the least count", () => {
    const points = [
      ["6h", 4],
      ["570m", 10],
      ["22h", 2],
    ];
    const [{ spec }] = bodiesOf(exportable({ autoscaler: { kind: "schedule", points } }));
    expect(spec).toMatchObject({ minReplicaCount: 2, maxReplicaCount: 10, cooldownPeriod: 0 });
    expect(spec["triggers"]).toEqual([
      cron("0 6 * * *", "30 9 * * *", "4"),
      cron("30 9 * * *", "0 22 * * *", "10"),
    ]);
  });

  it("goes over midnight, and over the end of the week", () => {
    const night = [
      ["6h", 1],
      ["20h", 3],
    ];
    const [daily] = bodiesOf(exportable({ autoscaler: { kind: "schedule", points: night } }));
    expect(daily.spec["triggers"]).toEqual([cron("0 20 * * *", "0 6 * * *", "3")]);
    const [weekly] = bodiesOf(exportable({ autoscaler: WEEKLY }));
    // Day 0 is Monday; Saturday is day 5, which cron counts as 6.
    expect(weekly.spec["triggers"]).toEqual([cron("0 0 * * 1", "0 0 * * 6", "6")]);
  });

  it("of a part of a day is written as often as it repeats", () => {
    const points = [
      ["0s", 1],
      ["30m", 5],
    ];
    const given = { kind: "schedule", period: "12h", points };
    const [{ spec }] = bodiesOf(exportable({ autoscaler: given }));
    expect(spec["triggers"]).toEqual([
      cron("30 0 * * *", "0 12 * * *", "5"),
      cron("30 12 * * *", "0 0 * * *", "5"),
    ]);
  });

  it("is refused where no cron expression can say it", () => {
    const points = [
      ["0s", 1],
      ["1h", 5],
    ];
    const given = exportable({ autoscaler: { kind: "schedule", period: "7h", points } });
    expect(exportK8s(given)).toEqual({ problem: expect.stringContaining("every 25200 s") });
  });
});

function cron(start: string, end: string, desiredReplicas: string): object {
  return { type: "cron", metadata: { timezone: "Etc/UTC", start, end, desiredReplicas } };
}
