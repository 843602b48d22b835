import { describe, expect, it } from "vitest";
import { splitBill } from "../../../src/plan/ledger/split-bill.ts";
import type { InfraTax } from "../../../src/plan/ledger/ledger-result.ts";
import type { Result } from "../../../src/plan/result.ts";
import { ledgerPicture } from "../../../src/report/ledger/ledger-picture.ts";
import { ledgerWith } from "../../helpers/ledger-with.ts";
import {
  expectLegible,
  expectTooltipsFilled,
  filled,
  HOSTILE,
  rowsWith,
  specText,
  warningsOf,
} from "../../helpers/picture-checks.ts";
import { resultWith } from "../../helpers/result-builder.ts";

const TAX: InfraTax = {
  fleet: { of: "choice", recomputed: 100, abandoned: 0, lost: 0, overprovision: 900 },
  jobs: [
    {
      name: HOSTILE,
      recovery: { kind: "restart" },
      jobs: 10_000,
      failures: 1500,
      gpuHoursLost: 4500,
      costPerMonth: 18_000,
      workPerMonth: 120_000,
      whatIf: [],
    },
  ],
  experiments: [{ name: "trial", costPerMonth: 2000, wastePerMonth: 600 }],
  maintenance: { costPerMonth: 4800, managed: { fee: 3000, saves: 1800 } },
  computeWaste: 19_600,
  savings: 1800,
  total: 22_600,
};

/** Eight replicas of which half is useful and a tenth is computed twice. */
function wasteful(): Result {
  const result = resultWith({ replicas: [8], price: 1, offeredLoad: 2 });
  const [point] = result.points;
  const ledger = ledgerWith({ useful: 0.5, recomputed: 0.1, idle: 0.4 });
  const costLedger = splitBill({ costPerHour: 8, warmPerHour: 0, ledger }, result.choice, 1);
  return { ...result, points: [{ ...point, ledger, costLedger }] };
}

describe("the picture of the bill", () => {
  it("falls from the bill to useful work by the ledger's lines", () => {
    const result = wasteful();
    const bars = rowsWith(filled(ledgerPicture(result)), "amount");
    expect(bars[0]).toMatchObject({ name: "bill of 8 replicas", amount: 8, from: 0, to: 8 });
    const lines = result.points[0].costLedger.lines.filter(({ costPerHour }) => costPerHour > 0);
    expect(bars.slice(1).map(({ amount }) => amount)).toEqual(
      lines.map(({ costPerHour }) => costPerHour).toSorted(byWaste(lines[0].costPerHour)),
    );
    for (const [index, bar] of bars.slice(1, -1).entries()) {
      expect(bar["to"]).toBeCloseTo(Number(bars[index][index === 0 ? "to" : "from"]), 12);
    }
    // Half of $8/h.
    expect(bars.at(-1)).toMatchObject({ name: "useful work", amount: 4, from: 0, to: 4 });
  });

  it("is titled by the useful share and the dearest of the rest", () => {
    expect(filled(ledgerPicture(wasteful())).text.title).toBe(
      "50% of the $8.00/h for 8 replicas is useful work; 40% pays for headroom",
    );
  });

  it("adds up what is paid beside the fleet, savings taken off", () => {
    const picture = filled(ledgerPicture({ ...wasteful(), infraTax: TAX }));
    const tax = rowsWith(picture, "amount").filter(({ share }) => share === "");
    expect(tax.map(({ amount, from, to }) => [amount, from, to])).toEqual([
      [1000, 0, 1000],
      [18_000, 1000, 19_000],
      [600, 19_000, 19_600],
      [4800, 19_600, 24_400],
      [1800, 22_600, 24_400],
      [22_600, 0, 22_600],
    ]);
  });

  it.each([
    ["missed", "; with the next cheaper fleet the SLO doesn't hold."],
    ["insufficient", "; with the next cheaper fleet the SLO isn't shown to hold."],
    [null, "; no cheaper fleet was tried."],
  ] as const)("says what is known of headroom where a cheaper fleet is %s", (verdict, note) => {
    const result = wasteful();
    if (result.choice === null) throw new Error("there is a choice");
    const oneFewer =
      verdict === null ? null : { replicas: 7, savesPerHour: 1, verdict, breaks: "it" };
    const picture = ledgerPicture({ ...result, choice: { ...result.choice, oneFewer } });
    expect(specText(filled(picture)).replace(/"\s*\},\s*\{[^{}]*"text": "/g, " ")).toContain(
      `Headroom: idle or half-filled time${note}`,
    );
  });

  it("shows today's bill where that fleet was swept", () => {
    const result = wasteful();
    const { costLedger } = result.points[0];
    const current = {
      replicas: 8,
      costPerHour: 8,
      costPerMonth: 5840,
      comparison: null,
      isMet: true,
      ledger: costLedger,
    };
    expect(filled(ledgerPicture({ ...result, current })).text.title).toContain("(today's fleet)");
  });

  it("is missing where the fleet costs nothing, and says what to set", () => {
    expect(ledgerPicture(resultWith({ price: 0 }))).toMatchObject({
      name: "ledger",
      missing: expect.stringContaining("fleet.price"),
    });
  });

  it("keeps its specification", async () => {
    const picture = filled(ledgerPicture({ ...wasteful(), infraTax: TAX }));
    await expect(specText(picture)).toMatchFileSnapshot("./spec.json.snap");
  });

  it.each([
    ["a choice", resultWith()],
    ["no choice", resultWith({ replicas: [1, 2, 3] })],
    ["waste", wasteful()],
    ["a tax", { ...wasteful(), infraTax: TAX }],
  ])("is legible with %s", async (_, result) => {
    const picture = filled(ledgerPicture(result));
    const texts = await expectLegible(picture);
    expect(texts.join(" ")).not.toContain("\u001b");
    expect(warningsOf(picture)).toEqual([]);
  });

  it("has a tooltip for every bar", () => {
    expectTooltipsFilled(filled(ledgerPicture({ ...wasteful(), infraTax: TAX })));
  });
});

/** Dearest first, useful work last. */
function byWaste(useful: number): (left: number, right: number) => number {
  return (left, right) => (left === useful ? 1 : right === useful ? -1 : right - left);
}
