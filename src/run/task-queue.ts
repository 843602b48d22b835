/** Lets so many tasks run at once; the others wait their turn. */
export interface TaskQueue {
  /**
   * Runs a task when its turn comes.
   *
   * @throws Error if the queue is closed before.
   */
  run<Found>(task: () => Promise<Found>): Promise<Found>;
  /** Drops the tasks that wait, and is done when those that run are. */
  close(): Promise<void>;
}

/** A task that waits: starts it, or drops it. */
interface Waiting {
  readonly start: () => void;
  readonly drop: (error: Error) => void;
}

/**
 * Opens a queue.
 *
 * @param most - Tasks that run at once, ≥ 1.
 */
export function openTaskQueue(most: number): TaskQueue {
  const waiting: Waiting[] = [];
  const running = new Set<Promise<unknown>>();
  let isClosed = false;
  const startNext = (): void => {
    if (running.size < most) waiting.shift()?.start();
  };
  return {
    run(task) {
      return new Promise((resolve, reject) => {
        if (isClosed) {
          reject(closed());
          return;
        }
        const start = (): void => {
          const ended = task().finally(() => {
            running.delete(ended);
            startNext();
          });
          running.add(ended);
          ended.then(resolve, reject);
        };
        waiting.push({ start, drop: reject });
        startNext();
      });
    },
    async close(): Promise<void> {
      isClosed = true;
      for (const { drop } of waiting.splice(0)) drop(closed());
      await Promise.allSettled(running);
    },
  };
}

function closed(): Error {
  return new Error("the executor is closed");
}
