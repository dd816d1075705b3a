"""How the page looks: light, dark, narrow and on paper."""

STYLE = """
:root {
  color-scheme: light dark;
  --ground: #f4f3ef; --card: #fff; --text: #22252a; --muted: #5f646b; --accent: #0f665c;
  --tint: #dbeae6; --line: #e2e0da; --chip: #efeee9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #1a1c1e; --card: #272a2e; --text: #e9e9e5; --muted: #a9aeb3; --accent: #7ccfc1;
    --tint: #234540; --line: #363a3f; --chip: #33373b;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 1rem/1.5 Inter, system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--card); }
.all { max-width: 76rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
.top { margin-bottom: 2rem; }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; letter-spacing: -.02em; }
h2 { margin: 2.5rem 0 1rem; font-size: 1.35rem; letter-spacing: -.01em; }
h3 { margin: 0; font-size: 1.2rem; line-height: 1.3; letter-spacing: -.01em; }
h4 {
  margin: 0 0 .3rem; color: var(--muted); font-size: .8rem; font-weight: 600;
}
p { margin: 0; }
.top p, .does, .aside, .label { color: var(--muted); }
.top p + p { margin-top: .35rem; }
.top nav { margin-top: 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.own { margin-top: .75rem; padding: .5rem .8rem; border-left: 3px solid var(--accent);
  background: var(--tint); }
ul { margin: 0; padding: 0; list-style: none; }
.names { columns: 14rem; column-gap: 1.5rem; padding: 1rem 1.25rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 12px; }
.names li { break-inside: avoid; padding: .1rem 0; }
article {
  margin: 0 0 1rem; padding: 1.25rem 1.5rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 12px;
  content-visibility: auto; contain-intrinsic-size: auto 18rem;
}
article:target { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
article > header { display: flex; gap: 1rem; align-items: center; }
.face {
  flex: none; width: 4.5rem; height: 4.5rem; border-radius: 50%; object-fit: cover;
  background: var(--tint);
}
.letters { display: grid; place-items: center; color: var(--accent); font-size: 1.4rem;
  font-weight: 600; }
.facts {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr));
  gap: 1.1rem 2rem; margin-top: 1.1rem;
}
.facts li { padding: .1rem 0; }
.facts .wide { grid-column: 1 / -1; }
.prose li + li { margin-top: .5rem; }
.prose .text { white-space: pre-line; max-width: 46rem; }
.label, .aside { font-size: .875rem; }
.label::after { content: " "; }
.chips { display: flex; flex-wrap: wrap; gap: .4rem; }
.facts .chips li { padding: .05rem .6rem; background: var(--chip); border-radius: 1rem; }
.groups { display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); }
.groups article { margin: 0; }
.groups h3 { font-size: 1.05rem; }
.groups .chips { margin-top: .6rem; gap: .1rem 1rem; }
.groups .text { margin-top: .4rem; white-space: pre-line; }
.up { margin-top: .9rem; font-size: .875rem; }
@media (max-width: 34rem) {
  .all { padding: 1.25rem 1rem 3rem; }
  article { padding: 1rem; }
  .face { width: 3.5rem; height: 3.5rem; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print {
  :root { --ground: #fff; --card: #fff; --text: #000; --muted: #444; --accent: #000;
    --tint: #eee; --line: #bbb; --chip: #fff; }
  body { font-size: 9.5pt; }
  .all { max-width: none; padding: 0; }
  .top nav, .up, .skip { display: none; }
  article { content-visibility: visible; padding: .6rem 0; border: 0; border-radius: 0;
    border-top: 1px solid var(--line); break-inside: avoid; }
  .names { padding: 0; border: 0; }
  .face { width: 3.25rem; height: 3.25rem; print-color-adjust: exact; }
  .facts .chips li { border: 1px solid var(--line); }
  h2 { break-after: avoid; }
}
"""
