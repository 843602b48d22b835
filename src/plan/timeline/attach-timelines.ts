import { sumOf } from "../pool-replications.ts";
import type { Choice, Point } from "../result.ts";
import type { SimulatedPoint } from "../summarize-point.ts";
import { pointTimeline } from "./point-timeline.ts";

type Place = Pick<Point, "replicas" | "settings">;

/**
 * Gives the chosen point and the one below it their timelines: one fewer replica, or with an
 * autoscaler the next cheaper setting. Without a choice it is the point looked at instead.
 *
 * Every run with a control part is followed over time, since the choice is only known afterwards;
 * that takes a few kilobytes beside the histograms of its tally. The result keeps two at most.
 *
 * @param groups - The points of each setting.
 * @param simulated - What they were made of, in the same order.
 * @param focus - The point looked at where there is no choice.
 */
export function attachTimelines(
  groups: readonly (readonly Point[])[],
  simulated: readonly (readonly SimulatedPoint[])[],
  choice: Choice | null,
  focus: Place,
): Point[][] {
  const kept = choice === null ? [focus] : [choice, ...below(choice)];
  return groups.map((group, setting) =>
    group.map((point, index) => {
      const isKept = kept.some(
        ({ replicas, settings }) => point.replicas === replicas && point.settings === settings,
      );
      return isKept ? { ...point, timeline: timelineOf(simulated[setting][index]) } : point;
    }),
  );
}

function below({ nextCheaper, oneFewer, settings }: Choice): readonly Place[] {
  if (nextCheaper !== null) return [nextCheaper];
  return oneFewer === null ? [] : [{ replicas: oneFewer.replicas, settings }];
}

function timelineOf({ replicas, replications, scenario }: SimulatedPoint): Point["timeline"] {
  const [{ control }] = replications;
  if (control === null || control.timeline === null) return null;
  const spans = sumOf(replications.map(({ span }) => span));
  const warmTime = sumOf(replications.map((run) => run.control?.fleet.warmTime ?? 0));
  return pointTimeline(control.timeline, scenario, replicas, warmTime / spans);
}
