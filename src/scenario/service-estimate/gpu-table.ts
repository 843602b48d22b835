/** Bits of a weight, and of the numbers that are multiplied where the GPU can. */
export type EstimatePrecision = "bf16" | "fp8" | "fp4";

/** What a roofline needs to know of a GPU. */
export interface EstimateGpu {
  readonly name: string;
  /** Bytes a second from its memory. */
  readonly bandwidth: number;
  /** Operations a second of its tensor cores without sparsity; null: not at this precision. */
  readonly flops: Readonly<Record<EstimatePrecision, number | null>>;
  /** Bytes of memory. */
  readonly memory: number;
  /** Bytes a second to the other GPUs of its machine, in one direction. */
  readonly link: number;
  /** True if measurements on it are among those that the efficiencies were fitted to. */
  readonly isMeasured: boolean;
  /** Where the figures are from. */
  readonly source: string;
}

/**
 * Day as of which the table stands. Not every sheet was opened on it: memory and links vary by the
 * machine, so compare those with yours.
 */
export const GPU_TABLE_DATE = "2026-11-22";

/**
 * GPUs that an estimate can name. Peaks are the vendor's, dense; where a data sheet gives those
 * with sparsity, half of it. Memory as `nvidia-smi` reports it in MiB.
 */
export const ESTIMATE_GPUS: readonly EstimateGpu[] = [
  {
    name: "a100-sxm",
    bandwidth: 2.039e12,
    flops: { bf16: 312e12, fp8: null, fp4: null },
    memory: 81_920 * 2 ** 20,
    link: 300e9,
    isMeasured: false,
    source: "NVIDIA A100 80GB data sheet, SXM",
  },
  {
    name: "l4",
    bandwidth: 300e9,
    flops: { bf16: 121e12, fp8: 242e12, fp4: null },
    memory: 23_034 * 2 ** 20,
    link: 32e9,
    isMeasured: false,
    source: "NVIDIA L4 data sheet; PCIe 4.0 x16",
  },
  {
    name: "l40s",
    bandwidth: 864e9,
    flops: { bf16: 362e12, fp8: 733e12, fp4: null },
    memory: 46_068 * 2 ** 20,
    link: 32e9,
    isMeasured: false,
    source: "NVIDIA L40S data sheet; PCIe 4.0 x16",
  },
  {
    name: "h100-pcie",
    bandwidth: 2e12,
    flops: { bf16: 756e12, fp8: 1513e12, fp4: null },
    memory: 81_559 * 2 ** 20,
    link: 64e9,
    isMeasured: false,
    source: "NVIDIA H100 data sheet, PCIe 5.0 x16",
  },
  {
    name: "h100-sxm",
    bandwidth: 3.35e12,
    flops: { bf16: 989e12, fp8: 1979e12, fp4: null },
    memory: 81_559 * 2 ** 20,
    link: 450e9,
    isMeasured: true,
    source: "NVIDIA H100 data sheet, SXM",
  },
  {
    name: "h200-sxm",
    bandwidth: 4.8e12,
    flops: { bf16: 989e12, fp8: 1979e12, fp4: null },
    memory: 143_771 * 2 ** 20,
    link: 450e9,
    isMeasured: true,
    source: "NVIDIA H200 data sheet, SXM",
  },
  {
    name: "b200-sxm",
    bandwidth: 8e12,
    flops: { bf16: 2250e12, fp8: 4500e12, fp4: 9000e12 },
    memory: 183_359 * 2 ** 20,
    link: 900e9,
    isMeasured: true,
    source: "NVIDIA HGX B200 data sheet",
  },
  {
    name: "b300-sxm",
    bandwidth: 8e12,
    flops: { bf16: 2250e12, fp8: 4500e12, fp4: 13_125e12 },
    // The lower of two figures published: 2.1 TB for eight.
    memory: 262.5e9,
    link: 900e9,
    isMeasured: true,
    source: "NVIDIA HGX B300 data sheet",
  },
];
