import { colourDeclarations } from './plots/colours.ts';

/** The page's whole style; the plots inside take their colours from the same names. */
export const pageStyle = `
:root{color-scheme:light dark;${colourDeclarations()}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 ui-sans-serif,system-ui,'Segoe UI','Helvetica Neue','Noto Sans',Arial,sans-serif}
header,main{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
main{padding-bottom:4rem}
h1{font-size:1.75rem;line-height:1.2;margin:0}
header p{margin:.35rem 0 0;color:var(--muted);overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2.75rem 0 .5rem;scroll-margin-top:1rem}
h3{font-size:1rem;margin:1.75rem 0 .25rem;scroll-margin-top:1rem;overflow-wrap:anywhere}
p{margin:.5rem 0;max-width:46rem}
#command{margin-bottom:.25rem;color:var(--muted)}
.note,figcaption{color:var(--muted);font-size:.875rem;max-width:46rem;margin:.25rem 0 .6rem}
li{overflow-wrap:anywhere;max-width:46rem}
a{color:var(--s5);text-underline-offset:2px}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;list-style:none;padding:0;margin:2rem 0 0}
pre{margin:0;padding:.75rem .9rem;background:var(--surface);border:1px solid var(--line);border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere}
code{font-family:ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,'Noto Sans Mono',monospace;font-size:.875em}
dl{margin:.9rem 0;display:grid;gap:.3rem}
dl div{display:grid;grid-template-columns:6rem 1fr;gap:.75rem}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,34rem),1fr));gap:1.5rem;margin:1rem 0 1.5rem;align-items:start}
figure{margin:0;min-width:0;max-width:46rem}
.wide{overflow-x:auto;background:var(--surface);border:1px solid var(--line);border-radius:8px}
figure .wide{padding:.5rem}
figcaption{margin-top:.5rem}
.plot{display:block;width:100%;min-width:32rem;height:auto}
.plot text{white-space:pre}
table{border-collapse:collapse;width:100%;font-size:.8125rem;line-height:1.4}
th,td{padding:.42rem .7rem;text-align:start;vertical-align:baseline;border-bottom:1px solid var(--line)}
tbody tr:last-child td{border-bottom:0}
th{color:var(--muted);font-weight:600;vertical-align:bottom}
td:not(.number){max-width:24rem;overflow-wrap:break-word}
.number{text-align:end;font-variant-numeric:tabular-nums}
td.number{white-space:nowrap}
details{margin:1rem 0}
summary{cursor:pointer;padding:.25rem 0}
:focus-visible{outline:2px solid var(--ink);outline-offset:2px}
@media(max-width:40rem){dl div{grid-template-columns:1fr;gap:0}header,main{padding-inline:1rem}}
@media print{
:root{color-scheme:light}
body{background:#fff;font-size:10pt}
header,main{max-width:none;padding-inline:0}
nav{display:none}
.pictures{display:block}
figure{margin:1rem 0}
.wide{overflow:visible;border:0;padding:0}
.plot{min-width:0;max-width:38rem}
table{font-size:7pt}
th,td{padding:.2rem .35rem}
td.number{white-space:normal}
td:not(.number){overflow-wrap:anywhere}
figure,tr{break-inside:avoid}
h2,h3{break-after:avoid}
details::details-content{display:block;content-visibility:visible;height:auto}
}
`;
