import type { Result } from "../../plan/result.ts";
import { answerSentence } from "../answer.ts";
import type { PictureName } from "../picture.ts";
import type { Pictures } from "../pictures.ts";
import { cleanText } from "../plain-text.ts";
import { answerSection } from "./answer-section.ts";
import { decisionSection } from "./decision-section.ts";
import { assumptionSection, evidenceSection, moneySection } from "./evidence-sections.ts";
import { clockText } from "./clock-text.ts";
import { focusSpec, timelineSpan } from "./focus-spec.ts";
import { markup, preformatted, scriptJson, trusted, type Markup } from "./markup.ts";
import { pageData, type PageTimeline } from "./page-data.ts";
import { pageStyle } from "./page-style.ts";
import { missingList, pagePicture, pictureFigure, type PagePicture } from "./picture-section.ts";
import { provenanceSection, reproductionSection } from "./provenance-section.ts";
import { focusControls, whatIfSection } from "./what-if-section.ts";

/** What a page holds beside its result, read by whoever may read files. */
export interface PageAssets {
  /** Scripts in the order in which they run: Vega, then the page's own. */
  readonly scripts: readonly string[];
  /** Licences of the software among them. */
  readonly licences: readonly { readonly name: string; readonly text: string }[];
  /** SHA-256 of a text's UTF-8 bytes, in base64. */
  readonly digest: (text: string) => string;
}

const PICTURE_FIRST: PictureName = "curve";

/**
 * The report of a result as one HTML file that needs nothing else: no network, no other file.
 *
 * Its policy lets it run only the scripts and styles that it was written with, by their digests.
 *
 * @param drawn - Pictures drawn already in light colours, as SVG documents by name.
 * @returns The same bytes for the same result and assets.
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export async function renderPage(
  result: Result,
  { made, missing }: Pictures,
  assets: PageAssets,
  drawn: ReadonlyMap<PictureName, string> = new Map(),
): Promise<string> {
  const pictures: PagePicture[] = [];
  for (const picture of made) {
    pictures.push(await pagePicture(picture, drawn.get(picture.name)));
  }
  const { timeline } = pageData(result, {});
  const focus = timeline === null ? null : await focusPicture(timeline);
  const shown = focus === null ? pictures : [...pictures, focus];
  const data = pageData(result, Object.fromEntries(shown.map(({ name, spec }) => [name, spec])));
  const style = pageStyle();
  const first = pictures.filter(({ name }) => name === PICTURE_FIRST);
  const others = pictures.filter(({ name }) => name !== PICTURE_FIRST);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="tailcap ${result.tailcap}">
<title>${result.scenario.name}: ${answerSentence(result)}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the answer</a>
<main id="main" tabindex="-1">
${answerSection(result)}
${contents(result, others.length > 0 || missing.length > 0, focus !== null)}
<section id="curve" aria-labelledby="curve-heading">
<h2 id="curve-heading">What each fleet costs, and what it keeps</h2>
${first.map(pictureFigure)}
</section>
${whatIfSection(data)}
${decisionSection(result)}
${
  (others.length > 0 || missing.length > 0) &&
  markup`<section id="pictures" aria-labelledby="pictures-heading">
<h2 id="pictures-heading">The rest of the picture</h2>
${others.map(pictureFigure)}
${missingList(missing)}
</section>`
}
${focus !== null && timeline !== null && focusSection(focus, timeline)}
${evidenceSection(result)}
${moneySection(result)}
${assumptionSection(result)}
${provenanceSection(result)}
${reproductionSection(result)}
${licenceSection(assets)}
</main>
<div id="tip" class="tip" role="tooltip" hidden></div>
<script type="application/json" id="page-data">${scriptJson(data)}</script>
${assets.scripts.map(
  (script) => markup`<script>${trusted(script)}</script>
`,
)}</body>
</html>
`.html;
}

/** What a browser may do with the page: run and show what is in it, and nothing else. */
function policy(style: string, { digest, scripts }: PageAssets): string {
  const sources = scripts.map((script) => `'sha256-${digest(script)}'`);
  return [
    "default-src 'none'",
    `script-src ${sources.join(" ")}`,
    `style-src 'sha256-${digest(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function contents(result: Result, hasPictures: boolean, hasFocus: boolean): Markup {
  const links: readonly (readonly [id: string, name: string])[] = [
    ["curve", "Cost and latency"],
    ["what-if", "What if"],
    ["decision", "Every fleet"],
    ...(hasPictures ? ([["pictures", "More pictures"]] as const) : []),
    ...(hasFocus ? ([["closer", "Over time"]] as const) : []),
    ["evidence", "How sure"],
    ["assumptions", "Assumptions"],
    ["provenance", "Sources"],
    ["reproduce", "Make it again"],
  ];
  const name = `Contents of the report on ${cleanText(result.scenario.name)}`;
  return markup`<nav class="contents" aria-label="${name}"><ul>${links.map(
    ([id, text]) => markup`<li><a href="#${id}">${text}</a></li>`,
  )}</ul></nav>`;
}

async function focusPicture(timeline: PageTimeline): Promise<PagePicture> {
  const span = clockText(timelineSpan(timeline));
  const missed = `share that misses ${cleanText(timeline.objective)}`;
  return pagePicture({
    name: "focus",
    heading: "One replication, over time",
    spec: focusSpec(timeline),
    text: {
      title: `Arrivals, ${missed}, and requests waiting over ${span}`,
      description:
        `The first replication from its start to ${span}: arrivals a second, the ${missed}, ` +
        "requests waiting, and where it varies the number of replicas that are ready. The strip " +
        "on top shows the whole run; the others the stretch picked below.",
    },
  });
}

function focusSection(focus: PagePicture, timeline: PageTimeline): Markup {
  return markup`<section id="closer" aria-labelledby="closer-heading">
<h2 id="closer-heading">A closer look at one run</h2>
<p>Drag across the picture, or move the two sliders, to look at a stretch of the run.</p>
${pictureFigure(focus)}
${focusControls(timelineSpan(timeline))}
</section>`;
}

function licenceSection({ licences }: PageAssets): Markup {
  return markup`<footer><details><summary>Software in this page</summary>
${licences.map(
  ({ name, text }) => markup`<h3>${name}</h3>
<pre tabindex="0" role="region" aria-label="Licence of ${name}">${preformatted(text)}</pre>
`,
)}</details></footer>`;
}
