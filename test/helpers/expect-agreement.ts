import type { RequestTable } from "../steppers/request-table.ts";
import type { TableSink } from "./table-sink.ts";

/**
 * Fails unless two programs agree on every request: on its replica and outcome exactly, on its
 * times up to `tolerance` seconds. A time that never came is NaN in both.
 *
 * @param tolerance - Seconds; 0 asks for the same float64.
 * @param label - Says what was simulated, for the failure.
 */
export function expectAgreement(
  sink: TableSink,
  table: RequestTable,
  tolerance: number,
  label: string,
): void {
  for (let row = 0; row < table.end.length; row++) {
    for (const column of ["outcome", "replica", "start", "first", "end"] as const) {
      const found = sink[column][row];
      const expected = table[column][row];
      if (Object.is(found, expected) || Math.abs(found - expected) <= tolerance) continue;
      throw new Error(
        `request ${row}: the engine's ${column} is ${found}, the stepper's ${expected} (${label})`,
      );
    }
  }
}
