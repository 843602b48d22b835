import type { Result } from "../../plan/result.ts";
import type { SourceSection } from "../../scenario/class-section.ts";
import type { PriceSource } from "../../scenario/price-section.ts";
import type { Scenario, WorkloadSection } from "../../scenario/scenario.ts";
import { calibrationWords } from "../calibration-words.ts";
import { MISSING, formatCount, formatDollars, formatSpan } from "../format.ts";
import { cleanText } from "../plain-text.ts";
import { markup, preformatted, type Markup } from "./markup.ts";

/** What a figure is, where it is from, and when it was found there. */
export interface Origin {
  readonly what: string;
  readonly source: string;
  readonly date: string;
}

/** Of what the scenario itself names. */
const UNDATED = MISSING;

/** Where every figure is from, and how to make this report again. */
export function provenanceSection(result: Result): Markup {
  const { scenario } = result;
  const rows = originsOf(result);
  return markup`<section id="provenance" aria-labelledby="provenance-heading">
<h2 id="provenance-heading">Where the figures are from</h2>
<div class="scroller" role="region" aria-labelledby="provenance-caption" tabindex="0">
<table class="sources">
<caption id="provenance-caption">Sources of traffic, service times and prices</caption>
<thead><tr><th scope="col">Figure</th><th scope="col">Source</th><th scope="col">Date</th></tr></thead>
<tbody>${rows.map(
    ({ date, source, what }) =>
      markup`<tr><th scope="row">${what}</th><td>${source}</td><td>${date}</td></tr>
`,
  )}</tbody>
</table>
</div>
<dl class="definitions">
<div><dt>Made by</dt><dd>tailcap ${result.tailcap}, result format ${result.schema}</dd></div>
<div><dt>Seed</dt><dd>${scenario.seed}</dd></div>
<div><dt>Scenario’s SHA-256</dt><dd><code class="hash">${result.scenarioSha256}</code></dd></div>
</dl>
</section>`;
}

/** Where traffic, service times and prices are from. */
export function originsOf({ scenario }: Pick<Result, "scenario">): readonly Origin[] {
  return [
    ...workloadOrigins(scenario.workload),
    serviceOrigin(scenario),
    ...priceOrigins(scenario),
  ];
}

/** The commands that make a result and its report again, for a POSIX shell. */
export function commandLines({ scenario, written }: Pick<Result, "scenario" | "written">): string {
  const file = written === null ? `${scenario.name}.yaml` : cleanText(written.file);
  const overrides = (written?.overrides ?? []).map((one) => ` ${quoteOverride(one)}`).join("");
  return `tailcap run ${quoteArgument(file)}${overrides}
tailcap report ${quoteArgument(`reports/${cleanText(scenario.name)}/result.json`)}`;
}

/** The commands that make the result and this page again, and the scenario as it was written. */
export function reproductionSection(result: Result): Markup {
  const { tailcap, written } = result;
  return markup`<section id="reproduce" aria-labelledby="reproduce-heading">
<h2 id="reproduce-heading">Make it again</h2>
<p>The same scenario and seed give the same bytes on any machine, with any number of threads. With
tailcap ${tailcap}, in the folder of the scenario:</p>
<pre class="command" tabindex="0">${preformatted(commandLines(result))}</pre>
${
  written === null
    ? markup`<p class="note">The scenario came from no file; all of it, defaults filled in, is in result.json.</p>`
    : markup`<details open><summary>The scenario as it was written: ${cleanText(written.file)}</summary>
<pre class="scenario" tabindex="0" role="region" aria-label="Scenario as written">${preformatted(written.text)}</pre></details>`
}
</section>`;
}

/** An argument of a POSIX shell. */
function quoteArgument(text: string): string {
  return /^[\w./@%+,:=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function quoteOverride(text: string): string {
  const option = /^(--[a-z]+) (.*)$/s.exec(text);
  return option === null ? quoteArgument(text) : `${option[1]} ${quoteArgument(option[2])}`;
}

function workloadOrigins(workload: WorkloadSection): readonly Origin[] {
  if (!("classes" in workload)) return [sourceOrigin("Traffic", workload)];
  return workload.classes.map((one) => sourceOrigin(`Traffic of ${one.name}`, one.workload));
}

function sourceOrigin(what: string, source: SourceSection): Origin {
  if ("trace" in source) {
    const { copies, file, format, speed, window } = source.trace;
    const changes = [
      window === null ? "" : `from ${formatSpan(window[0])} to ${formatSpan(window[1])}`,
      speed === 1 ? "" : `at ${speed} times its speed`,
      copies === 1 ? "" : `${formatCount(copies)} copies`,
    ].filter((text) => text !== "");
    const cut = changes.length === 0 ? "" : `; ${changes.join(", ")}`;
    return { what, source: `trace ${file} (${format})${cut}`, date: UNDATED };
  }
  if ("users" in source) {
    const { count, duration } = source.users;
    const users = `${formatCount(count)} users who wait for their answers, ${formatSpan(duration)}`;
    return { what, source: `generated: ${users}`, date: UNDATED };
  }
  const { arrivals, duration, source: fitted } = source.generate;
  const law = `generated: ${arrivals.process} arrivals, ${formatSpan(duration)}`;
  return { what, source: fitted === undefined ? law : `${law}; ${fitted}`, date: UNDATED };
}

function serviceOrigin(scenario: Scenario): Origin {
  const what = "Service times";
  const { calibration } = scenario.service;
  if (calibration === null) {
    return { what, source: "named in the scenario; no benchmark is given for them", date: UNDATED };
  }
  // The date has a column of its own.
  const undated = { ...scenario.service, calibration: { ...calibration, date: null } };
  const source = calibrationWords({ ...scenario, service: undated }).join("; ");
  return { what, source, date: calibration.date ?? UNDATED };
}

function priceOrigins({ fleet, jobs, maintenance, slo }: Scenario): readonly Origin[] {
  const own: Origin = {
    what: "Price of a replica",
    source: `${formatDollars(fleet.price)}/h, named in the scenario`,
    date: UNDATED,
  };
  const listed = fleet.priceSource === null ? [own] : listedOrigins(fleet.priceSource);
  const others = [
    ...(jobs.length > 0 ? ["jobs"] : []),
    ...(maintenance === null ? [] : ["maintenance"]),
    ...(slo.penalty === null && slo.credits === null ? [] : ["broken promises"]),
  ];
  if (others.length === 0) return listed;
  const what = `Price of ${others.join(", ")}`;
  return [...listed, { what, source: "named in the scenario", date: UNDATED }];
}

function listedOrigins({
  gpu,
  gpusPerNode,
  prices,
  provider,
  region,
  sku,
}: PriceSource): readonly Origin[] {
  const gpus = gpusPerNode > 0 ? ` (${formatCount(gpusPerNode)} × ${gpu ?? "GPU"})` : "";
  return prices.map(({ note, price, retrieved, source, term }) => ({
    what: `Price of ${provider} ${sku} in ${region}${gpus}, ${term}`,
    source: `${formatDollars(price)}/h, ${source ?? "named in the scenario"}${note === null ? "" : `; ${note}`}`,
    date: retrieved ?? UNDATED,
  }));
}
