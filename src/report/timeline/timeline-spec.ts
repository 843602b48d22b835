import type { TopLevelSpec } from "vega-lite";
import type { Result } from "../../plan/result.ts";
import type { PanelSpec } from "../curve/layer.ts";
import { pictureSpec } from "../curve/picture-spec.ts";
import { captionLayers, headingOf } from "../picture-parts.ts";
import { hoverName, quantilePanel } from "./quantile-panel.ts";
import { mostReplicas, replicaPanel } from "./replica-panel.ts";
import { frameTimeline } from "./timeline-frame.ts";
import { fleetsOf, type TimelineModel } from "./timeline-model.ts";
import { arrivalPanel, timeLabels, waitingPanel } from "./timeline-panels.ts";
import { timelineRows } from "./timeline-rows.ts";
import { changes, timelineCaption, timelineReading, timelineTitle } from "./timeline-words.ts";
import { violationHeight, violationPanel } from "./violation-panel.ts";

/** Pixels from the end of the last panel to the first line below the axis' labels. */
const CAPTION_DROP = 42;
/** Of a panel of latencies that is alone, and of one among several. */
const LATENCY_HEIGHTS = [190, 140] as const;

/**
 * A run over time as a Vega-Lite specification: arrivals, queue, replicas if they change, the
 * quantiles that objectives are about and violations on one axis of time, in seconds. The interval
 * selection `brush` is over that axis, its field `start`.
 */
export function timelineSpec(result: Result, model: TimelineModel): TopLevelSpec {
  const frame = frameTimeline(model);
  const rows = timelineRows(model);
  const options = { frame, model, rows };
  const fleets = fleetsOf(model);
  const elastic = fleets.some(changes) ? fleets : [];
  const highest = Math.max(...fleets.map(mostReplicas));
  const violations = model.objectives.map((objective) => violationPanel(options, objective));
  const height = violationHeight(fleets.length);
  const caption = captionLayers(timelineCaption(result, model), {
    left: -frame.left,
    top: height + CAPTION_DROP,
  });
  const last = violations[violations.length - 1];
  const latencyHeight = LATENCY_HEIGHTS[model.quantiles.length === 1 ? 0 : 1];
  const panels: readonly PanelSpec[] = [
    arrivalPanel(options),
    waitingPanel(options),
    ...elastic.map((fleet) => replicaPanel(options, fleet, highest)),
    ...model.quantiles.map((quantile) => quantilePanel(options, quantile, latencyHeight)),
    ...violations.slice(0, -1),
    { ...last, layer: [...last.layer, ...timeLabels(frame, height), ...caption] },
  ];
  const heading = headingOf(result, timelineTitle(result, model), timelineReading(result, model));
  return {
    ...pictureSpec(heading, panels),
    data: { name: "bins", values: rows.map(({ quantiles, ...row }) => ({ ...row, ...quantiles })) },
    params: [
      {
        name: "brush",
        select: { type: "interval", encodings: ["x"] },
        views: ["arrivals", "frontWaiting", ...model.quantiles.map(hoverName)],
      },
    ],
  };
}
