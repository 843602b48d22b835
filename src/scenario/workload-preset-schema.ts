import type * as z from "zod";
import { tokenDistribution } from "./distribution-schema.ts";
import { mapping, type Fields } from "./mapping.ts";
import { didYouMean } from "./messages.ts";
import { described, node, orNull, readPart, remembering, type Report } from "./node.ts";
import { duration, plainNumber, rate, text } from "./quantity.ts";
import type { DistributionSection, GenerateSection } from "./scenario.ts";
import {
  findWorkloadPreset,
  suggestWorkloadPreset,
  WORKLOAD_PRESET_NAMES,
} from "./workload-presets/find-workload-preset.ts";
import { generateFromPreset, lengthOf } from "./workload-presets/generate-from-preset.ts";
import type { Written } from "./written-parts.ts";

const law = orNull(remembering(tokenDistribution));

/** Keys that change a preset, by which `preset` can't be mistaken. */
const changes: {
  readonly rate: z.ZodType<number | null>;
  readonly speed: z.ZodType<number | null>;
  readonly duration: z.ZodType<number | null>;
  readonly input: z.ZodType<DistributionSection | null>;
  readonly output: z.ZodType<DistributionSection | null>;
} = {
  rate: described(
    orNull(rate({ above: 0 })),
    "Mean arrival rate: all rates of the preset are multiplied. Left out: its own.",
    "20/s",
  ),
  speed: described(
    orNull(plainNumber({ above: 0, atMost: 1000 })),
    "Compresses time: 2 is the same requests at twice the rate.",
    2,
  ),
  duration: described(
    orNull(duration({ above: 0 })),
    "Arrivals fall before this. Left out: all of the preset.",
    "30m",
  ),
  input: described(law, "Input tokens of a request, in place of the preset's.", {
    distribution: "lognormal",
    p50: 1020,
    p95: 4083,
  }),
  output: described(law, "Output tokens of a request, in place of the preset's.", {
    distribution: "lognormal",
    p50: 129,
    p95: 451,
  }),
};

/** Keys that go with `preset`. */
export const PRESET_CHANGES: readonly string[] = Object.keys(changes);

const name = described(
  text(),
  "Traffic fitted to a public trace. `tailcap presets` lists what there is.",
  ...WORKLOAD_PRESET_NAMES,
);

const form = mapping({ preset: name, ...changes });

/** Keys of a preset that is one of several sources. */
export const optionalPresetKeys: typeof changes & { readonly preset: z.ZodType<string | null> } = {
  preset: described(
    orNull(text()),
    "Traffic fitted to a public trace, in place of generate.",
    ...WORKLOAD_PRESET_NAMES,
  ),
  ...changes,
};

/** A workload from a preset, whose keys the scenario's own replace. */
export const workloadPresetSchema: z.ZodType<{ readonly generate: GenerateSection }> = node<{
  readonly generate: GenerateSection;
}>(form, (value, report) => {
  const read = readPart(form, value, [], report);
  return read === undefined ? undefined : resolvePreset(read, report);
});

/** The generator that a preset with its changes stands for; reports what can't be. */
export function resolvePreset(
  read: Fields<typeof changes> & { readonly preset: string },
  report: Report,
): { readonly generate: GenerateSection } | undefined {
  const preset = findWorkloadPreset(read.preset);
  if (preset === null) {
    const listing = "`tailcap presets` lists those that are known";
    const near = didYouMean(suggestWorkloadPreset(read.preset));
    return report({
      code: "bad-value",
      message: `is not a known workload preset, got ${read.preset.slice(0, 80)}; known: ${WORKLOAD_PRESET_NAMES.join(", ")}`,
      hint: near ?? listing,
      path: ["preset"],
    });
  }
  const speed = read.speed ?? 1;
  const length = lengthOf(preset, speed);
  if (read.duration !== null && read.duration > length) {
    const shown = Number(length.toPrecision(6));
    return report({
      code: "out-of-range",
      message: `must be at most ${shown}s, which is all of the preset, got ${read.duration}s`,
      hint: "what came later isn't known; raise run.replications for more requests",
      path: ["duration"],
    });
  }
  return { generate: generateFromPreset(preset, { ...read, speed }) };
}

const written = new WeakMap<object, Written>();

/**
 * A source as written, with the generator that its preset stands for beside it, so that rules about
 * generators hold for presets too; any other source as it is.
 */
export function withWrittenPreset(source: Written): Written {
  if (!Object.hasOwn(source, "preset")) return source;
  const known = written.get(source);
  if (known !== undefined) return known;
  const keys = Object.entries(source).filter(
    ([key]) => key === "preset" || PRESET_CHANGES.includes(key),
  );
  const result = workloadPresetSchema.safeParse(Object.fromEntries(keys));
  const extended = result.success
    ? { ...source, generate: writeGenerator(result.data.generate) }
    : source;
  written.set(source, extended);
  return extended;
}

/** What rules between sections look at. */
function writeGenerator({ arrivals, duration: length, input, output }: GenerateSection): Written {
  if (arrivals.process !== "schedule") throw new RangeError("presets have schedules");
  const points = arrivals.points.map(([at, perSecond]) => [
    `${toDecimal(at)}s`,
    `${toDecimal(perSecond)}/s`,
  ]);
  return {
    duration: `${toDecimal(length)}s`,
    arrivals: { process: "schedule", points },
    ...(input === null ? {} : { input: 1 }),
    ...(output === null ? {} : { output: 1 }),
  };
}

/** Plain decimals, never exponents. */
function toDecimal(value: number): string {
  return value.toFixed(12);
}
