/** The whole style of the page. Its hash is in the page's policy, so nothing else can style it. */
export const STYLE = `
:root{color-scheme:light dark;--back:#fff;--fore:#1b1f24;--quiet:#57606a;--line:#d0d7de;--link:#0550ae;--ok:#e3f3e7;--warn:#fff0bf;--critical:#ffd9d6;--blind:#e6e8ec;--used:#0550ae;--limit:#1b1f24;--band:#0550ae33}
@media (prefers-color-scheme:dark){:root{--back:#0d1117;--fore:#e6edf3;--quiet:#a5afba;--line:#3d444d;--link:#79c0ff;--ok:#12331f;--warn:#463600;--critical:#5a1a17;--blind:#2b313a;--used:#79c0ff;--limit:#e6edf3;--band:#79c0ff40}}
*{box-sizing:border-box}
html{font:16px/1.5 system-ui,sans-serif;background:var(--back);color:var(--fore)}
body{margin:0 auto;max-width:75rem;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1rem 0 .25rem}
p,ul,ol{margin:.25rem 0 .5rem}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{position:static}
.quiet{color:var(--quiet)}
.wide{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%}
caption{text-align:left;color:var(--quiet);padding:.25rem 0}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
thead th{background:var(--blind)}
td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.label{display:inline-block;border:1px solid var(--line);border-radius:.25rem;padding:0 .4rem;font-weight:400}
.ok{background:var(--ok)}
.warn{background:var(--warn)}
.critical{background:var(--critical)}
.blind{background:repeating-linear-gradient(135deg,var(--blind) 0 6px,var(--back) 6px 9px)}
.blind>*{display:inline-block;background:var(--back);padding:0 .3rem}
.name{font-weight:400}
.together{white-space:nowrap}
.status{border-left:.5rem solid var(--line);padding:.5rem .75rem;margin:.75rem 0}
summary{cursor:pointer}
details ul{padding-left:1.1rem}
.account{border:1px solid var(--line);border-radius:.4rem;padding:.5rem .75rem;margin:.5rem 0}
.limit{border-top:1px solid var(--line);padding:.5rem 0;break-inside:avoid}
svg{display:block;width:100%;max-width:44rem;height:auto}
svg text{fill:var(--fore);font:11px system-ui,sans-serif}
.axis{stroke:var(--line);fill:none}
.used{stroke:var(--used);stroke-width:2;fill:none;stroke-linejoin:round}
.point{fill:var(--used)}
.full{stroke:var(--limit);stroke-width:1.5;fill:none}
.mark-warn{stroke:var(--quiet);stroke-dasharray:2 3;fill:none}
.mark-critical{stroke:var(--quiet);stroke-dasharray:7 3;fill:none}
.band{fill:var(--band)}
.likely{stroke:var(--used);stroke-dasharray:4 3;fill:none}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
@media (max-width:40rem){body{padding:.6rem}th,td{padding:.25rem .35rem;font-size:.9rem}}
@media print{body{max-width:none}.skip{display:none}details::details-content{content-visibility:visible;display:block}a{color:inherit}}
`;
