import type { Point } from "../plan/result.ts";
import type { ServiceSection } from "../scenario/scenario.ts";
import { formatSignificant, formatUse, MISSING } from "./format.ts";

/** A column of a table of points, which says how loaded replicas are. */
export interface LoadColumn {
  /** In two parts; the upper one may be empty. */
  readonly heading: readonly [upper: string, lower: string];
  readonly cell: (point: Point) => string;
}

/** What of a result says how its replicas serve. */
interface Served {
  readonly scenario: { readonly service: Pick<ServiceSection, "kind"> };
}

const BUSY: LoadColumn = {
  heading: ["", "busy"],
  cell: ({ utilization }) => formatUse(utilization, 0),
};

/** A replica is busy with a single sequence, and takes more at a time the more it has to do. */
const PER_STEP: LoadColumn = {
  heading: ["requests", "a step"],
  cell: ({ batching }) =>
    batching === null ? MISSING : formatSignificant(batching.meanBatchSize, 3),
};

/**
 * What tells how loaded the replicas of a service are: the share of time that they are busy, or of
 * continuous batching the mean number of requests in a step.
 */
export function loadColumn({ scenario }: Served): LoadColumn {
  return scenario.service.kind === "continuous" ? PER_STEP : BUSY;
}
