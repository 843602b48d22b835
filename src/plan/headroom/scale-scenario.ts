import { mapSources, sourcesOf, type SourceSection } from "../../scenario/class-section.ts";
import type {
  ArrivalSection,
  GenerateSection,
  ServiceSection,
  StepSection,
  TrendSection,
} from "../../scenario/scenario.ts";
import type { BoundedTrace } from "../../workload/trace-rows.ts";
import type { SweptSetting } from "../run-sweep.ts";
import { scaleDistribution } from "./scale-distribution.ts";

/**
 * Time compressed: the same requests `factor` times as fast, bursts and waves included. The draws
 * stay the same, so two factors see the same requests. Service times, timeouts and objectives stay.
 * Closed-loop users can't be hurried: there are as many times more of them.
 *
 * @param factor - On the arrival rate, > 0.
 */
export function scaleTraffic(setting: SweptSetting, factor: number): SweptSetting {
  const { scenario, traces } = setting;
  const { run, workload } = scenario;
  const stretch = sourcesOf(workload).every((source) => "users" in source) ? 1 : 1 / factor;
  return {
    ...setting,
    scenario: {
      ...scenario,
      workload: mapSources(workload, (source) => compressSource(source, factor, stretch)),
      run: { ...run, warmup: run.warmup * stretch },
    },
    traces: traces.map((trace) => (trace === null ? null : compressTrace(trace, factor))),
  };
}

/** @param stretch - On the time that users stay, beside what is compressed. */
function compressSource(source: SourceSection, factor: number, stretch: number): SourceSection {
  if ("generate" in source) return { generate: compressGenerator(source.generate, factor) };
  if ("trace" in source) {
    return { trace: { ...source.trace, speed: source.trace.speed * factor } };
  }
  const { count, duration } = source.users;
  return {
    users: {
      ...source.users,
      count: Math.max(1, Math.round(count * factor)),
      duration: duration * stretch,
    },
  };
}

function compressGenerator(generate: GenerateSection, factor: number): GenerateSection {
  const { arrivals, duration } = generate;
  const spikes = arrivals.spikes.map((spike) => ({
    ...spike,
    at: spike.at / factor,
    duration: spike.duration / factor,
  }));
  const compressed = { ...compressArrivals(arrivals, factor), spikes };
  const trend =
    generate.trend === undefined ? {} : { trend: compressTrend(generate.trend, factor) };
  return { ...generate, duration: duration / factor, arrivals: compressed, ...trend };
}

function compressTrend({ input, output }: TrendSection, factor: number): TrendSection {
  const compress = (points: readonly (readonly [number, number])[]): typeof points =>
    points.map(([time, size]) => [time / factor, size] as const);
  return {
    ...(input === undefined ? {} : { input: compress(input) }),
    ...(output === undefined ? {} : { output: compress(output) }),
  };
}

function compressArrivals(arrivals: ArrivalSection, factor: number): ArrivalSection {
  switch (arrivals.process) {
    case "poisson":
    case "gamma":
    case "weibull":
    case "deterministic":
      return { ...arrivals, rate: arrivals.rate * factor };
    case "mmpp": {
      const states = arrivals.states.map(({ meanDwell, rate }) => ({
        rate: rate * factor,
        meanDwell: meanDwell / factor,
      }));
      return { ...arrivals, states };
    }
    case "on-off":
      return {
        ...arrivals,
        rate: arrivals.rate * factor,
        onMean: arrivals.onMean / factor,
        offMean: arrivals.offMean / factor,
      };
    case "schedule": {
      const points = arrivals.points.map(([time, rate]) => [time / factor, rate * factor] as const);
      return { ...arrivals, points };
    }
  }
}

function compressTrace(trace: BoundedTrace, factor: number): BoundedTrace {
  return {
    ...trace,
    arrivals: trace.arrivals.map((arrival) => arrival / factor),
    duration: trace.duration / factor,
  };
}

/**
 * Every service time multiplied: coefficients, tables, laws, or the trace's own durations. The
 * request overhead and a batcher's wait occupy no server and stay.
 *
 * @param factor - On the times, > 0.
 */
export function scaleServiceTime(setting: SweptSetting, factor: number): SweptSetting {
  const { scenario, traces } = setting;
  const service = slowService(scenario.service, factor);
  const takesFromTrace = service.kind === "serial" && "column" in service.time;
  return {
    ...setting,
    scenario: { ...scenario, service },
    traces: traces.map((trace) =>
      takesFromTrace && trace !== null
        ? { ...trace, durations: trace.durations.map((duration) => duration * factor) }
        : trace,
    ),
  };
}

function slowService(service: ServiceSection, factor: number): ServiceSection {
  switch (service.kind) {
    case "serial": {
      const { time } = service;
      if ("column" in time) return service;
      if ("distribution" in time) return { ...service, time: scaleDistribution(time, factor) };
      const { base, perInputToken, perOutputToken } = time;
      return {
        ...service,
        time: {
          base: base * factor,
          perInputToken: perInputToken * factor,
          perOutputToken: perOutputToken * factor,
        },
      };
    }
    case "batch": {
      const { latency } = service;
      if ("table" in latency) return { ...service, latency: slowTable(latency, factor) };
      const { base, perItem } = latency;
      return { ...service, latency: { base: base * factor, perItem: perItem * factor } };
    }
    case "continuous":
      return { ...service, step: slowStep(service.step, factor) };
  }
}

function slowStep(step: StepSection, factor: number): StepSection {
  const { byPrefillTokens, bySequences } = step;
  return {
    base: step.base * factor,
    perSequence: step.perSequence * factor,
    bySequences: bySequences === null ? null : slowTable(bySequences, factor),
    perPrefillToken: step.perPrefillToken * factor,
    byPrefillTokens: byPrefillTokens === null ? null : slowTable(byPrefillTokens, factor),
    perContextToken: step.perContextToken * factor,
    perPrefillTokenSquared: step.perPrefillTokenSquared * factor,
  };
}

interface TimeTable {
  readonly table: readonly (readonly [count: number, seconds: number])[];
}

function slowTable({ table }: TimeTable, factor: number): TimeTable {
  return { table: table.map(([count, seconds]) => [count, seconds * factor] as const) };
}

/**
 * Every output multiplied, limits on it included; whole tokens, at least one.
 *
 * @param factor - On the output tokens, > 0.
 * @returns null if the service's times don't depend on output tokens.
 */
export function scaleOutputs(setting: SweptSetting, factor: number): SweptSetting | null {
  const { scenario, traces } = setting;
  if (!countsOutputs(scenario.service)) return null;
  let isScaled = false;
  const workload = mapSources(scenario.workload, (source) => {
    const scaled = scaleSourceOutputs(source, factor);
    isScaled ||= scaled !== null;
    return scaled ?? source;
  });
  const scaledTraces = traces.map((trace) => {
    if (trace === null || trace.outputs.length === 0) return trace;
    isScaled = true;
    const outputs = trace.outputs.map((tokens) => Math.max(1, Math.round(tokens * factor)));
    return { ...trace, outputs };
  });
  return isScaled
    ? { ...setting, scenario: { ...scenario, workload }, traces: scaledTraces }
    : null;
}

/** A source with other laws of its outputs; null if it has none. */
function scaleSourceOutputs(source: SourceSection, factor: number): SourceSection | null {
  if ("trace" in source) return null;
  if ("generate" in source) {
    const { output } = source.generate;
    if (output === null) return null;
    return { generate: { ...source.generate, output: scaleDistribution(output, factor) } };
  }
  const { output } = source.users;
  if (output === null) return null;
  return { users: { ...source.users, output: scaleDistribution(output, factor) } };
}

function countsOutputs(service: ServiceSection): boolean {
  if (service.kind !== "serial") return service.kind === "continuous";
  return "perOutputToken" in service.time && service.time.perOutputToken > 0;
}
