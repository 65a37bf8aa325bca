/**
 * The colours of the page: of the screen as somebody has set it, and light ones on paper. Text on each
 * has a contrast of at least 4.5, which the browser tests hold.
 */
export const COLOURS = `
:root{color-scheme:light;--back:#f6f7f9;--card:#fff;--fore:#1b1f24;--quiet:#57606a;--line:#d8dee4;--link:#0550ae;
--ok:#eef7f0;--half:#dcefe1;--warn:#fff3cd;--critical:#ffe0dc;--blind:#e3e6ea;--edge-ok:#2c974b;--edge-warn:#b07d00;--edge-critical:#c6271a;--edge-blind:#57606a;
--used:#0550ae;--band:#0550ae2e;--track:#1b1f2414;--fill:#57606a;--code:#eff1f4}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--back:#0d1117;--card:#151b23;--fore:#e6edf3;--quiet:#a5afba;--line:#30363d;--link:#79c0ff;
--ok:#12261a;--half:#163a24;--warn:#3d3005;--critical:#4c1a17;--blind:#2b313a;--edge-ok:#3fb950;--edge-warn:#d29922;--edge-critical:#f85149;--edge-blind:#a5afba;
--used:#79c0ff;--band:#79c0ff38;--track:#e6edf31f;--fill:#a5afba;--code:#262c36}}
`;
