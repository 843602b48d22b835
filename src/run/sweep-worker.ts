import { evaluate, type Evaluation, type Replication } from "../plan/evaluate.ts";
import { drawWorkload, type Draw } from "../plan/executor.ts";
import { collectColumns } from "./collect-columns.ts";
import { shareColumns } from "./share-columns.ts";

/** An evaluation with the workload it runs on. */
export interface EvaluationMessage {
  readonly task: Evaluation;
  readonly columns: Parameters<typeof evaluate>[1];
}

/** Draws a workload into shared memory; see `drawWorkload`. */
export function draw(task: Draw): ReturnType<typeof drawWorkload> {
  const drawn = drawWorkload(task);
  const columns = shareColumns(drawn.columns);
  collectColumns(columns);
  return { ...drawn, columns };
}

/** Simulates one replication of one configuration; see `evaluate`. */
export function evaluateTask({ task, columns }: EvaluationMessage): Replication {
  collectColumns(columns);
  return evaluate(task, columns, null);
}
