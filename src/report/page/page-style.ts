import { DARK_COLORS, FONT } from "../theme.ts";

/** Colours of the page itself by role; the first is for light,
   the second for dark surroundings. */
const ROLES: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  paper: ["#ffffff", "#14171a"],
  ground: ["#f6f7f8", "#1b1f23"],
  ink: ["#1a1a1a", "#ececec"],
  muted: ["#595959", "#b4b8bc"],
  line: ["#d9dce0", "#373d43"],
  accent: ["#005a8e", "#6fb8ec"],
  good: ["#00664a", "#4fd6ad"],
  bad: ["#a84400", "#ff9a5e"],
  open: ["#6b4e00", "#f2c65a"],
  wash: ["#e8f1f8", "#1d2c38"],
};

/**
 * The page's style sheet.
 *
 * Pictures are drawn in light colours;
   in the dark each of their colours is overridden by its dark
 * counterpart, so that a drawing follows the reader's setting without a script, and prints light.
 */
export function pageStyle(): string {
  return `:root{color-scheme:light dark;${variables(0)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(1)}}
${drawingInTheDark()}}
${BASE}${ANSWER}${PICTURES}${TABLES}${CONTROLS}${PRINT}`;
}

function variables(theme: 0 | 1): string {
  return Object.entries(ROLES)
    .map(([role, colors]) => `--${role}:${colors[theme]}`)
    .join(";");
}

function drawingInTheDark(): string {
  return DARK_COLORS.flatMap(([light, dark]) =>
    ["fill", "stroke"].map((name) => `.drawing [${name}="${light}" i]{${name}:${dark}}`),
  ).join("\n");
}

const BASE = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 ${FONT}}
main{max-width:940px;margin:0 auto;padding:2.5rem 1.25rem 4rem}
main:focus{outline:none}
h1,h2,h3{line-height:1.25;margin:0;text-wrap:balance}
h1{font-size:clamp(1.6rem,1.1rem + 2vw,2.35rem);letter-spacing:-.015em}
h2{font-size:1.4rem;margin-bottom:.75rem}
h3{font-size:1.05rem}
p{margin:0 0 .9rem;max-width:46rem}
section{margin-top:3.5rem;padding-top:1.5rem;border-top:1px solid var(--line)}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);
  white-space:nowrap}
[hidden]{display:none!important}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--paper);padding:.6rem 1rem;
  border:2px solid var(--accent);z-index:3}
.skip:focus{top:1rem}
.note,small,figcaption,footer{color:var(--muted);font-size:.9rem}
summary{cursor:pointer;color:var(--accent);padding:.3rem 0;min-height:1.75rem}
pre{background:var(--ground);border:1px solid var(--line);border-radius:6px;padding:1rem;
  overflow:auto;font-size:.85rem;line-height:1.5;max-height:40rem}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.hash{overflow-wrap:anywhere;font-size:.85rem}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem}
footer h3{margin-top:1rem}
`;

const ANSWER = `.eyebrow{margin:0 0 .6rem;color:var(--muted);font-size:.9rem;
  overflow-wrap:anywhere}
.answer h1{overflow-wrap:anywhere;max-width:24em}
.lede{font-size:1.15rem;margin:1rem 0 .6rem;max-width:44rem}
.description{color:var(--muted);overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:0;
  margin:1.75rem 0 0;border:1px solid var(--line);border-radius:8px;overflow:hidden}
.figures div{padding:1rem 1.15rem;box-shadow:0 0 0 1px var(--line)}
.figures dt{color:var(--muted);font-size:.9rem}
.figures dd{margin:0}
.figures b{display:block;font-size:1.75rem;line-height:1.3;font-variant-numeric:tabular-nums;
  letter-spacing:-.01em}
.figures dd span{font-size:.9rem;color:var(--muted)}
.contents ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;
  margin:1.5rem 0 0}
.contents a{display:inline-block;padding:.3rem 0}
.answer+.contents+section{margin-top:1.75rem}
.verdict,.figures dd .verdict{font-weight:700;white-space:nowrap}
.verdict::before{display:inline-block;margin-right:.4em}
.verdict.met::before{content:"";width:.34em;height:.7em;margin:0 .55em 0 .15em;
  border:solid currentColor;border-width:0 .15em .15em 0;
  transform:rotate(45deg) translateY(-.08em)}
.verdict.missed::before{content:"×" / ""}
.verdict.undecided::before,.verdict.insufficient::before{content:"?" / ""}
.verdict.met,.figures dd .verdict.met{color:var(--good)}
.verdict.missed,.figures dd .verdict.missed{color:var(--bad)}
.verdict.undecided,.verdict.insufficient,.figures dd .verdict.undecided,
  .figures dd .verdict.insufficient{color:var(--open)}
.definitions{margin:0}
.scroller+.definitions{margin-top:1.25rem}
.definitions>div{display:grid;grid-template-columns:12rem 1fr;gap:0 1.5rem;padding:.7rem 0;
  border-top:1px solid var(--line)}
.definitions>div:first-child{border-top:0}
.definitions dt{font-weight:700;grid-row:1/span 30}
.definitions dd{margin:0;grid-column:2;max-width:46rem;overflow-wrap:anywhere}
.definitions dd+dd{margin-top:.3rem}
`;

const PICTURES = `.picture{margin:1.5rem 0 2.5rem}
.picture h3{margin-bottom:.6rem}
.scroller{overflow-x:auto;max-width:100%}
.drawing{position:relative;min-width:660px}
.drawing text{text-rendering:geometricPrecision}
.drawing svg{background:var(--paper);display:block;width:100%;height:auto}
.drawing[data-drags]{cursor:crosshair;touch-action:pan-y}
.drawing[data-drags] svg{user-select:none}
figcaption details p{max-width:52rem}
.missing{background:var(--ground);border:1px solid var(--line);border-radius:8px;
  padding:1rem 1.25rem}
.missing dl{margin:.5rem 0 0}
.missing dl>div{padding:.35rem 0}
.missing dt{font-weight:700}
.missing dd{margin:0;color:var(--muted);overflow-wrap:anywhere}
.tip{position:fixed;z-index:2;max-width:min(24rem,90vw);background:var(--paper);color:var(--ink);
  border:1px solid var(--muted);border-radius:6px;box-shadow:0 4px 16px rgb(0 0 0/.2);
  padding:.5rem .7rem;font-size:.85rem;line-height:1.4;pointer-events:none}
.tip dl{display:grid;grid-template-columns:auto auto;gap:.1rem .8rem;margin:0}
.tip dt{color:var(--muted)}
.tip dd{margin:0;text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.tip p{margin:0}
`;

const TABLES = `table{border-collapse:collapse;width:100%;font-size:.92rem;
  font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--muted);padding:.3rem 0 .6rem;font-size:.9rem}
th,td{padding:.5rem .7rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{font-weight:700;vertical-align:bottom;border-bottom:2px solid var(--muted);
  line-height:1.3}
thead th[scope=colgroup]{text-align:center;border-bottom:1px solid var(--line)}
th[scope=row],thead th:first-child,td:has(.verdict),th.words,.sources th,.sources td{
  text-align:left}
th[scope=row]{font-weight:400}
td,th[scope=row]{white-space:nowrap}
td small{display:block;font-size:.9em}
.sources th,.sources td{white-space:normal}
tr.chosen>*{background:var(--wash);font-weight:700}
tr.chosen small{font-weight:400}
.tag{display:inline-block;margin-left:.3rem;font-size:.78rem;border:1px solid currentColor;
  border-radius:3px;padding:0 .3rem;color:var(--accent)}
.sources th[scope=row]{width:26%}
.sources td{overflow-wrap:anywhere}
.sources td:last-child{white-space:nowrap}
`;

const CONTROLS = `.controls{display:flex;flex-wrap:wrap;gap:.9rem 1.25rem;align-items:end;
  margin:1rem 0}
.control{display:flex;flex-direction:column;gap:.25rem;flex:0 1 8rem}
.control.wide{flex:1 1 14rem}
.control.action{flex:0 0 auto}
.control.half{flex:1 1 40%}
.controls label{font-size:.9rem;color:var(--muted)}
.controls input,.controls select,.controls button{font:inherit;color:inherit;
  background:var(--paper);border:1px solid var(--muted);border-radius:6px;padding:.45rem .6rem;
  min-height:2.6rem;width:100%}
.controls input[type=range]{padding:0;accent-color:var(--accent);border:0;background:none}
.controls button{cursor:pointer;background:var(--ground)}
.outcome{background:var(--wash);border-left:4px solid var(--accent);border-radius:0 6px 6px 0;
  padding:.9rem 1.1rem;margin:1rem 0;max-width:none}
.outcome p{margin:0;max-width:52rem}
.outcome p+p{margin-top:.4rem}
.outcome b{font-size:1.1rem}
.bar{display:block;position:relative;height:5px;margin:4px 0 0 auto;width:7rem;max-width:100%;
  background:var(--line)}
.bar::after{content:"";position:absolute;left:50%;top:-3px;bottom:-3px;
  border-left:2px solid var(--ink)}
.bar i{display:block;height:100%;background:var(--accent)}
.bar.over i{background:var(--bad)}
@media (max-width:40rem){main{padding:1.5rem 1rem 3rem}
.definitions>div{display:block}
section{margin-top:2.5rem}
.figures{grid-template-columns:1fr 1fr}
.figures div{padding:.8rem .9rem}
.figures b{font-size:1.35rem}
.control,.control.half,.control.wide{flex:1 1 100%}
th,td{padding:.45rem .5rem}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;

const PRINT = `@media print{@page{margin:14mm}
body{font-size:10.5pt}
main{max-width:none;padding:0}
.skip,.contents,.controls,.tip,#what-if,footer,figcaption,#closer{display:none}
section{margin-top:1.5rem;break-inside:auto}
h2,h3{break-after:avoid}
.picture,tr,.definitions>div,.figures{break-inside:avoid}
.scroller{overflow:visible}
.drawing{min-width:0}
pre{max-height:none;white-space:pre-wrap;overflow-wrap:anywhere}
table{font-size:8pt}
td,th[scope=row]{white-space:normal}
.verdict,td small{white-space:nowrap}
.figures{grid-template-columns:repeat(4,1fr)}
.figures div{padding:.6rem .8rem}
.figures b{font-size:1.35rem}
.tag{font-size:.85em}
th,td{padding:.3rem .4rem}
a{color:inherit;text-decoration:none}}
`;
