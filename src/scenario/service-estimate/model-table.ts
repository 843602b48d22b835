/** What a roofline needs to know of a model. */
export interface EstimateModel {
  readonly name: string;
  readonly parameters: number;
  /** Parameters that a token goes through; those of all in a dense model. */
  readonly activeParameters: number;
  readonly layers: number;
  /** Layers whose keys and values grow with the context; the others keep a window or a state. */
  readonly attentionLayers: number;
  readonly hiddenSize: number;
  /** Tokens of the vocabulary; embedding and output head keep 2 bytes a weight. 0: unknown. */
  readonly vocabularySize: number;
  /** Keys and values by head, or one latent vector a token and layer that every GPU keeps. */
  readonly cache:
    { readonly kvHeads: number; readonly headSize: number } | { readonly latentSize: number };
  /** Null for a dense model. */
  readonly experts: { readonly total: number; readonly perToken: number } | null;
  /** Where the figures are from. */
  readonly source: string;
}

/**
 * Day as of which the table stands. Not every configuration was opened on it; a model of your own
 * can be described by its sizes.
 */
export const MODEL_TABLE_DATE = "2026-11-22";

type Shape = readonly [layers: number, hiddenSize: number, vocabularySize: number];
type Heads = readonly [kvHeads: number, headSize: number];

/** Latent vector of DeepSeek's attention: 512, and 64 that carry the position. */
const LATENT = 576;

/**
 * Models that an estimate can name: sizes from the `config.json` of their weights, parameters from
 * their model cards.
 */
export const ESTIMATE_MODELS: readonly EstimateModel[] = [
  dense("bloom-176b", "bigscience/bloom", 176.25e9, [70, 14_336, 250_880], [112, 128]),
  mixture(
    "deepseek-r1",
    "deepseek-ai/DeepSeek-R1",
    [671e9, 37e9],
    [61, 7168, 129_280],
    LATENT,
    [256, 8],
  ),
  mixture(
    "deepseek-v3",
    "deepseek-ai/DeepSeek-V3",
    [671e9, 37e9],
    [61, 7168, 129_280],
    LATENT,
    [256, 8],
  ),
  mixture("glm-4.5", "zai-org/GLM-4.5", [355e9, 32e9], [92, 5120, 151_552], [8, 128], [160, 8]),
  mixture(
    "glm-4.5-air",
    "zai-org/GLM-4.5-Air",
    [106e9, 12e9],
    [46, 4096, 151_552],
    [8, 128],
    [128, 8],
  ),
  mixture("glm-5", "zai-org/GLM-5", [744e9, 40e9], [78, 6144, 154_880], LATENT, [256, 8]),
  // Every other layer looks back over 128 tokens only.
  {
    ...mixture(
      "gpt-oss-120b",
      "openai/gpt-oss-120b",
      [116.8e9, 5.1e9],
      [36, 2880, 201_088],
      [8, 64],
      [128, 4],
    ),
    attentionLayers: 18,
  },
  {
    ...mixture(
      "gpt-oss-20b",
      "openai/gpt-oss-20b",
      [20.9e9, 3.6e9],
      [24, 2880, 201_088],
      [8, 64],
      [32, 4],
    ),
    attentionLayers: 12,
  },
  mixture(
    "kimi-k2.5",
    "moonshotai/Kimi-K2.5",
    [1030e9, 32e9],
    [61, 7168, 163_840],
    LATENT,
    [384, 8],
  ),
  dense("llama-2-70b", "meta-llama/Llama-2-70b-hf", 68.98e9, [80, 8192, 32_000], [8, 128]),
  dense("llama-3.1-405b", "meta-llama/Llama-3.1-405B", 405.85e9, [126, 16_384, 128_256], [8, 128]),
  dense("llama-3.1-70b", "meta-llama/Llama-3.1-70B", 70.55e9, [80, 8192, 128_256], [8, 128]),
  dense("llama-3.1-8b", "meta-llama/Llama-3.1-8B", 8.03e9, [32, 4096, 128_256], [8, 128]),
  dense(
    "llama-3.3-70b",
    "meta-llama/Llama-3.3-70B-Instruct",
    70.55e9,
    [80, 8192, 128_256],
    [8, 128],
  ),
  mixture(
    "minimax-m2.5",
    "MiniMaxAI/MiniMax-M2.5",
    [229e9, 10e9],
    [62, 3072, 200_064],
    [8, 128],
    [256, 8],
  ),
  dense("mistral-7b", "mistralai/Mistral-7B-Instruct-v0.3", 7.25e9, [32, 4096, 32_768], [8, 128]),
  mixture(
    "mixtral-8x22b",
    "mistralai/Mixtral-8x22B-v0.1",
    [141e9, 39e9],
    [56, 6144, 32_000],
    [8, 128],
    [8, 2],
  ),
  mixture(
    "mixtral-8x7b",
    "mistralai/Mixtral-8x7B-v0.1",
    [46.7e9, 12.9e9],
    [32, 4096, 32_000],
    [8, 128],
    [8, 2],
  ),
  dense("opt-13b", "facebook/opt-13b", 12.85e9, [40, 5120, 50_272], [40, 128]),
  dense("opt-66b", "facebook/opt-66b", 65.7e9, [64, 9216, 50_272], [72, 128]),
  dense("phi-4", "microsoft/phi-4", 14.66e9, [40, 5120, 100_352], [10, 128]),
  dense("qwen2.5-72b", "Qwen/Qwen2.5-72B", 72.7e9, [80, 8192, 152_064], [8, 128]),
  dense("qwen2.5-7b", "Qwen/Qwen2.5-7B", 7.62e9, [28, 3584, 152_064], [4, 128]),
  dense("qwen3-14b", "Qwen/Qwen3-14B", 14.77e9, [40, 5120, 151_936], [8, 128]),
  mixture(
    "qwen3-235b-a22b",
    "Qwen/Qwen3-235B-A22B",
    [235.1e9, 22.2e9],
    [94, 4096, 151_936],
    [4, 128],
    [128, 8],
  ),
  mixture(
    "qwen3-30b-a3b",
    "Qwen/Qwen3-30B-A3B",
    [30.5e9, 3.3e9],
    [48, 2048, 151_936],
    [4, 128],
    [128, 8],
  ),
  dense("qwen3-32b", "Qwen/Qwen3-32B", 32.76e9, [64, 5120, 151_936], [8, 128]),
  dense("qwen3-8b", "Qwen/Qwen3-8B", 8.19e9, [36, 4096, 151_936], [8, 128]),
  // One layer in four attends to all tokens; the others carry a state of fixed size.
  {
    ...mixture(
      "qwen3.5-397b-a17b",
      "Qwen/Qwen3.5-397B-A17B",
      [397e9, 17e9],
      [60, 4096, 248_320],
      [2, 256],
      [512, 10],
    ),
    attentionLayers: 15,
  },
];

function dense(
  name: string,
  source: string,
  parameters: number,
  [layers, hiddenSize, vocabularySize]: Shape,
  [kvHeads, headSize]: Heads,
): EstimateModel {
  return {
    name,
    parameters,
    activeParameters: parameters,
    layers,
    attentionLayers: layers,
    hiddenSize,
    vocabularySize,
    cache: { kvHeads, headSize },
    experts: null,
    source,
  };
}

function mixture(
  name: string,
  source: string,
  [parameters, activeParameters]: readonly [parameters: number, active: number],
  shape: Shape,
  cache: Heads | number,
  [total, perToken]: readonly [total: number, perToken: number],
): EstimateModel {
  return {
    ...dense(name, source, parameters, shape, typeof cache === "number" ? [1, 1] : cache),
    activeParameters,
    ...(typeof cache === "number" ? { cache: { latentSize: cache } } : {}),
    experts: { total, perToken },
  };
}
