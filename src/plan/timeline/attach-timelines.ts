import type { OpenedWorkload } from "../../compile/open-columns.ts";
import { drawWorkload } from "../executor.ts";
import { sumOf } from "../pool-replications.ts";
import type { Choice, Point } from "../result.ts";
import type { SweptSetting } from "../run-sweep.ts";
import type { SimulatedPoint } from "../summarize-point.ts";
import { followFixed, MOST_FOLLOWED } from "./follow-fixed.ts";
import { pointTimeline } from "./point-timeline.ts";

type Place = Pick<Point, "replicas" | "settings">;

/**
 * Gives the chosen point and the one below it their timelines: one fewer replica, or with an
 * autoscaler the next cheaper setting. Without a choice it is the point looked at instead.
 *
 * Every run with a control part is followed over time, since the choice is only known afterwards;
 * that takes a few kilobytes beside the histograms of its tally. A fixed fleet of patient clients
 * is not, as its loop is faster without: the first replications of the two points are drawn and
 * simulated again, here and not by an executor, so that the same code gives the same bytes for any
 * number of threads. Runs of more than `MOST_FOLLOWED` requests are left without. The result keeps
 * two timelines at most.
 *
 * @param swept - The settings of the sweep.
 * @param groups - The points of each setting.
 * @param simulated - What they were made of, in the same order.
 * @param focus - The point looked at where there is no choice.
 */
export function attachTimelines(
  swept: readonly SweptSetting[],
  groups: readonly (readonly Point[])[],
  simulated: readonly (readonly SimulatedPoint[])[],
  choice: Choice | null,
  focus: Place,
): Point[][] {
  const kept = choice === null ? [focus] : [choice, ...below(choice)];
  return groups.map((group, setting) => {
    const draw = drawOnce(swept[setting]);
    return group.map((point, index) => {
      const isKept = kept.some(
        ({ replicas, settings }) => point.replicas === replicas && point.settings === settings,
      );
      return isKept ? { ...point, timeline: timelineOf(simulated[setting][index], draw) } : point;
    });
  });
}

function below({ nextCheaper, oneFewer, settings }: Choice): readonly Place[] {
  if (nextCheaper !== null) return [nextCheaper];
  return oneFewer === null ? [] : [{ replicas: oneFewer.replicas, settings }];
}

/** Draws the first replication's workload when it is first asked for. */
function drawOnce({ scenario, traces }: SweptSetting): () => OpenedWorkload {
  let drawn: OpenedWorkload | null = null;
  return () => (drawn ??= drawWorkload({ scenario, replication: 0, traces, blocks: null }));
}

function timelineOf(
  { replicas, replications, scenario }: SimulatedPoint,
  draw: () => OpenedWorkload,
): Point["timeline"] {
  const [{ control, tally }] = replications;
  if (control === null && sumOf([...tally.outcomes]) > MOST_FOLLOWED) return null;
  const timeline = control === null ? followFixed(scenario, replicas, draw(), 0) : control.timeline;
  if (timeline === null) return null;
  const spans = sumOf(replications.map(({ span }) => span));
  const warmTime = sumOf(replications.map((run) => run.control?.fleet.warmTime ?? 0));
  return pointTimeline(timeline, scenario, replicas, warmTime / spans);
}
