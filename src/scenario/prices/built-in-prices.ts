import type { PriceRow, PriceTerm } from "../price-section.ts";

/** Rows as short as they can be: SKU, GPU, GPUs, term, price, note. */
type Row = readonly [
  sku: string,
  gpu: string,
  gpus: number,
  term: PriceTerm,
  price: number,
  note?: string,
];

/** Prices that one source gives for one region. */
interface Sheet {
  readonly provider: string;
  readonly region: string;
  readonly source: string;
  readonly retrieved: string;
  readonly rows: readonly Row[];
}

const REGION_INFERRED = "the source names no region; this one is inferred";
const YEAR_ONLY = "the source gives no more than the year; the day is that of reading it";
const WHOLE_NODE = "the source gives the price of one GPU; this is eight times that";

/**
 * Figures as third parties publish them, each read on the day given; none comes from a provider's
 * own price interface. Where a source gives a range, no date or nothing certain, it is left out:
 * RunPod and Lambda (ranges), AWS spot prices (ranges), T4, g6e.xlarge and g2-standard-4.
 */
const SHEETS: readonly Sheet[] = [
  {
    provider: "aws",
    region: "us-east-1",
    source: "SkyPilot catalog v9",
    retrieved: "2026-11-21",
    rows: [
      ["g6.xlarge", "L4", 1, "on-demand", 0.8048],
      ["g6.4xlarge", "L4", 1, "on-demand", 1.3232],
      ["g6.48xlarge", "L4", 8, "on-demand", 13.3504],
      ["g6e.12xlarge", "L40S", 4, "on-demand", 10.49264],
      ["g6e.16xlarge", "L40S", 1, "on-demand", 7.57719],
      ["p4d.24xlarge", "A100-40GB", 8, "on-demand", 21.957642],
      ["p5.4xlarge", "H100", 1, "on-demand", 6.88],
      ["p5.48xlarge", "H100", 8, "on-demand", 55.04],
      ["p5en.48xlarge", "H200", 8, "on-demand", 63.296, REGION_INFERRED],
    ],
  },
  {
    provider: "aws",
    region: "ap-southeast-3",
    source: "SkyPilot catalog v9",
    retrieved: "2026-11-21",
    rows: [["p5.48xlarge", "H100", 8, "on-demand", 75.96]],
  },
  {
    provider: "aws",
    region: "us-east-1",
    source: "factualminds.com",
    retrieved: "2026-06-17",
    rows: [["g5.xlarge", "A10G", 1, "on-demand", 1.006, REGION_INFERRED]],
  },
  {
    provider: "aws",
    region: "us-east-1",
    source: "datareceipts",
    retrieved: "2026-11-09",
    rows: [["p4de.24xlarge", "A100-80GB", 8, "on-demand", 27.44705, REGION_INFERRED]],
  },
  {
    provider: "gcp",
    region: "us-central1",
    source: "public price catalog, 2026",
    retrieved: "2026-11-21",
    rows: [
      // 0.73948 for the host and 2.93391 for the accelerator, which are billed apart.
      ["a2-highgpu-1g", "A100-40GB", 1, "on-demand", 3.67339, YEAR_ONLY],
    ],
  },
  {
    provider: "gcp",
    region: "us-central1",
    source: "silybench",
    retrieved: "2026-09-26",
    rows: [
      ["a3-highgpu-1g", "H100", 1, "on-demand", 10.9791, REGION_INFERRED],
      ["a3-highgpu-1g", "H100", 1, "spot", 6.571, REGION_INFERRED],
    ],
  },
  {
    provider: "gcp",
    region: "us-central1",
    source: "tanod",
    retrieved: "2026-10-13",
    rows: [
      ["a3-ultragpu-8g", "H200", 8, "on-demand", 83.492, `${REGION_INFERRED}; ${WHOLE_NODE}`],
      ["a3-ultragpu-8g", "H200", 8, "spot", 50.0856, `${REGION_INFERRED}; ${WHOLE_NODE}`],
    ],
  },
  {
    provider: "azure",
    region: "eastus",
    source: "datareceipts",
    retrieved: "2026-11-09",
    rows: [
      ["Standard_NC24ads_A100_v4", "A100-80GB", 1, "on-demand", 3.673],
      ["Standard_NC48ads_A100_v4", "A100-80GB", 2, "on-demand", 9.554],
      ["Standard_NC96ads_A100_v4", "A100-80GB", 4, "on-demand", 19.108],
      ["Standard_NC40ads_H100_v5", "H100-94GB", 1, "on-demand", 6.98],
      ["Standard_NC80adis_H100_v5", "H100-94GB", 2, "on-demand", 17.64],
      ["Standard_ND96isr_H100_v5", "H100", 8, "on-demand", 98.32],
    ],
  },
];

/** The prices that tailcap knows by itself, in US dollars, with source and day. */
export const BUILT_IN_PRICES: readonly PriceRow[] = SHEETS.flatMap(
  ({ provider, region, source, retrieved, rows }) =>
    rows.map(([sku, gpu, gpusPerNode, term, price, note]): PriceRow => ({
      provider,
      sku,
      gpu,
      gpusPerNode,
      region,
      term,
      price,
      currency: "USD",
      source,
      retrieved,
      note: note ?? null,
    })),
);
