/** The accelerators of a machine. */
export interface SkuGpus {
  readonly gpu: string;
  readonly gpus: number;
}

/**
 * GPU by EC2 instance family; a price list says how many there are, not which.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html, November 2026.
 */
const AWS_FAMILIES: Readonly<Record<string, string>> = {
  p3: "V100-16GB",
  p3dn: "V100-32GB",
  p4d: "A100-40GB",
  p4de: "A100-80GB",
  p5: "H100",
  p5e: "H200",
  p5en: "H200",
  "p6-b200": "B200",
  "p6-b300": "B300",
  g4dn: "T4",
  g4ad: "V520",
  g5: "A10G",
  g5g: "T4G",
  g6: "L4",
  gr6: "L4",
  g6e: "L40S",
};

/** GPU of an EC2 instance type such as `p5.48xlarge`; null if it isn't known. */
export function gpuOfInstance(instanceType: string): string | null {
  const [family] = instanceType.split(".");
  return Object.hasOwn(AWS_FAMILIES, family) ? AWS_FAMILIES[family] : null;
}

/**
 * GPUs of Azure's sizes by pattern; a price list says neither which nor how many. Sizes with a part
 * of a GPU are left out.
 *
 * @see https://learn.microsoft.com/azure/virtual-machines/sizes/overview, GPU accelerated sizes,
 *   November 2026.
 */
const AZURE_SIZES: readonly (readonly [size: RegExp, gpu: string, gpus: number])[] = [
  [/^Standard_NC(?:4|8|16)as_T4_v3$/i, "T4", 1],
  [/^Standard_NC64as_T4_v3$/i, "T4", 4],
  [/^Standard_NC6s_v3$/i, "V100-16GB", 1],
  [/^Standard_NC12s_v3$/i, "V100-16GB", 2],
  [/^Standard_NC24r?s_v3$/i, "V100-16GB", 4],
  [/^Standard_ND40rs_v2$/i, "V100-32GB", 8],
  [/^Standard_NV36ad(?:m)?s_A10_v5$/i, "A10", 1],
  [/^Standard_NV72ads_A10_v5$/i, "A10", 2],
  [/^Standard_NC24ads_A100_v4$/i, "A100-80GB", 1],
  [/^Standard_NC48ads_A100_v4$/i, "A100-80GB", 2],
  [/^Standard_NC96ads_A100_v4$/i, "A100-80GB", 4],
  [/^Standard_ND96asr_v4$/i, "A100-40GB", 8],
  [/^Standard_ND96amsr_A100_v4$/i, "A100-80GB", 8],
  [/^Standard_NC40ads_H100_v5$/i, "H100-94GB", 1],
  [/^Standard_NC80adis_H100_v5$/i, "H100-94GB", 2],
  [/^Standard_ND96isr_H100_v5$/i, "H100", 8],
  [/^Standard_ND96isr_H200_v5$/i, "H200", 8],
];

/** GPUs of an Azure size such as `Standard_ND96isr_H100_v5`; null if it isn't a known one. */
export function gpusOfAzureSize(size: string): SkuGpus | null {
  const known = AZURE_SIZES.find(([pattern]) => pattern.test(size));
  return known === undefined ? null : { gpu: known[1], gpus: known[2] };
}
