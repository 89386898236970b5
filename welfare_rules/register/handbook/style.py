"""The look of the handbook.

Calm, readable on a phone, on a desk, and on paper. No font, picture or script from elsewhere.
"""

STYLE = """
:root{color-scheme:light dark;--ink:#20302f;--soft:#566361;--line:#ddd8cc;--paper:#fbf9f4;--card:#ffffff;--accent:#1d5c57;--on-accent:#ffffff;
--tint:#e7f0ed;--warm:#8f3614;--warm-tint:#f9ebe3;--sand:#f3eee2;--quote:#46524f;--grid:#e6e1d5;--dash:#7d8a87;
--s0:#1d5c57;--s1:#d8a84a;--s2:#7b8fc0;--s3:#cfc7b4;--on-s0:#ffffff;--on-s1:#20302f;--on-s2:#101c33;--on-s3:#20302f;
--c0:#b9d6cf;--c1:#dcebe6;--c2:#f0deb0;--c3:#f3d9c6;--c4:#e9c8c0;--c-none:#e9e5da;--on-band:#20302f;
--sans:"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif;
--serif:"Noto Serif CJK SC","Noto Serif SC","Source Han Serif SC","Songti SC",SimSun,Georgia,serif;
--latin:"Segoe UI","Helvetica Neue",Helvetica,Arial,"Noto Sans",sans-serif}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e4e9e6;--soft:#a9b5b1;--line:#3b4744;--paper:#161c1b;--card:#1e2625;--accent:#7cc4ba;--on-accent:#0f1716;
--tint:#21403b;--warm:#f0a27c;--warm-tint:#3a251b;--sand:#2a302c;--quote:#c3cdc9;--grid:#303a38;--dash:#8f9c98;
--s0:#4aa79c;--s1:#c8963a;--s2:#7187c4;--s3:#6d675a;--on-s0:#08110f;--on-s1:#161c1b;--on-s2:#0c1220;--on-s3:#ffffff;
--c0:#2f5a52;--c1:#27443f;--c2:#5a4b22;--c3:#5b3d29;--c4:#56332d;--c-none:#333b39;--on-band:#e4e9e6}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.7 var(--sans);font-variant-numeric:tabular-nums}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.2em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
:target{scroll-margin-top:1rem}
:target>h3,:target>header h3,span:target,tbody:target>tr>th{background:var(--sand)}
.en{color:var(--soft);font-family:var(--latin);font-size:.88em}
h1,h2,h3,h4{font-family:var(--serif);font-weight:600;line-height:1.35;margin:0;text-wrap:balance}
h1{font-size:clamp(1.7rem,5vw,2.4rem);letter-spacing:.02em}
h2{font-size:1.5rem;padding-bottom:.45rem;border-bottom:2px solid var(--accent);margin-bottom:1.2rem}
h3{font-size:1.2rem}
h4{font-size:1rem;font-family:var(--sans);color:var(--accent);margin:1.3rem 0 .4rem}
h1 .en,h2 .en,h3 .en{font-weight:400;font-size:.62em;letter-spacing:0}
h1 .en{display:block;font-size:.5em;margin-top:.35rem}
p{margin:.5rem 0}
.switch{position:absolute;opacity:0;pointer-events:none}
.sheet{max-width:78rem;margin:0 auto;padding:0 1.1rem 3rem}
.cover{padding:2rem 0 .6rem}
.month{font-size:1.1rem;color:var(--soft);margin:.2rem 0}
.tabs{display:flex;flex-wrap:wrap;gap:.35rem .4rem;align-items:center;margin:.8rem 0;font-size:.9rem}
.tabs>span{color:var(--soft);margin-right:.4rem}
.tabs label{padding:.32rem .85rem;border:1px solid var(--line);border-radius:2rem;cursor:pointer;background:var(--card)}
#lang-both:checked~.sheet label[for=lang-both],#lang-zh:checked~.sheet label[for=lang-zh],#lang-en:checked~.sheet label[for=lang-en]{
background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
#lang-both:focus-visible~.sheet label[for=lang-both],#lang-zh:focus-visible~.sheet label[for=lang-zh],
#lang-en:focus-visible~.sheet label[for=lang-en]{outline:2px solid var(--accent);outline-offset:2px}
#lang-zh:checked~.sheet .en:not(.zh),#lang-en:checked~.sheet .zh:not(.en),#lang-both:checked~.sheet .plot .en{display:none}
.zh.en{color:inherit;font:inherit}
#lang-en:checked~.sheet .en{color:inherit;font-size:1em}
#lang-en:checked~.sheet .pair,#lang-zh:checked~.sheet .pair{grid-template-columns:1fr}
.facts{display:flex;flex-wrap:wrap;gap:.4rem 2rem;margin:.7rem 0}
.facts dt{font-size:.8rem;color:var(--soft)}
.facts dd{margin:0}
.digest{font:.75rem/1.5 ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
.banner{border-left:4px solid var(--warm);background:var(--warm-tint);padding:.6rem 1rem;margin:.8rem 0;border-radius:0 .4rem .4rem 0}
.banner .en{color:inherit}
.sheet-one{margin:0 0 2.6rem}
.standards{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.8rem;margin:0 0 1rem}
.standards>div{background:var(--tint);border-radius:.6rem;padding:.7rem 1rem}
.standards dt a{text-decoration:none;color:var(--ink)}
.standards dd{margin:0}
.standards dd>strong,.standards .case>strong{font-size:1.55rem;font-family:var(--serif);line-height:1.3}
.standards .case{display:block}
.standards small{display:block;color:var(--soft)}
.firsts{columns:24rem;column-gap:.9rem}
.first{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1.1rem;margin:0 0 .9rem;break-inside:avoid}
.first header{display:flex;flex-wrap:wrap;gap:0 1rem;justify-content:space-between;align-items:baseline;border-bottom:1px solid var(--line);padding-bottom:.3rem}
.first h3 a{text-decoration:none}
.first p{margin:.35rem 0}
.first .formula{margin:.4rem 0}
.brief,.rates{list-style:none;margin:.1rem 0;padding:0;line-height:1.55}
.brief>li{padding-left:1em;text-indent:-1em}
.brief>li::before{content:"· ";color:var(--accent);font-weight:700}
.rates{border-top:1px dotted var(--line);margin-top:.4rem;padding-top:.3rem}
.rates>li{padding:.1rem 0;display:flex;gap:1rem;justify-content:space-between;align-items:baseline}
.rates>li>strong,.rates>li>.sum,.rates>li>.zh:last-child{white-space:nowrap;text-align:right}
.rates .case{display:block}
.where{margin:.3rem 0 0}
.where>div{border-top:1px solid var(--line);padding:.4rem 0;break-inside:avoid}
.where dt{font-weight:600}
.where dd{margin:0}
.where p{margin:.1rem 0}
nav{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem;margin-bottom:2.5rem}
nav h2{font-size:1rem;border:0;margin:0 0 .5rem;padding:0;font-family:var(--sans);color:var(--accent)}
nav ol{list-style:none;margin:0;padding:0}
nav li{margin:.28rem 0;line-height:1.4}
nav li li{margin-left:1rem;font-size:.92em}
nav a{text-decoration:none}
nav .en{font-size:.78em}
.body>section{margin:0 0 3rem}
.benefit,.term{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem;margin:0 0 1.1rem}
.benefit>header{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between;align-items:baseline}
.benefit h3{font-size:1.3rem}
.gist{margin:0;font-weight:600}
.gist .en,.gist .badge{font-weight:400}
.term{padding:.8rem 1.1rem;margin-bottom:.8rem}
.pair{display:grid;gap:.1rem 1.6rem}
.said .zh{font-weight:500}
.formula{background:var(--sand);border-radius:.35rem;padding:.4rem .7rem;margin:.3rem 0;font-size:.9rem;line-height:1.6}
.formula code{font:inherit;overflow-wrap:anywhere}
.formula .en{font-size:.9em}
.formula a{text-decoration-style:dotted}
.conditions{padding-left:1.5rem;margin:.3rem 0}
.conditions>li{margin:0 0 .8rem}
.conditions>li::marker{color:var(--accent);font-weight:600}
.source,.note,.quiet{font-size:.82rem;color:var(--soft);line-height:1.55}
.source{margin:.2rem 0}
.source q,.note q,li q{display:block;margin:.15rem 0 0;padding-left:.7rem;border-left:2px solid var(--line);color:var(--quote)}
.source q{quotes:"“" "”"}
.source>.zh::before{content:"依据 ";color:var(--accent)}
.source>.en:not(.zh)::before{content:"· "}
#lang-en:checked~.sheet .source>.en::before{content:"Source: ";color:var(--accent)}
.badge{display:inline-block;font-size:.74rem;line-height:1.5;padding:.02rem .5rem;
border-radius:1rem;border:1px solid var(--line);white-space:nowrap;
background:var(--card);color:var(--soft);font-weight:400;font-family:var(--sans);vertical-align:.08em}
.badge .en{font-size:.92em;color:inherit}
.badge.published,.badge.now{background:var(--tint);border-color:var(--accent);color:var(--ink)}
.badge.unverified,.badge.reported,.badge.placeholder{border-style:dashed;border-color:var(--soft)}
.badge.open{background:var(--warm-tint);border-color:var(--warm);color:var(--warm)}
.missing{border-left:3px solid var(--warm);padding-left:.8rem;font-size:.92rem}
.key{color:var(--soft);font-size:.86rem}
.keyed{margin:.5rem 0}
.keyed.inline{margin:.15rem 0}
.keyed.inline .formula{display:inline-block;vertical-align:top;margin:0 .5rem}
.with-values{font-size:.92rem}
.only-for{font-size:.86em;color:var(--soft)}
.case{display:inline-block;margin-right:.6em}
.table{overflow-x:auto;margin:.6rem 0;-webkit-overflow-scrolling:touch}
table{border-collapse:collapse;width:100%;font-size:.93rem}
caption{text-align:left;font-size:.86rem;color:var(--soft);padding-bottom:.4rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .7rem;border-bottom:1px solid var(--line)}
thead th{font-size:.8rem;font-weight:500;color:var(--soft);border-bottom:1.5px solid var(--accent);white-space:nowrap}
tbody th{font-weight:500}
tbody:last-child tr:last-child>*{border-bottom:0}
tbody+tbody>tr:first-child>*{border-top:1px solid var(--soft)}
.versions th .per,.versions th .note{display:block;font-weight:400;margin:0}
.per{color:var(--soft);font-size:.82rem}
.quiet .zh::before{content:none}
td .source,th .source{margin:.15rem 0}
th .source,th .note,th .formula{font-weight:400}
td .formula,th .formula{background:none;padding:0;margin:.15rem 0}
.rows td:last-child,.rows thead th:last-child{text-align:right;min-width:9rem}
.rows .amount{font-size:1.05rem}
.rows td .formula{font-size:.82rem;color:var(--soft)}
.versions td{white-space:nowrap}
.versions tbody th{width:26%}
.versions td:last-child{white-space:normal;min-width:14rem}
.versions td:nth-last-child(3){white-space:normal}
.wide table{min-width:44rem}
.wide tbody th{min-width:11rem}
.wide .days{white-space:nowrap}
.days{font-size:.86rem;color:var(--soft)}
.past{color:var(--soft)}
.plain{list-style:none;padding:0;margin:.3rem 0}
.plain>li{margin:0 0 .7rem}
.plain>li ul{padding-left:1.2rem;margin:.2rem 0;font-size:.9rem;color:var(--soft)}
.circles{padding-left:0;list-style:none;counter-reset:circle}
.circles>li{position:relative;padding:.2rem 0 .9rem 3rem;border-left:2px solid var(--line);margin-left:1rem;counter-increment:circle}
.circles>li:last-child{border-color:transparent}
.circles>li::before{content:counter(circle);position:absolute;left:-1.05rem;top:0;width:2rem;height:2rem;border-radius:50%;background:var(--accent);
color:var(--on-accent);text-align:center;line-height:2rem;font-family:var(--serif)}
.count{display:inline-block;margin-left:.5rem;font:600 .8rem var(--latin);
background:var(--warm-tint);color:var(--warm);border-radius:1rem;padding:.05rem .55rem}
#gaps h3,#figures h3,#glossary h3{margin:1.4rem 0 .4rem}
code.id{font:.75rem ui-monospace,Consolas,monospace;color:var(--soft);display:block}
.url{font-size:.78rem;overflow-wrap:anywhere}
.panel{margin:0;display:none;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem}
.tabs label .en{color:inherit}
.column{display:none}
.plot{display:block;width:100%;height:auto;margin:.5rem 0}
.plot.slim{display:none}
.plot text{font-family:var(--latin),var(--sans);fill:var(--soft);font-size:12px}
#lang-en:checked~.sheet .plot text.en{font-size:12px}
.plot .grid{stroke:var(--grid)}
.plot .base{stroke:var(--soft)}
.plot .income{stroke:var(--dash);stroke-width:1.5;stroke-dasharray:5 4}
.plot .total{fill:none;stroke:var(--ink);stroke-width:2.2;stroke-linejoin:round}
.plot .area{stroke:var(--card);stroke-width:1.2}
.s0{fill:var(--s0);background:var(--s0)}.s1{fill:var(--s1);background:var(--s1)}.s2{fill:var(--s2);background:var(--s2)}
.s3{fill:var(--s3);background:var(--s3)}
.plot .area-name.on-s0{fill:var(--on-s0)}.plot .area-name.on-s1{fill:var(--on-s1)}.plot .area-name.on-s2{fill:var(--on-s2)}.plot .area-name.on-s3{fill:var(--on-s3)}
.plot .cliff line{stroke:var(--warm);stroke-width:2.4}
.plot .cliff circle{fill:var(--warm)}
.plot .shade{fill:var(--warm);opacity:.1}
.plot .cliff .number{fill:var(--card);font-weight:600;font-size:11px}
.strip{stroke:var(--card);stroke-width:1}
.c0{fill:var(--c0);background:var(--c0)}.c1{fill:var(--c1);background:var(--c1)}.c2{fill:var(--c2);background:var(--c2)}
.c3{fill:var(--c3);background:var(--c3)}.c4{fill:var(--c4);background:var(--c4)}.c-none{fill:var(--c-none);background:var(--c-none)}
.plot .circle-name,#lang-en:checked~.sheet .plot .circle-name.en{font-size:11px;fill:var(--on-band)}
.apart{list-style:none;padding:0;margin:.4rem 0 0;font-size:.84rem}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:0;margin:.5rem 0 0;font-size:.84rem}
i.key{display:inline-block;font-style:normal;width:1.1em;height:.75em;margin-right:.45em;border-radius:2px}
i.key.total{height:0;border-top:2.4px solid var(--ink);vertical-align:.3em}
i.key.income{height:0;border-top:1.6px dashed var(--dash);vertical-align:.3em}
i.key.cliff{width:.8em;height:.8em;border-radius:50%;background:var(--warm)}
i.key.band{width:1.5em;height:1.5em;line-height:1.5em;text-align:center;color:var(--on-band);font:600 .82em/1.5 var(--latin)}
.cliffs{font-size:.9rem;padding-left:1.6rem;margin:.4rem 0}
.cliffs li::marker{color:var(--warm);font-weight:700}
details summary{cursor:pointer;color:var(--accent);font-size:.9rem}
.numbers table{max-width:44rem}
footer{border-top:1px solid var(--line);padding-top:1rem;color:var(--soft);font-size:.85rem}
@media screen and (max-width:46rem){
nav ol ol{display:none}
.plot.broad{display:none}.plot.slim{display:block}
.panel{padding:.9rem .7rem}
.stack table,.stack tbody,.stack tr,.stack th,.stack td,.stack caption{display:block;min-width:0!important;white-space:normal!important;text-align:left!important}
.stack thead{position:absolute;left:-999rem}
.stack tbody tr{border-bottom:1px solid var(--line);padding:.6rem 0}
.stack th,.stack td{border:0!important;padding:.1rem 0}
.versions tbody{border-top:1.5px solid var(--accent)}
.stack tbody th{width:auto;padding-bottom:.3rem}
.stack .column{display:inline-block;min-width:5.2rem;margin-right:.6rem;color:var(--soft);font-size:.8rem}
.stack .column .en,.versions td:last-child>.column,.stack th>.column,.brief-rows .column{display:none}
.brief-rows td{display:inline-block!important;margin-right:1.2em}
.brief-rows td:nth-child(3){font-weight:600}
#lang-en:checked~.sheet .stack .column .en{display:inline}
.benefit,.term,.first{padding:.8rem .9rem}
.conditions{padding-left:1.2rem}
}
@media (min-width:62rem){
.pair{grid-template-columns:1fr 1fr}
.rows .pair,.wide .pair,.keyed .pair.formula,.first .pair{grid-template-columns:1fr}
.layout{display:grid;grid-template-columns:15.5rem minmax(0,1fr);gap:2.2rem;align-items:start}
.sheet-one{grid-column:1/-1;margin:0}
nav{position:sticky;top:1rem;max-height:calc(100vh - 2rem);overflow-y:auto;margin:0;font-size:.9rem}
nav .en{display:block}
.columns{columns:2;column-gap:2rem}
.columns>li{break-inside:avoid}
}
@media print{
@page{size:A4;margin:13mm 13mm 12mm}
:root{--paper:#fff;--card:#fff;--soft:#3f4a48}
html{font-size:11px}
body{font-size:11px;line-height:1.42;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.sheet{max-width:none;padding:0}
.layout{display:block}
.tabs,details,.backlink,.switch,nav ol ol{display:none}
a{color:inherit;text-decoration:none}
.cover{padding:0}
h1{font-size:22px}
h1 .en{display:inline}
.month{font-size:13px;margin:0}
.banner{padding:1mm 3mm;margin:1.5mm 0}
.sheet-one{break-after:page;margin:0;font-size:11px}
.sheet-one h2{margin:2mm 0}
.standards{gap:2mm;margin-bottom:2mm;grid-template-columns:repeat(4,1fr)}
.standards>div{padding:1.2mm 3mm;border:.6pt solid var(--line)}
.standards dd>strong,.standards .case>strong{font-size:17px}
.firsts{columns:2;column-gap:3mm}
.first{padding:1.2mm 3mm;break-inside:avoid;margin:0 0 2mm}
.first:last-child{break-inside:auto}
.first .brief,.first .rates{line-height:1.35}
.first p{margin:.5mm 0}
.first h3{font-size:14px}
#lang-zh:checked~.sheet .sheet-one{font-size:12.2px;line-height:1.45}
#lang-zh:checked~.sheet .sheet-one h3{font-size:15px}
#lang-both:checked~.sheet .sheet-one{font-size:9.3px;line-height:1.32}
#lang-both:checked~.sheet .sheet-one h3{font-size:12px}
#lang-both:checked~.sheet .standards dd>strong{font-size:14px}
.where{margin:0}
.where>div{padding:.5mm 0}
nav{position:static;max-height:none;overflow:visible;border:0;padding:0;columns:4;margin:0 0 3mm}
nav h2{column-span:all}
nav li{margin:.2mm 0}
nav .en{display:inline}
h2{break-after:avoid;font-size:16px;margin-bottom:2mm;padding-bottom:1mm}
h3{font-size:13px}
h3,h4,thead{break-after:avoid}
.body>section{margin-bottom:5mm}
.benefit,.term{border:0;border-top:.6pt solid var(--line);border-radius:0;padding:1.6mm 0;margin:0}
.benefit h3{font-size:14px}
#benefits,#terms,#circles,#recoveries,#papers,#promises{columns:2;column-gap:7mm}
#benefits>h2,#terms>h2,#circles>h2,#recoveries>h2,#papers>h2,#promises>h2{column-span:all}
.conditions>li,tr,.circles>li,.panel,.first{break-inside:avoid}
.benefit>header,.key{break-after:avoid}
.pair{display:block}
#lang-both:checked~.sheet .pair>*{display:inline}
#lang-both:checked~.sheet .pair>.en{margin-left:.6em}
.facts{gap:0 5mm;margin:.6mm 0}
.facts div{display:flex;gap:.4em}
.facts dt::after{content:"："}
.facts dt,.facts dd{font-size:9.5px}
.table{overflow:visible;margin:1mm 0}
.wide table,.wide tbody th,.versions td:last-child,.rows td:last-child{min-width:0}
.wide .days{white-space:normal}
thead th{white-space:normal}
.versions td:nth-last-child(3){white-space:nowrap}
.versions .only-for{white-space:normal}
table{font-size:10px}
th,td{padding:.7mm 1.4mm}
.affects{display:none!important}
.versions tbody th{width:25%}
#glossary th,#glossary td:nth-child(2),#glossary td:nth-child(3){width:21%}
#glossary td:nth-child(4){width:9%}
#documents tbody th{width:28%}
#documents td:nth-child(n+2):nth-child(-n+5){width:11%}
#income tbody th{width:13%}
#income td:nth-child(2){width:30%}
.formula{background:none;padding:0 0 0 2mm;margin:.3mm 0;border-left:1.5pt solid var(--line);border-radius:0;font-size:10px;line-height:1.4}
td .formula,th .formula{border:0;padding:0}
.conditions{margin:.5mm 0;padding-left:4.5mm}
.conditions>li{margin-bottom:1mm}
.source,.note,.quiet,.only-for{font-size:9px;margin:.2mm 0;line-height:1.35}
.source q,.note q,li q{display:inline;border:0;padding:0;margin:0}
.same,#lang-both:checked~.sheet .source>.en:not(.zh){display:none}
.badge{font-size:8.5px;padding:0 1.2mm;line-height:1.35}
.keyed,.keyed.inline{margin:.5mm 0}
.keyed.inline .formula{margin:0 1mm}
p{margin:.6mm 0}
h4{font-size:11px;margin:1.2mm 0 .4mm}
.panel{display:inline-block!important;width:47.4%;margin:0 2.5% 2mm 0;vertical-align:top;border:0;padding:0}
#curve{orphans:1;widows:1}
.panel figcaption,.legend,.apart,.cliffs,.panel .quiet,.missing{font-size:9px;margin:.3mm 0}
.panel figcaption{font-size:11px}
.legend{gap:0 3mm}
.plot{margin:.5mm 0}
.plot.broad{display:none}.plot.slim{display:block;max-height:48mm}
.circles>li{padding:0 0 1mm 7mm;margin-left:2.5mm}
.circles>li::before{width:5mm;height:5mm;line-height:5mm;left:-2.6mm;font-size:9px}
.plain>li{margin-bottom:1mm}
.plain>li ul{font-size:9px}
.columns{columns:2;column-gap:7mm}
code.id{display:inline;font-size:8.5px;margin-left:.5em}
.url{font-size:8px}
footer{font-size:9.5px;padding-top:1mm}
}
"""
