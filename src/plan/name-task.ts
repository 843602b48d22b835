import type { SweptSetting } from "./run-sweep.ts";

/**
 * Says of an error that ended a task which task it was; the error stays what it is otherwise.
 *
 * @param setting - Of the task.
 * @param replicas - Its count.
 * @param run - Which one, such as `replication 0`.
 * @returns What a rejected promise's `catch` takes; it throws the error again.
 */
export function nameTask(
  { settings }: SweptSetting,
  replicas: number,
  run: `${"replication" | "resample"} ${number}`,
): (error: unknown) => never {
  return (error) => {
    if (error instanceof Error) {
      const values = Object.entries(settings).map(([path, value]) => `${path}=${String(value)}`);
      const place = [replicas === 1 ? "1 replica" : `${replicas} replicas`, run, ...values].join(
        ", ",
      );
      error.message = `${error.message} (at ${place})`;
    }
    throw error;
  };
}
