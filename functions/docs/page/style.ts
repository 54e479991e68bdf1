/** The page's only style sheet. Light and dark by the reader's own setting. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1d2329, #e3e7eb);
  --quiet: light-dark(#59636e, #9aa5b1);
  --paper: light-dark(#ffffff, #14181c);
  --shade: light-dark(#f4f6f8, #1d2328);
  --line: light-dark(#d8dee4, #333b44);
  --link: light-dark(#0b57a4, #7cb7ff);
  --get: light-dark(#0a6847, #5bd6a4);
  --write: light-dark(#8a4b00, #f3b15a);
  --delete: light-dark(#a3202b, #ff8f96);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible, pre:focus-visible, [role="region"]:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px;
}
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--paper); z-index: 1; }
main { padding: 1rem 1rem 4rem; max-width: 56rem; min-width: 0; }
nav { padding: 1rem; border-bottom: 1px solid var(--line); background: var(--shade); font-size: .925rem; }
nav summary { font-weight: 600; cursor: pointer; }
nav h2 { font-size: .8rem; margin: 1rem 0 .25rem; color: var(--quiet); font-weight: 600; border: 0; padding: 0; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li { overflow-wrap: anywhere; }
nav a { display: block; padding: .2rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: .5rem 0 1rem; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 .75rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 2.25rem 0 .5rem; overflow-wrap: anywhere; }
h4 { font-size: .95rem; margin: 1.25rem 0 .35rem; }
p { margin: .5rem 0; max-width: 44rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875em; }
code { background: var(--shade); padding: .1em .3em; border-radius: .25rem; overflow-wrap: anywhere; }
pre {
  background: var(--shade); border: 1px solid var(--line); border-radius: .4rem;
  padding: .75rem 1rem; overflow-x: auto; line-height: 1.45;
}
pre code, h3 code { background: none; padding: 0; }
.call { display: block; font-size: .95rem; margin-top: .2rem; }
.verb { font-weight: 700; color: var(--write); }
.verb.get { color: var(--get); }
.verb.delete { color: var(--delete); }
.quiet { color: var(--quiet); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .925rem; }
caption { text-align: left; color: var(--quiet); padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 600; font-size: .85rem; }
tbody th { font-weight: 400; }
details.example { margin: .5rem 0; }
details.example > summary { cursor: pointer; color: var(--link); }
:target { background: color-mix(in srgb, var(--link) 14%, transparent); }
footer { margin-top: 3rem; color: var(--quiet); font-size: .875rem; }
@media (min-width: 40.01rem) {
  table { table-layout: fixed; }
  table th:first-child { width: 11.5rem; }
  table th:nth-child(2) { width: 15rem; }
  table.statuses th:first-child { width: 4.5rem; }
}
@media (max-width: 40rem) {
  table, tbody, tr, th, td, caption { display: block; width: 100%; }
  thead { position: absolute; left: -99rem; }
  tr { border-bottom: 1px solid var(--line); padding: .45rem 0; }
  th, td { border: 0; padding: .05rem 0; }
}
@media (min-width: 64rem) {
  .columns { display: grid; grid-template-columns: 18rem minmax(0, 1fr); }
  nav { border: 0; border-right: 1px solid var(--line); position: sticky; top: 0; height: 100vh; overflow-y: auto; }
  nav details::details-content { content-visibility: visible; height: auto; }
  nav summary { list-style: none; pointer-events: none; }
  main { padding: 1.5rem 3rem 4rem; }
}
@media print { nav { display: none; } }
`;
