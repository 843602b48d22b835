import type { EstimateFit, HeldOutErrors } from "./efficiencies.ts";
import { estimateStep } from "./estimate-step.ts";
import { ESTIMATE_FITS } from "./fitted-efficiencies.ts";
import { cacheTokens } from "./kv-capacity.ts";
import { rooflineOf, type EstimateMachine } from "./roofline.ts";

/** What vLLM's API server takes on GPUs of 70 GiB and more (2025), as the presets assume. */
const MAX_BATCHED_TOKENS = 8192;
const MAX_SEQUENCES = 1024;
const BLOCK_SIZE = 16;

/** The fit that an estimate of a machine rests on. */
export function fitFor({ model }: EstimateMachine): EstimateFit {
  return model.experts === null ? ESTIMATE_FITS.dense : ESTIMATE_FITS.mixture;
}

/** The worse of leaving out models and leaving out GPUs. */
export function errorsOf({ gpuLeftOut, modelLeftOut }: EstimateFit): HeldOutErrors {
  const worse = (measure: "tpot" | "ttft") =>
    modelLeftOut[measure].mean >= gpuLeftOut[measure].mean
      ? modelLeftOut[measure]
      : gpuLeftOut[measure];
  return { tpot: worse("tpot"), ttft: worse("ttft") };
}

/**
 * An estimate as a scenario would write the service.
 *
 * @param machine - One whose memory holds the weights and a block of keys and values.
 */
export function writeEstimate(machine: EstimateMachine): Readonly<Record<string, unknown>> {
  const fit = fitFor(machine);
  const step = estimateStep(rooflineOf(machine), machine.model, fit.efficiencies);
  const { base, bySequences, perContextToken, perPrefillToken, perSequence } = step;
  const errors = errorsOf(fit);
  return {
    kind: "continuous",
    step: {
      ...(bySequences === null
        ? { base: duration(base), perSequence: duration(perSequence) }
        : {
            bySequences: {
              table: Object.fromEntries(bySequences.map(([at, time]) => [at, duration(time)])),
            },
          }),
      perContextToken: duration(perContextToken),
      perPrefillToken: duration(perPrefillToken),
    },
    maxBatchedTokens: MAX_BATCHED_TOKENS,
    maxSequences: MAX_SEQUENCES,
    kvCache: { blocks: cacheBlocks(machine), blockSize: BLOCK_SIZE },
    requestOverhead: duration(fit.efficiencies.requestOverhead),
    calibration: {
      basis: "estimated",
      source:
        "estimate by roofline: TPOT of models and GPUs left out was off by " +
        `${percent(errors.tpot.median)} in the middle and ${percent(errors.tpot.p90)} for one in ` +
        `ten, TTFT by ${percent(errors.ttft.median)} and ${percent(errors.ttft.p90)}` +
        (machine.gpu.isMeasured ? "" : `; none of it was measured on ${machine.gpu.name}`),
      engine: machineWords(machine),
      error: percent(errors.tpot.mean),
      ttftError: percent(errors.ttft.mean),
      loadRange: { concurrency: fit.concurrency, input: fit.input, output: fit.output },
    },
  };
}

/** Blocks of keys and values that a replica has room for; 0 or less if the weights don't fit. */
export function cacheBlocks(machine: EstimateMachine): number {
  return Math.floor(cacheTokens(machine) / BLOCK_SIZE);
}

function machineWords({ gpu, gpus, model, precision }: EstimateMachine): string {
  return `${model.name} ${precision}, ${gpus} × ${gpu.name}`;
}

/** In nanoseconds, in which no coefficient needs an exponent. */
function duration(seconds: number): string {
  return `${Number((seconds * 1e9).toPrecision(9))}ns`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}
