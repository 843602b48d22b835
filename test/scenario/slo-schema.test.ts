import { describe, expect, it } from "vitest";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { SloSection } from "../../src/scenario/scenario.ts";
import { MINIMAL } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";

const ALERT = "{burn: 2, long: 1d, short: 2h, severity: ticket}";

function read(...sets: readonly string[]): SloSection {
  return parseScenario(MINIMAL, { file: "s.yaml", sets, seed: null }).scenario.slo;
}

function slo(written: string): Place {
  return [MINIMAL, "slo:", `slo:\n  ${written}`];
}

describe("slo", () => {
  it.each<[string, SloSection["timeSlice"]]>([
    ["{window: 5m, target: 99%}", { window: 300, target: 0.99 }],
    ["{target: 100%}", { window: 60, target: 1 }],
    ["{window: 10s}", { window: 10, target: null }],
  ])("reads the time slice %s", (written, timeSlice) => {
    const slo = read("slo.budgeting=timeslices", `slo.timeSlice=${written}`);
    expect(slo).toMatchObject({ budgeting: "timeslices", timeSlice });
  });

  it("reads alerts in their order, and none at all", () => {
    expect(read(`slo.alerts=[${ALERT}]`).alerts).toEqual([
      { burn: 2, long: 86_400, short: 7200, severity: "ticket" },
    ]);
    expect(read("slo.alerts=[]").alerts).toEqual([]);
  });

  it("leaves out the recommended alerts that look further back than the window", () => {
    expect(read("slo.window=1d").alerts.map(({ burn }) => burn)).toEqual([14.4, 6]);
    expect(read("slo.window=30m").alerts).toEqual([]);
  });

  it("reads what violations cost, one by one or by the month", () => {
    expect(read("slo.penalty=$0.002/violation")).toMatchObject({ penalty: 0.002, credits: null });
    const written = "[{below: 99.9%, credit: 10%}, {below: 95%, credit: 100%}]";
    expect(read(`slo.credits=${written}`)).toMatchObject({
      penalty: null,
      credits: [
        { below: 0.999, credit: 0.1 },
        { below: 0.95, credit: 1 },
      ],
    });
  });

  refuseEach("refuses", [
    [
      ...slo("budgeting: ‸timeslice"),
      "slo.budgeting",
      "must be one of occurrences, timeslices",
      "did you mean `timeslices`?",
    ],
    [
      ...slo("timeSlice: ‸{window: 1m}"),
      "slo.timeSlice",
      "must be left out with budgeting: occurrences",
      "budgeting: timeslices",
    ],
    [
      ...slo("budgeting: timeslices\n  timeSlice: {window: ‸31d}"),
      "slo.timeSlice.window",
      "must be at most the SLO's window, which is 2592000s, got 2678400s",
    ],
    [
      ...slo("budgeting: timeslices\n  timeSlice: {window: ‸0s}"),
      "slo.timeSlice.window",
      "must be between 1s",
    ],
    [
      ...slo("budgeting: timeslices\n  timeSlice: {target: ‸0%}"),
      "slo.timeSlice.target",
      "must be more than 0% and at most 100%",
    ],
    [
      ...slo("alerts: [{burn: ‸0, long: 1h, short: 5m, severity: page}]"),
      "slo.alerts[0].burn",
      "must be more than 0",
    ],
    [
      ...slo("alerts: [{burn: 6, long: 1h, short: ‸1h, severity: page}]"),
      "slo.alerts[0].short",
      "must be shorter than long, which is 3600s, got 3600s",
      "twelfth",
    ],
    [
      ...slo("window: 7d\n  alerts: [{burn: 1, long: ‸8d, short: 6h, severity: ticket}]"),
      "slo.alerts[0].long",
      "must be at most the SLO's window, which is 604800s, got 691200s",
    ],
    [
      ...slo("alerts: [{burn: 6, long: 1h, short: 5m, severity: ‸critical}]"),
      "slo.alerts[0].severity",
      "must be one of page, ticket",
    ],
    [
      MINIMAL,
      "slo:\n",
      "slo:\n  ‸penalty: $1/violation\n  credits: [{below: 99%, credit: 10%}]\n",
      "slo",
      "must have penalty or credits, got both",
      "remove one of the two",
    ],
    [...slo("credits: ‸[]"), "slo.credits", "must be a list of at least 1"],
    [
      ...slo("credits: [{below: 99%, credit: 10%}, ‸{below: 99%, credit: 20%}]"),
      "slo.credits[1]",
      "must have a lower below and a higher credit than the step before it",
    ],
    [
      ...slo("credits: [{below: 99%, credit: 10%}, ‸{below: 95%, credit: 10%}]"),
      "slo.credits[1]",
      "must have a lower below and a higher credit than the step before it",
    ],
    [
      ...slo("credits: [{below: ‸101%, credit: 10%}]"),
      "slo.credits[0].below",
      "must be more than 0% and at most 100%",
    ],
  ]);
});
