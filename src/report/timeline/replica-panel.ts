import { latencyTicks } from "../curve/curve-scale.ts";
import { boxLayer, scaleSpec, textLayer, type Layer, type PanelSpec } from "../curve/layer.ts";
import { elasticOf } from "../fleet-name.ts";
import { TEXT_WIDTH, textTooltip } from "../picture-parts.ts";
import { measureText } from "../text-width.ts";
import { BLUE, INK, NOTE_SIZE, ORANGE, SKY_BLUE, VERMILLION } from "../theme.ts";
import type { FollowedFleet, TimelineModel } from "./timeline-model.ts";
import { formatTick, linearScale, panelOf, timeOf, type PanelOptions } from "./timeline-panels.ts";
import { spanText } from "./timeline-rows.ts";

/** States of a replica from the bottom of the pile, each as light in grey as its neighbours aren't. */
const STATES = [
  { state: "ready", color: BLUE },
  { state: "draining", color: ORANGE },
  { state: "starting", color: SKY_BLUE },
  { state: "down", color: VERMILLION },
] as const;

/**
 * Replicas by state of one fleet, piled up.
 *
 * @param highest - Most replicas of any fleet that is drawn, so that their panels compare.
 */
export function replicaPanel(
  { frame, model, rows }: PanelOptions,
  fleet: FollowedFleet,
  highest: number,
): PanelSpec {
  const height = 96;
  const y = linearScale([highest], height);
  const shown = statesOf(model);
  const values = shown.flatMap(({ color, state }) =>
    runsOf(fleet, state, shown, rows.length).map((run) => ({ ...run, state, color })),
  );
  const isFixed = elasticOf(fleet.point) === null;
  const title = isFixed ? `${fleet.name} by state` : `Replicas by state: ${fleet.name}`;
  const ticks = latencyTicks(y).filter((tick) => Number.isInteger(tick));
  const layer: Layer = {
    data: { values },
    mark: { type: "rect", strokeWidth: 0.5 },
    encoding: {
      x: timeOf(frame),
      x2: { field: "end" },
      y: { field: "low", type: "quantitative", scale: scaleSpec(y) },
      y2: { field: "high" },
      fill: { field: "color", type: "nominal", scale: null },
      stroke: { field: "color", type: "nominal", scale: null },
      tooltip: textTooltip({ time: "time", state: "state", replicas: "replicas" }),
    },
  };
  return panelOf({ frame, model }, { height, y, title, unit: formatTick, ticks }, [
    layer,
    ...keyLayers(shown, frame.left),
  ]);
}

/** Most replicas of a fleet at once, in any state, as a mean over a bin. */
export function mostReplicas({ timeline }: FollowedFleet): number {
  const counts = timeline.ready.map((_, bin) =>
    STATES.reduce((sum, { state }) => sum + timeline[state][bin], 0),
  );
  return Math.max(...counts);
}

type ShownState = (typeof STATES)[number];

/** The states that occur. */
function statesOf({ back, front }: TimelineModel): readonly ShownState[] {
  const fleets = back === null ? [front] : [front, back];
  return STATES.filter(({ state }) =>
    fleets.some(({ timeline }) => timeline[state].some((count) => count > 0)),
  );
}

/** A state's share of the pile, with bins of equal values as one. */
function runsOf(
  { timeline }: FollowedFleet,
  state: ShownState["state"],
  shown: readonly ShownState[],
  bins: number,
) {
  const below = shown.slice(
    0,
    shown.findIndex((one) => one.state === state),
  );
  const runs: { start: number; end: number; low: number; high: number }[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const low = below.reduce((sum, one) => sum + timeline[one.state][bin], 0);
    const high = low + timeline[state][bin];
    const end = (bin + 1) * timeline.width;
    const last = runs.at(-1);
    if (last !== undefined && last.low === low && last.high === high) last.end = end;
    else runs.push({ start: bin * timeline.width, end, low, high });
  }
  return runs
    .filter(({ high, low }) => high > low)
    .map((run) => ({
      ...run,
      time: spanText(run.start, run.end),
      replicas: formatTick(run.high - run.low),
    }));
}

function keyLayers(shown: readonly ShownState[], left: number): readonly Layer[] {
  let edge = TEXT_WIDTH - left;
  return shown.toReversed().flatMap(({ color, state }) => {
    const px = edge - measureText(state, NOTE_SIZE);
    edge = px - 38;
    return [
      boxLayer([{ px: px - 20, px2: px - 6, py: 4, py2: 16 }], { type: "rect", color }),
      textLayer([{ px, py: 10, text: state }], {
        color: INK,
        size: NOTE_SIZE,
        bold: false,
        align: "left" as const,
      }),
    ];
  });
}
