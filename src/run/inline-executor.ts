import { evaluate } from "../plan/evaluate.ts";
import { drawWorkload, type Executor } from "../plan/executor.ts";

/** Runs every task in this thread, one after the other. */
export function openInlineExecutor(): Executor {
  return {
    parallelism: 1,
    draw: async (task) => drawWorkload(task),
    evaluate: async (task, columns) => evaluate(task, columns, null),
    close: async () => {},
  };
}
