import { evaluate, type Evaluation, type Replication } from "../plan/evaluate.ts";
import { drawWorkload, type Draw } from "../plan/executor.ts";
import { shareColumns } from "./share-columns.ts";

/** An evaluation with the workload it runs on. */
export interface EvaluationMessage {
  readonly task: Evaluation;
  readonly columns: Parameters<typeof evaluate>[1];
}

/** Draws a workload into shared memory; see `drawWorkload`. */
export function draw(task: Draw): ReturnType<typeof drawWorkload> {
  const drawn = drawWorkload(task);
  return { ...drawn, columns: shareColumns(drawn.columns) };
}

/** Simulates one replication of one configuration; see `evaluate`. */
export function evaluateTask({ task, columns }: EvaluationMessage): Replication {
  return evaluate(task, columns, null);
}
