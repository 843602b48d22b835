import { formatDollars } from "../format.ts";
import { markup, type Markup } from "./markup.ts";
import type { PageData } from "./page-data.ts";

/** Controls of the what-if; the page's script fills and reads them. */
export function whatIfSection({ isExact, objectives, points }: PageData): Markup {
  const shown = points.findIndex((point) => point.isShown);
  return markup`<section id="what-if" aria-labelledby="what-if-heading">
<h2 id="what-if-heading">What if the promise were another?</h2>
<p>Pick a fleet, move the limit or the target, and see what the simulated requests
say. Nothing is simulated anew: compliance at a limit is the share of all measured requests that
were answered within it.</p>
<noscript><p class="note">This part needs scripts, which are switched off here.
Everything else on the page works without.</p></noscript>
<form id="what-if-form" class="controls" hidden autocomplete="off">
<div class="control half"${objectives.length === 1 && markup` hidden`}>
<label for="what-if-objective">Promise</label>
<select id="what-if-objective">${objectives.map(({ name }, index) => markup`<option value="${index}">${name}</option>`)}</select>
</div>
<div class="control half">
<label for="what-if-fleet">Fleet</label>
<select id="what-if-fleet">${points.map(
    ({ costPerHour, isChoice, name }, index) =>
      markup`<option value="${index}"${index === shown && markup` selected`}>${`${name}, ${formatDollars(costPerHour)}/h${isChoice ? " (chosen)" : ""}`}</option>`,
  )}</select>
</div>
<div class="control">
<label for="what-if-limit">Limit, in <span id="what-if-unit">ms</span></label>
<input id="what-if-limit" type="number" inputmode="decimal" min="0" step="any">
</div>
<div class="control wide">
<label for="what-if-slider">Limit, by hand</label>
<input id="what-if-slider" type="range" min="0" max="1000" step="1">
</div>
<div class="control">
<label for="what-if-target">Target, in %</label>
<input id="what-if-target" type="number" inputmode="decimal" min="0" max="100" step="any">
</div>
<div class="control action"><button id="what-if-reset" type="button">Back to the SLO</button></div>
</form>
<div id="what-if-answer" class="outcome" role="status" aria-live="polite" hidden></div>
<div class="scroller" role="region" aria-labelledby="what-if-caption" tabindex="0" id="what-if-table" hidden>
<table class="numbers">
<caption id="what-if-caption">Every fleet at this promise;
the mark in each bar is all of the error budget</caption>
<thead><tr><th scope="col">Fleet</th><th scope="col">$/hour</th><th scope="col">In time</th><th scope="col">Error budget used</th><th scope="col" id="what-if-range">Range</th><th scope="col" class="words">Verdict</th></tr></thead>
<tbody id="what-if-rows"></tbody>
</table>
</div>
<p class="note">${
    isExact
      ? "At the SLO’s own limit and target the numbers and verdicts are those of the run, exact for this workload. Elsewhere"
      : "At the SLO’s own limit and target the numbers and verdicts are those of the run, intervals included. Elsewhere"
  } they are <em>estimates</em>: on a straight line between the two nearest known points of the
simulated distribution, judged by that point alone, without an interval. To be sure, run
the scenario with the other promise.</p>
</section>`;
}

/** The closer look at the run over time; the picture stands in front of it. */
export function focusControls(span: number): Markup {
  return markup`<form id="focus-form" class="controls" hidden autocomplete="off">
<div class="control wide"><label for="focus-from">Look from</label>
<input id="focus-from" type="range" min="0" max="1000" step="1" value="0"></div>
<div class="control wide"><label for="focus-to">to</label>
<input id="focus-to" type="range" min="0" max="1000" step="1" value="1000"></div>
<div class="control action"><button id="focus-reset" type="button">Whole run</button></div>
</form>
<p id="focus-answer" class="outcome" role="status" aria-live="polite" data-span="${span}" hidden></p>
`;
}
