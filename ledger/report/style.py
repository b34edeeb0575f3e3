"""How the page of a report looks, on a screen and on A4."""

from typing import Final

CSS: Final = """
@page { size: A4; margin: 18mm 17mm 20mm;
  @bottom-left { content: "Weegboek"; font: 8pt sans-serif; color: #5a6572; }
  @bottom-right { content: counter(page) " / " counter(pages);
    font: 8pt sans-serif; color: #5a6572; } }
* { box-sizing: border-box; }
html { background: #eef0f3; }
body { font: 10.5pt/1.5 "Source Sans 3", "Liberation Sans", Arial, sans-serif;
  color: #1b2430; background: #fff; max-width: 210mm; margin: 0 auto;
  padding: 18mm 17mm; }
header { border-bottom: .6mm solid #1b2430; padding-bottom: 4mm; margin-bottom: 7mm;
  display: grid; grid-template-columns: 1fr auto; align-items: end; }
.mark { grid-column: 1 / -1; margin: 0 0 1mm; letter-spacing: .16em; font-size: 8.5pt;
  text-transform: uppercase; color: #5a6572; }
h1 { font: 600 23pt/1.15 "Source Serif 4", "Liberation Serif", Georgia, serif;
  margin: 0; }
.other { margin: 0; font-size: 9pt; }
a { color: #154273; }
h2 { font: 600 13.5pt/1.3 "Source Serif 4", "Liberation Serif", Georgia, serif;
  margin: 9mm 0 2mm; break-after: avoid; }
p { margin: 0 0 2.5mm; max-width: 72ch; }
.verdict { border: .3mm solid #c9d0d8; border-left: 2mm solid #154273;
  padding: 4mm 6mm; }
.verdict h2 { margin: 0 0 1mm; font-size: 17pt; }
.verdict p { margin: 0; }
.verdict.not_verified { border-left-color: #8f2d14; }
.verdict.could_not_check { border-left-color: #7a5c00; border-left-style: double; }
.notice { margin: 3mm 0 0; padding: 2mm 6mm; background: #f4f1e4;
  border-left: 2mm solid #7a5c00; max-width: none; }
dl { margin: 0; }
dl div { display: grid; grid-template-columns: 44mm 1fr; gap: 4mm;
  padding: 1.3mm 0; border-bottom: .2mm solid #dde2e8; break-inside: avoid; }
dt { color: #4c5662; }
dd { margin: 0; }
code, pre { font: 8.5pt/1.45 "Source Code Pro", "Liberation Mono", monospace;
  overflow-wrap: anywhere; }
pre { white-space: pre-wrap; border: .2mm solid #dde2e8; background: #f7f8fa;
  padding: 2.5mm 3mm; margin: 0 0 3mm; break-inside: avoid; }
table { width: 100%; border-collapse: collapse; margin: 2mm 0 4mm; font-size: 9.5pt; }
caption { text-align: left; color: #4c5662; font-size: 9pt; padding-bottom: 1.5mm; }
th, td { text-align: left; vertical-align: top; padding: 1.4mm 3mm 1.4mm 0;
  border-bottom: .2mm solid #dde2e8; }
thead { display: table-header-group; }
thead th { border-bottom: .4mm solid #1b2430; font-weight: 600; font-size: 9pt; }
tbody th { font-weight: 400; }
tr { break-inside: avoid; }
.codes th:first-child { width: 49mm; }
.codes td:nth-child(2) { text-align: right; padding-right: 5mm; width: 16mm;
  font-variant-numeric: tabular-nums; }
.codes thead th:nth-child(2) { text-align: right; padding-right: 5mm; }
.codes td:nth-child(3) { width: 24mm; }
.keys td:nth-child(2), .keys td:nth-child(3) { white-space: nowrap; }
.cases th:first-child { width: 30mm; }
.cases td:nth-child(2) { width: 49mm; }
ul { margin: 0; padding-left: 5mm; }
li { margin-bottom: 1.5mm; max-width: 72ch; }
@media (max-width: 640px) { body { padding: 6mm 5mm; }
  header { grid-template-columns: 1fr; gap: 2mm; }
  dl div { grid-template-columns: 1fr; gap: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  table, caption, tbody, tr, tbody th, tbody td { display: block;
    width: auto !important; }
  tr { border-bottom: .2mm solid #dde2e8; padding: 1.5mm 0; }
  tbody th, tbody td { border: 0; padding: .3mm 0; text-align: left !important;
    white-space: normal !important; }
  [data-heading]::before { content: attr(data-heading) ": "; color: #4c5662; } }
@media print { html { background: #fff; } body { padding: 0 .4mm; max-width: none; }
  .other { display: none; } }
"""
