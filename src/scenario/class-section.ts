import type {
  DistributionSection,
  GenerateSection,
  TraceSection,
  WorkloadSection,
} from "./scenario.ts";

/** Where requests come from: exactly one of a recorded trace, a generator and waiting users. */
export type SourceSection =
  | { readonly trace: TraceSection }
  | { readonly generate: GenerateSection }
  | { readonly users: UsersSection };

/** A closed loop: users who wait for their answer, think, and ask again. */
export interface UsersSection {
  readonly count: number;
  /** Seconds from an answer to the next request; a plain duration is a constant. */
  readonly thinkTime: DistributionSection;
  /** Seconds; no request is sent at or after this. */
  readonly duration: number;
  /** Laws of the token counts; null where the service has no use for tokens. */
  readonly input: DistributionSection | null;
  readonly output: DistributionSection | null;
}

/** Requests that are queued, paid attention to and judged alike. */
export interface ClassSection {
  /** Unique among the classes: `[a-z0-9][a-z0-9-]*`. */
  readonly name: string;
  readonly workload: SourceSection;
  /** 0 to 31; lower is served first under strict priority. */
  readonly priority: number;
  /** Share of service starts under weighted priority, relative to the other classes; > 0. */
  readonly weight: number;
  /** Share of the slots behind a queue that only this class may use, in [0, 1). */
  readonly reserved: number;
  /** Seconds until a client gives up; null for what `client.timeout` says. */
  readonly timeout: number | null;
}

/** Name of the one class of a workload that names none. */
export const ONLY_CLASS = "all";

/** True of a workload whose classes are written out. */
export function hasClasses(
  workload: WorkloadSection,
): workload is { readonly classes: readonly ClassSection[] } {
  return "classes" in workload;
}

/**
 * The classes of a workload in their order, which is that of the columns and plans made of it:
 * those written, or a single one named {@link ONLY_CLASS} with every default.
 */
export function classesOf(workload: WorkloadSection): readonly ClassSection[] {
  if (hasClasses(workload)) return workload.classes;
  return [{ name: ONLY_CLASS, workload, priority: 0, weight: 1, reserved: 0, timeout: null }];
}

/** The sources of a workload, by class. */
export function sourcesOf(workload: WorkloadSection): readonly SourceSection[] {
  return hasClasses(workload) ? workload.classes.map((one) => one.workload) : [workload];
}

/** The workload with other sources in place of its own; everything else about its classes stays. */
export function mapSources(
  workload: WorkloadSection,
  change: (source: SourceSection, index: number) => SourceSection,
): WorkloadSection {
  if (!hasClasses(workload)) return change(workload, 0);
  return {
    classes: workload.classes.map((one, index) => ({
      ...one,
      workload: change(one.workload, index),
    })),
  };
}
