import { FILTER_STYLE } from './filter.ts';

/** Colours, light or dark as the reader's system is set, and light on paper. Text has a contrast of at least 4.5. */
const COLOURS = `
:root{color-scheme:light;--back:#f6f7f9;--card:#fff;--fore:#1b1f24;--quiet:#57606a;--line:#d8dee4;--link:#0550ae;
--ok:#eef7f0;--half:#dcefe1;--warn:#fff3cd;--critical:#ffe0dc;--blind:#e3e6ea;--edge-ok:#2c974b;--edge-warn:#b07d00;--edge-critical:#c6271a;--edge-blind:#57606a;
--used:#0550ae;--band:#0550ae2e;--track:#1b1f2414;--fill:#57606a;--code:#eff1f4}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--back:#0d1117;--card:#151b23;--fore:#e6edf3;--quiet:#a5afba;--line:#30363d;--link:#79c0ff;
--ok:#12261a;--half:#163a24;--warn:#3d3005;--critical:#4c1a17;--blind:#2b313a;--edge-ok:#3fb950;--edge-warn:#d29922;--edge-critical:#f85149;--edge-blind:#a5afba;
--used:#79c0ff;--band:#79c0ff38;--track:#e6edf31f;--fill:#a5afba;--code:#262c36}}
`;

const TEXT = `
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;background:var(--back);color:var(--fore);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:76rem;padding:1.5rem;overflow-wrap:anywhere}
h1{font-size:1.7rem;line-height:1.2;margin:0;letter-spacing:-.01em}
h2{font-size:1.2rem;margin:2.5rem 0 .75rem}
h3{font-size:1rem;margin:0 0 .25rem}
p,ul,ol{margin:.25rem 0 .75rem}
a{color:var(--link);text-underline-offset:.15em}
.quiet{color:var(--quiet);font-weight:400}
.together{white-space:nowrap}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.25rem}
.skip{position:absolute;left:-999rem}
.skip:focus{position:static}
[id]{scroll-margin-top:1rem}
`;

const PARTS = `
.status{margin:1rem 0;padding:.6rem .9rem;border-left:.35rem solid var(--edge-blind);background:var(--card);border-radius:.25rem}
.status.complete{border-color:var(--edge-ok)}
.status.attention{border-color:var(--edge-warn)}
.status.failed{border-color:var(--edge-critical)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(12.5rem,1fr));gap:.75rem;padding:0;margin:1rem 0;list-style:none}
.figures li{padding:.7rem .9rem;border-radius:.5rem;border-left:.35rem solid var(--edge-ok)}
.figures strong{display:block;font-size:1.9rem;line-height:1.15;font-variant-numeric:tabular-nums}
.figures .warn{border-color:var(--edge-warn)}
.figures .critical{border-color:var(--edge-critical)}
.figures .blind{border-color:var(--edge-blind)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;padding:0;list-style:none}
.unseen,.attention{padding:0;list-style:none}
.unseen{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,32rem),1fr));gap:.75rem}
.unseen li{padding:.35rem;border-radius:.5rem}
.unseen li.blind>div{display:block;padding:.75rem .9rem;border-radius:.3rem;width:100%;height:100%}
.unseen a{white-space:nowrap}
dl{margin:.25rem 0 0}
dl div{display:grid;grid-template-columns:8rem 1fr;gap:0 .75rem;padding:.15rem 0}
dt{color:var(--quiet)}
dd{margin:0;grid-column:2}
.attention li{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline;padding:.45rem .9rem;background:var(--card);border:1px solid var(--line);border-bottom-width:0}
.attention li:last-child{border-bottom-width:1px;border-radius:0 0 .5rem .5rem}
.attention li:first-child{border-top-left-radius:.5rem;border-top-right-radius:.5rem}
.label{display:inline-block;border-radius:.3rem;padding:0 .5rem;font-size:.875rem;font-weight:500;border-left:.25rem solid var(--edge-ok)}
.label.warn{border-color:var(--edge-warn)}
.label.critical{border-color:var(--edge-critical)}
.label.blind{border-color:var(--edge-blind)}
.ok{background:var(--ok)}
.half{background:var(--half)}
.warn{background:var(--warn)}
.critical{background:var(--critical)}
.blind{background:repeating-linear-gradient(135deg,var(--blind) 0 6px,var(--card) 6px 10px)}
.label.blind{background:var(--blind)}
.blind>*{display:inline-block;background:var(--card);border-radius:.2rem;padding:0 .35rem}
summary{cursor:pointer}
.reasons{columns:2 24rem;column-gap:2rem}
.reasons li{break-inside:avoid}
.part{margin:1.25rem 0 .35rem}
.fine{margin:.35rem 0}
.fine>summary{padding:.35rem .6rem;background:var(--card);border:1px solid var(--line);border-radius:.35rem}
.account{background:var(--card);border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0}
.account>summary{padding:.6rem .9rem}
.account>:not(summary){margin-left:.9rem;margin-right:.9rem}
.account>:last-child:not(summary){margin-bottom:.9rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,28rem),1fr));gap:0 2rem}
.limit{display:flex;flex-direction:column;padding:1rem 0;border-top:1px solid var(--line);break-inside:avoid}
.limit .chart{margin-top:auto}
.holders{margin-top:.5rem}
.remedy ul{padding-left:1.1rem;margin:.1rem 0 .3rem}
.remedy p,.links{margin:.15rem 0}
.links{display:flex;flex-wrap:wrap;gap:.1rem 1rem;font-size:.9rem}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--code);border-radius:.25rem;padding:.1rem .35rem}
.attention li>:is(p,.remedy){flex-basis:100%;margin:0}
`;

const TABLES = `
.wide{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;background:var(--card)}
caption{text-align:left;color:var(--quiet);padding:.25rem 0 .5rem}
caption span{display:block;position:sticky;left:0;width:fit-content;max-width:calc(100vw - 2rem)}
th,td{border-bottom:1px solid var(--line);padding:.45rem .6rem;text-align:left;vertical-align:top;min-width:6.5rem;max-width:26rem}
thead th{color:var(--quiet);font-size:.875rem;font-weight:500}
tbody th{font-weight:500}
th[scope=row]{min-width:9rem}
td:has(>.label){min-width:11rem}
td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.heat{border-collapse:separate;border-spacing:.2rem;background:none}
.heat caption{padding-left:.2rem}
.heat th,.heat td{border:0}
.heat th[scope=row]{position:sticky;left:0;background:var(--back)}
td.storage{min-width:18rem}
td.todo{min-width:15rem}
.heat td{border-radius:.35rem;min-width:10rem}
.heat td ul{padding:0;margin:.35rem 0 0;list-style:none;font-size:.9rem}
.heat td.blind details{display:block}
.bar{display:block;width:100%;height:4px;margin-top:.3rem;border-radius:2px;background:var(--track);overflow:hidden}
.bar rect{fill:var(--fill)}
`;

const CHARTS = `
.parts{position:absolute}
.chart{display:block;width:100%;height:150px;padding:14px 7.6rem 18px 0;overflow:visible;margin-top:.5rem}
.chart text,.day{fill:var(--quiet);font-size:11px}
.chart path{fill:none;vector-effect:non-scaling-stroke}
.chart .axis{stroke:var(--line)}
.chart .used{stroke:var(--used);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.chart .full{stroke:var(--fore);stroke-width:1.5}
.chart .mark-critical{stroke:var(--edge-critical);stroke-dasharray:7 3}
.chart .mark-warn{stroke:var(--edge-warn);stroke-dasharray:2 3}
.chart .band{fill:var(--band)}
.chart .pruned{stroke:var(--edge-ok);stroke-width:1.5;stroke-dasharray:1 3}
.chart .fleet-warn{stroke:var(--edge-warn);stroke-width:2}
.chart .fleet-critical{stroke:var(--edge-critical);stroke-width:2}
.chart .likely{stroke:var(--used);stroke-width:1.5;stroke-dasharray:4 3}
`;

const NARROW_AND_PAPER = `
@media (max-width:40rem){body{padding:.9rem}h2{margin-top:2rem}.figures{grid-template-columns:1fr 1fr;gap:.5rem}.figures li{padding:.5rem .65rem}.figures strong{font-size:1.5rem}dl div{grid-template-columns:1fr;gap:0;padding:.25rem 0}dd{grid-column:1}.charts{grid-template-columns:1fr}th,td{padding:.4rem .5rem;font-size:.9rem}.heat td{min-width:8.5rem}.account>summary{padding:.6rem}.account>:not(summary){margin-left:.6rem;margin-right:.6rem}.chart{padding-right:6.9rem}}
@media print{@page{margin:11mm}html{background:none;font-size:8pt;line-height:1.3}body{max-width:none;padding:0}h2{margin:.9rem 0 .3rem}.skip,nav,.filter>fieldset{display:none}a{color:inherit;text-decoration:none}.wide{overflow:visible}
details::details-content{content-visibility:visible;display:block;height:auto}:is(.heat details,.account .fine)::details-content{display:none}.holders,.older,.links,.reasons{display:none}
.figures{grid-template-columns:repeat(4,1fr);margin:.4rem 0}.figures li{padding:.25rem .5rem}.figures strong{font-size:1.2rem}.status{margin:.4rem 0;padding:.3rem .6rem}
.unseen li.blind>div{padding:.3rem .5rem}.attention li{padding:.2rem .5rem}.charts{gap:0 1.2rem}.chart text,.day{font-size:8px}p,ul,ol{margin:.1rem 0 .3rem}.limit{padding:.3rem 0}.chart{height:105px;padding-right:6.4rem}.account{margin:.25rem 0;break-inside:auto}.account>summary{padding:.25rem .5rem}
th,td{padding:.08rem .35rem;min-width:0}.heat{border-spacing:.1rem}.heat td,th[scope=row],td:has(>.label),td.storage,td.todo{min-width:0}td:has(>.label){max-width:none}
.ok,.half,.warn,.critical,.blind,.bar,.label,code{print-color-adjust:exact}tr,.unseen li,.attention li{break-inside:avoid}h2,h3,summary{break-after:avoid}}
`;

/** The style sheet of the page. The page's Content-Security-Policy allows no other: it contains this one's hash. */
export const STYLE = `${COLOURS}${TEXT}${PARTS}${TABLES}${CHARTS}${FILTER_STYLE}${NARROW_AND_PAPER}`;
