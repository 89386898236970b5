"""The look of the handbook.

Calm, readable on a phone, on a desk, and on paper. No font, picture or script from elsewhere.
"""

STYLE = """
:root{--ink:#20302f;--soft:#5a6765;--line:#ddd8cc;--paper:#fbf9f4;--card:#ffffff;--accent:#1d5c57;--tint:#e7f0ed;--warm:#9b3d1a;
--warm-tint:#f9ebe3;--sand:#f3eee2;--s0:#2f7f78;--s1:#c08a2d;--s2:#6b7fae;--s3:#a7a08f;
--sans:"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif;
--serif:"Noto Serif CJK SC","Noto Serif SC","Source Han Serif SC","Songti SC",SimSun,Georgia,serif;
--latin:"Segoe UI","Helvetica Neue",Helvetica,Arial,"Noto Sans",sans-serif}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.7 var(--sans)}
a{color:var(--accent);text-decoration-color:#1d5c5755;text-underline-offset:.2em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
:target{scroll-margin-top:1rem}
:target>h3,:target>header h3,span:target{background:var(--sand)}
.en{color:var(--soft);font-family:var(--latin);font-size:.88em}
h1,h2,h3,h4{font-family:var(--serif);font-weight:600;line-height:1.35;margin:0}
h1{font-size:clamp(1.7rem,5vw,2.5rem);letter-spacing:.02em}
h2{font-size:1.55rem;padding-bottom:.5rem;border-bottom:2px solid var(--accent);margin-bottom:1.4rem}
h3{font-size:1.2rem}
h4{font-size:1rem;font-family:var(--sans);color:var(--accent);margin:1.6rem 0 .6rem}
h1 .en,h2 .en,h3 .en{font-weight:400;font-size:.62em;letter-spacing:0;white-space:normal}
h1 .en{display:block;font-size:.5em;margin-top:.35rem}
p{margin:.5rem 0}
.switch{position:absolute;opacity:0;pointer-events:none}
.sheet{max-width:78rem;margin:0 auto;padding:0 1.1rem 4rem}
.cover{padding:2.2rem 0 1.6rem}
.cover .intro{max-width:62rem;margin:.9rem 0}
.tabs{display:flex;flex-wrap:wrap;gap:.35rem .4rem;align-items:center;margin:.8rem 0;font-size:.9rem}
.tabs>span{color:var(--soft);margin-right:.4rem}
.tabs label{padding:.28rem .85rem;border:1px solid var(--line);border-radius:2rem;cursor:pointer;background:var(--card)}
label[for^=size] .en:not(:only-child){display:none}
#lang-both:checked~.sheet label[for=lang-both],#lang-zh:checked~.sheet label[for=lang-zh],#lang-en:checked~.sheet label[for=lang-en],
#size-1:checked~.tabs label[for=size-1],#size-2:checked~.tabs label[for=size-2],#size-3:checked~.tabs label[for=size-3],
#size-4:checked~.tabs label[for=size-4],#need-1:checked~.tabs label[for=need-1],#need-2:checked~.tabs label[for=need-2],
#need-3:checked~.tabs label[for=need-3],#need-4:checked~.tabs label[for=need-4]{
background:var(--accent);border-color:var(--accent);color:#fff}
#lang-both:focus-visible~.sheet label[for=lang-both],#lang-zh:focus-visible~.sheet label[for=lang-zh],
#lang-en:focus-visible~.sheet label[for=lang-en],.switch:focus-visible+.tabs,.switch:focus-visible+.switch+.tabs,
.switch:focus-visible+.switch+.switch+.tabs,
.switch:focus-visible+.switch+.switch+.switch+.tabs{outline:2px solid var(--accent);outline-offset:2px}
#lang-zh:checked~.sheet .en:not(.zh),#lang-en:checked~.sheet .zh:not(.en){display:none}
.zh.en{color:inherit;font:inherit}
#lang-en:checked~.sheet .en{color:inherit;font-size:1em}
#lang-en:checked~.sheet .pair,#lang-zh:checked~.sheet .pair{grid-template-columns:1fr}
.facts{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:.9rem 0}
.facts div{min-width:7rem}
.facts dt{font-size:.8rem;color:var(--soft)}
.facts dd{margin:0}
.digest{font:.75rem/1.5 ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
.banner{border-left:4px solid var(--warm);background:var(--warm-tint);padding:.7rem 1rem;margin:1rem 0;border-radius:0 .4rem .4rem 0}
.banner .en{color:#6d4a3a}
nav{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem;margin-bottom:2.5rem}
nav h2{font-size:1rem;border:0;margin:0 0 .5rem;padding:0;font-family:var(--sans);color:var(--accent)}
nav ol{list-style:none;margin:0;padding:0}
nav li{margin:.28rem 0;line-height:1.4}
nav li li{margin-left:1rem;font-size:.92em}
nav a{text-decoration:none}
nav .en{font-size:.78em}
main>section{margin:0 0 3.6rem}
.benefit,.figure,.term{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1.1rem 1.2rem;margin:0 0 1.3rem}
.benefit>header{display:flex;flex-wrap:wrap;gap:.2rem 1rem;justify-content:space-between;align-items:baseline}
.benefit h3{font-size:1.35rem}
.gist{margin:0;font-variant-numeric:tabular-nums}
.gist>*{margin-left:.5rem}
.term,.figure{padding:.9rem 1.1rem;margin-bottom:.9rem}
.pair{display:grid;gap:.1rem 1.6rem}
.said .zh{font-weight:500}
.formula{background:var(--sand);border-radius:.35rem;padding:.5rem .75rem;margin:.4rem 0;font-size:.92rem;line-height:1.65}
.formula code{font:inherit;overflow-wrap:anywhere}
.formula .en{font-size:.9em}
.formula a{text-decoration-style:dotted}
.conditions{padding-left:1.5rem;margin:.4rem 0}
.conditions>li{margin:0 0 1.1rem}
.conditions>li::marker{color:var(--accent);font-weight:600}
.source,.note,.quiet{font-size:.82rem;color:var(--soft);line-height:1.55}
.source{margin:.25rem 0}
.source q,.note q,li q{display:block;margin:.15rem 0 0;padding-left:.7rem;border-left:2px solid var(--line);color:#46524f}
.source q{quotes:"“" "”"}
.source>.zh::before{content:"依据 ";color:var(--accent)}
.source>.en:not(.zh)::before{content:"· "}
#lang-en:checked~.sheet .source>.en::before{content:"Source: ";color:var(--accent)}
.badge{display:inline-block;font-size:.74rem;line-height:1.5;padding:.02rem .5rem;
border-radius:1rem;border:1px solid var(--line);white-space:nowrap;
background:var(--card);color:var(--soft);margin-left:.35rem;font-weight:400;font-family:var(--sans);vertical-align:.08em}
.badge .en{font-size:.92em;color:inherit}
.badge.published,.badge.now{background:var(--tint);border-color:#bcd6cf;color:#144a45}
.badge.reported{background:#eef1f8;border-color:#cdd6ea;color:#3b4c78}
.badge.unverified{background:#fbf3df;border-color:#ead9ab;color:#6f5310}
.badge.placeholder{background:#f4ecf5;border-color:#dcc9df;color:#6a3f70}
.badge.open{background:var(--warm-tint);border-color:#e6c3b1;color:var(--warm)}
.missing{border-left:3px solid var(--warm);padding-left:.8rem;font-size:.92rem}
.key{color:var(--soft);font-size:.86rem}
.keyed{margin:.7rem 0}
.kept{margin-left:0}
.keyed.inline{margin:.15rem 0}
.keyed.inline .formula{display:inline-block;vertical-align:top;margin:0 .5rem}
.with-values{font-size:.92rem}
.table{overflow-x:auto;margin:.7rem 0;-webkit-overflow-scrolling:touch}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.93rem}
caption{text-align:left;font-size:.86rem;color:var(--soft);padding-bottom:.4rem}
th,td{text-align:left;vertical-align:top;padding:.55rem .7rem;border-bottom:1px solid var(--line)}
thead th{font-size:.8rem;font-weight:500;color:var(--soft);border-bottom:1.5px solid var(--accent);white-space:nowrap}
tbody th{font-weight:500}
tbody tr:last-child>*{border-bottom:0}
.quiet .zh::before{content:none}
td .source,th .source{margin:.15rem 0}
th .source,th .note,th .formula{font-weight:400}
td .formula,th .formula{background:none;padding:0;margin:.2rem 0}
.rows td:last-child{white-space:nowrap}
.rows .amount{font-size:1.05rem}
.versions{font-size:.95em}
.versions td,.versions th{white-space:nowrap}
.versions td:last-child{white-space:normal;min-width:16rem}
.wide table{min-width:44rem}
.wide tbody th{min-width:11rem}
.wide .days{white-space:nowrap}
.days{font-size:.86rem;color:var(--soft);font-variant-numeric:tabular-nums}
.past{opacity:.72}
.plain{list-style:none;padding:0;margin:.3rem 0}
.plain>li{margin:0 0 .7rem}
.plain>li ul{padding-left:1.2rem;margin:.2rem 0;font-size:.9rem;color:var(--soft)}
.circles{padding-left:0;list-style:none;counter-reset:circle}
.circles>li{position:relative;padding:.2rem 0 1.1rem 3rem;border-left:2px solid var(--line);margin-left:1rem;counter-increment:circle}
.circles>li:last-child{border-color:transparent}
.circles>li::before{content:counter(circle);position:absolute;left:-1.05rem;top:0;width:2rem;height:2rem;border-radius:50%;background:var(--accent);
color:#fff;text-align:center;line-height:2rem;font-family:var(--serif)}
.per{display:block;color:var(--soft);font:.78rem/1.5 var(--latin)}
.count{display:inline-block;margin-left:.5rem;font:600 .8rem var(--latin);
background:var(--warm-tint);color:var(--warm);border-radius:1rem;padding:.05rem .55rem}
#gaps h3{margin:1.6rem 0 .5rem}
code.id{font:.75rem ui-monospace,Consolas,monospace;color:var(--soft);display:block}
.url{font-size:.78rem;overflow-wrap:anywhere}
.panel{margin:0;display:none;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1.1rem 1.2rem}
#size-1:checked~.size-1,#size-2:checked~.size-2,#size-3:checked~.size-3,#size-4:checked~.size-4,#need-1:checked~.need-1,
#need-2:checked~.need-2,#need-3:checked~.need-3,#need-4:checked~.need-4{display:block}
#curve h3{margin-top:2.2rem}
.tabs label .en{color:inherit}
.panel figcaption{font-size:.9rem}
.print,.column{display:none}
.plot{display:block;width:100%;height:auto;margin:.6rem 0}
.plot.slim{display:none}
.plot text{font-family:var(--latin),var(--sans);fill:var(--soft);font-size:12px}
.plot .axis{font-size:12.5px}
.plot .grid{stroke:#ece8de}
.plot .base{stroke:var(--soft)}
.plot .income{stroke:#9aa5a2;stroke-width:1.3;stroke-dasharray:5 4}
.plot .total{fill:none;stroke:var(--ink);stroke-width:2.2;stroke-linejoin:round}
.area{fill-opacity:.82}
.s0{fill:var(--s0);background:var(--s0)}.s1{fill:var(--s1);background:var(--s1)}.s2{fill:var(--s2);background:var(--s2)}
.s3{fill:var(--s3);background:var(--s3)}
.plot .cliff line{stroke:var(--warm);stroke-width:2.4}
.plot .cliff circle{fill:var(--warm)}
.plot .cliff .number{fill:#fff;font-weight:600;font-size:11px}
.strip{fill:#e9e5da}.strip.c0{fill:#cfe0dc}.strip.c1{fill:#bfd8d3}.strip.c2{fill:#e6dcc0}.strip.c3{fill:#ead6c8}.strip.c4{fill:#ecd3cd}
.plot .circle-name{font-size:11px;fill:#33403e}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;margin:.6rem 0 0;font-size:.84rem}
.key{display:inline-block}
i.key{width:1.1em;height:.75em;margin-right:.45em;border-radius:2px}
i.key.total{height:0;border-top:2.4px solid var(--ink);vertical-align:.3em}
i.key.income{height:0;border-top:1.6px dashed #9aa5a2;vertical-align:.3em}
i.key.cliff{width:.8em;height:.8em;border-radius:50%;background:var(--warm)}
.cliffs{font-size:.9rem;padding-left:1.6rem;margin:.5rem 0}
.cliffs li::marker{color:var(--warm);font-weight:700}
details summary{cursor:pointer;color:var(--accent);font-size:.9rem}
.numbers table{max-width:44rem}
footer{border-top:1px solid var(--line);padding-top:1rem;color:var(--soft);font-size:.85rem}
@media screen and (max-width:46rem){
.plot.broad{display:none}.plot.slim{display:block}
.panel{padding:.9rem .7rem}
.stack table,.stack tbody,.stack tr,.stack th,.stack td,.stack caption{display:block;min-width:0;white-space:normal}
.stack thead{position:absolute;left:-999rem}
.stack tbody tr{border-bottom:1px solid var(--line);padding:.7rem 0}
.stack th,.stack td{border:0!important;padding:.1rem 0}
.stack .column{display:inline-block;min-width:5.2rem;margin-right:.6rem;color:var(--soft);font-size:.8rem}
.stack .column .en,.stack th>.column,.versions td:last-child>.column{display:none}
.versions th>.column{display:inline-block!important}
#lang-en:checked~.sheet .stack .column .en{display:inline}
.benefit,.figure,.term{padding:.9rem .9rem}
.conditions{padding-left:1.2rem}
}
@media (min-width:62rem){
.pair{grid-template-columns:1fr 1fr}
.rows .pair,.wide .pair,.keyed .pair.formula{grid-template-columns:1fr}
.layout{display:grid;grid-template-columns:15.5rem minmax(0,1fr);gap:2.6rem;align-items:start}
nav{position:sticky;top:1rem;max-height:calc(100vh - 2rem);overflow-y:auto;margin:0;font-size:.9rem}
nav .en{display:block}
#figures,#terms{column-gap:1rem}
.columns{columns:2;column-gap:2rem}
.columns>li{break-inside:avoid}
}
@media print{
@page{size:A4;margin:16mm 15mm}
:root{--paper:#fff;--card:#fff}
html{font-size:12px}
body{font-size:12px;line-height:1.5;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.sheet{max-width:none;padding:0}
.layout{display:block}
.tabs,details,.backlink{display:none}
.cover{padding:0 0 6mm}
nav{position:static;max-height:none;overflow:visible;border:0;padding:0;columns:2;margin-bottom:8mm}
nav h2{column-span:all}
nav .en{display:inline}
a{color:inherit;text-decoration:none}
h2{break-after:avoid;font-size:19px;margin-bottom:3mm}
h3,h4{break-after:avoid}
main>section{margin-bottom:8mm}
#benefits{break-before:page}
.benefit,.figure,.term{border:0;border-top:.6pt solid var(--line);border-radius:0;padding:3mm 0;margin:0}
.figure,.term,.conditions>li,tr,.circles>li,.panel{break-inside:avoid}
.pair{grid-template-columns:1fr 1fr}
.rows .pair,.wide .pair{grid-template-columns:1fr}
.table{overflow:visible}
.wide table,.wide tbody th{min-width:0}
.wide .days{white-space:normal}
thead th,.versions td:nth-child(3){white-space:normal}
.versions td:last-child{min-width:0}
.wide td:first-child{width:22%}
table{font-size:11px}
th,td{padding:1.4mm 1.8mm}
.panel{display:inline-block!important;width:48%;margin-right:1.5%;vertical-align:top;border:0;padding:1mm 0}
.benefit>header{break-after:avoid}
.panel figcaption,.legend,.cliffs,.panel .quiet{font-size:10px}
.print{display:inline;margin-right:1em}
.plot.broad{display:none}.plot.slim{display:block;max-height:66mm}
.conditions>li{margin-bottom:2.4mm}
.formula{padding:.8mm 2mm;margin:.8mm 0}
.source,.note,.quiet{font-size:10px;margin:.5mm 0}
h4{margin:3mm 0 1.2mm}
.columns{columns:2}
}
"""
