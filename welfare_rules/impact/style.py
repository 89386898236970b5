"""The look of a report, beside that of the handbook."""

STYLE = """
.impact{max-width:64rem}
.impact section{margin:0 0 2.4rem}
.impact .panel{display:block}
.impact figcaption{color:var(--soft);font-size:.9rem;margin-bottom:.6rem}
.bars>div{display:grid;grid-template-columns:13rem 1fr;gap:.2rem .9rem;align-items:center;
padding:.22rem 0;border-bottom:1px solid var(--grid)}
.bars .name{font-size:.9rem;line-height:1.35}
.bars .track{display:grid;grid-template-columns:var(--left) var(--right);font-size:.86rem}
.bars .minus,.bars .plus{display:flex;align-items:center;gap:.4rem;min-height:1.4rem;min-width:0}
.bars .minus{flex-direction:row-reverse;border-right:1px solid var(--soft)}
.bars i{display:block;height:1rem;border-radius:2px;flex:none}
.bars i.gain{background:var(--accent);border-radius:0 3px 3px 0}
.bars i.lose{background:var(--warm);border-radius:3px 0 0 3px}
.bars b{font-weight:500;white-space:nowrap}
.impact .numbers table{max-width:none;font-size:.86rem}
.impact .numbers td{text-align:right;white-space:nowrap}
.impact .numbers thead th{text-align:right}
.impact .numbers thead th:first-child{text-align:left}
.impact .numbers tbody th{position:sticky;left:0;background:var(--card);min-width:7rem}
.impact section>.numbers tbody th{background:var(--paper)}
.impact .people tbody th{white-space:nowrap}
.impact .people td{text-align:left}
.impact .people thead th{text-align:left}
.impact .people :is(th,td):is(:nth-child(4),:nth-child(5),:nth-child(6)){text-align:right}
.impact .people td:nth-child(3){white-space:normal;min-width:8rem}
.impact .people td:last-child{white-space:normal;min-width:15rem}
.bars+details{margin-top:.7rem}
.impact .standards{display:flex;flex-wrap:wrap}
.impact .standards>div{flex:1 1 9.5rem}
.impact .standards small{line-height:1.4}
.impact main>p.quiet{margin-bottom:1.6rem}
@media screen and (max-width:46rem){
.bars>div{grid-template-columns:1fr;padding:.4rem 0}
.impact .panel{padding:.9rem .8rem}
.impact .standards>div{flex-basis:8rem}
.impact .standards>div:first-child{flex-basis:100%}
.impact .people thead{display:none}
.impact .people tbody th{font-weight:600}
.impact .people :is(table,tbody){display:block}
.impact .people tr{display:grid;grid-template-columns:1fr 1fr 1fr;gap:.2rem .6rem;padding:.7rem 0;
border-bottom:1px solid var(--grid)}
.impact .people :is(th,td){display:block;padding:0;border:0;min-width:0!important;grid-column:1/-1;
white-space:normal;position:static}
.impact .people :is(th,td):is(:nth-child(4),:nth-child(5),:nth-child(6)){grid-column:auto;
text-align:left}
.impact .people td:is(:nth-child(4),:nth-child(5),:nth-child(6))::before{content:attr(data-head);
display:block;color:var(--soft);font-size:.8rem}
.impact .standards dd>strong{font-size:1.3rem;overflow-wrap:anywhere}
}
@media print{.impact details{display:block}.bars>div{break-inside:avoid}}
"""
