/**
 * Runs a task for every item, so many at a time, starting them in order.
 *
 * @param items - What to work on.
 * @param lanes - Tasks that may run at once, ≥ 1.
 */
export async function runInLanes<Item>(
  items: readonly Item[],
  lanes: number,
  task: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) await task(items[next++]);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
