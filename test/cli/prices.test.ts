import { gzipSync } from "node:zlib";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { STEADY } from "./scenarios.ts";
import { openFolder } from "./tailcap.ts";

const PAGE = JSON.stringify({
  Items: [
    {
      currencyCode: "USD",
      retailPrice: 6.98,
      armRegionName: "westeurope",
      meterName: "NC40ads H100 v5",
      productName: "Virtual Machines NCadsH100v5 Series",
      skuName: "NC40ads H100 v5",
      serviceName: "Virtual Machines",
      unitOfMeasure: "1 Hour",
      type: "Consumption",
      armSkuName: "Standard_NC40ads_H100_v5",
    },
    { serviceName: "Storage", armSkuName: "" },
  ],
  NextPageLink: "https://prices.azure.com/next",
});

const PRESET = "fleet.price={preset: azure/Standard_NC40ads_H100_v5/westeurope}";

describe.concurrent("tailcap prices", () => {
  it("lists what a search finds, with notes", async () => {
    const { code, stdout } = await openFolder().tailcap(["prices", "--search", "h100 spot"]);
    expect(code).toBe(0);
    expect(stdout).toContain("gcp/a3-highgpu-1g/us-central1  spot");
    expect(stdout).toContain("[1] a3-highgpu-1g spot: the source names no region");
    expect(stdout).not.toContain("aws/");
  });

  it("imports a price list, which a scenario can then name, and says what it left out", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    writeFileSync(join(folder.path, "azure.json.gz"), gzipSync(PAGE));
    const imported = await folder.tailcap(["prices", "import", "azure.json.gz"]);
    expect(imported).toMatchObject({ code: 0, stderr: "" });
    expect(imported.stdout).toContain("Azure Retail Prices, 2 prices read, 1 taken");
    expect(imported.stdout).toContain("1 left out: not a machine");
    expect(imported.stdout).toContain("there are more prices than in this file");
    const without = await folder.tailcap(["run", "steady.yaml", "--set", PRESET]);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain("has no price in westeurope");
    for (const how of [
      ["--prices", "prices.json"],
      ["--set", "prices=prices.json"],
    ]) {
      const { fleet } = (await folder.result(["run", "steady.yaml", "--set", PRESET, ...how]))
        .scenario;
      expect(fleet.price).toBe(6.98);
      expect(fleet.priceSource?.prices[0].source).toBe("Azure Retail Prices, azure.json.gz");
    }
  });

  it("warns of old prices and of those with a note, but not when it is to be quiet", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    folder.write("azure.json", PAGE);
    const args = ["prices", "import", "azure.json", "--retrieved", "2020-01-01"];
    expect((await folder.tailcap(args)).stdout).toContain("was retrieved on 2020-01-01");
    const run = ["run", "steady.yaml", "--set", PRESET, "--prices", "prices.json"];
    const { code, stderr } = await folder.tailcap(run);
    expect(code).toBe(0);
    expect(stderr).toContain("warning: price of azure/Standard_NC40ads_H100_v5/westeurope");
    expect((await folder.tailcap([...run, "--quiet"])).stderr).toBe("");
  });

  it("refuses what is no price list", async () => {
    const folder = openFolder({ "x.json": '{"a": 1}', "y.csv": "a,b\n1,2\n" });
    const none = await folder.tailcap(["prices", "import", "none.json"]);
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect((await folder.tailcap(["prices", "import", "x.json"])).stderr).toContain(
      "x.json: can't read the price list: it is neither",
    );
    expect((await folder.tailcap(["prices", "import", "y.csv"])).stderr).toContain(
      "no row that starts with SKU",
    );
    const day = await folder.tailcap(["prices", "import", "x.json", "--retrieved", "today"]);
    expect(day.stderr).toContain("--retrieved must be a day");
    const none13 = ["prices", "import", "x.json", "--retrieved", "2026-13-45"];
    expect(await folder.tailcap(none13)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--retrieved must be a day such as 2026-11-21"),
    });
  });

  it("lists every price list that it can't read, and then writes nothing", async () => {
    const folder = openFolder({ "x.json": '{"a": 1}', "azure.json": PAGE });
    const args = ["prices", "import", "x.json", "azure.json", "none.json"];
    const { code, stderr, stdout } = await folder.tailcap(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/x\.json: can't read .*\n.*none\.json: can't read/);
    expect(folder.list()).toEqual(["azure.json", "x.json"]);
  });

  it("refuses a list with a day that no calendar has", async () => {
    const folder = openFolder({ "azure.json": PAGE });
    await folder.tailcap(["prices", "import", "azure.json", "--retrieved", "2026-02-28"]);
    folder.write("prices.json", folder.read("prices.json").replace("2026-02-28", "2026-02-29"));
    const { code, stderr } = await folder.tailcap(["prices", "--prices", "prices.json"]);
    expect(code).toBe(2);
    expect(stderr).toContain("prices[0].retrieved must be a day such as 2026-11-21");
  });
});
