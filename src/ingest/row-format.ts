import type { RowCollector } from "./row-collector.ts";
import type { RowLayout } from "./row-layout.ts";

/** How one file of a trace is read: what a format makes of it after a look at its start. */
export interface RowFormat {
  readonly layout: RowLayout;
  /** Hands the rows to the collector, whose file is open. */
  readonly read: (collector: RowCollector) => Promise<void>;
}
