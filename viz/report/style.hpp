// How a report looks on a desk, on a phone and on paper.
#pragma once

namespace cellroute::viz::html {

inline constexpr const char* style = R"(
:root{color-scheme:light}
*{box-sizing:border-box}
@media (min-width:641px){.numbers td{white-space:nowrap}}
body{margin:0;background:#fff;color:#202124;font:16px/1.5 "DejaVu Sans",Arial,Helvetica,sans-serif;overflow-wrap:break-word}
main,header,footer{max-width:792px;margin:0 auto;padding:0 16px}
h1{font-size:1.6rem;line-height:1.25;margin:1.6rem 0 .4rem}
h2{font-size:1.2rem;margin:2.2rem 0 .5rem;border-top:1px solid #dadce0;padding-top:1rem}
p{margin:.5rem 0}
.answer{background:#eef4fa;border-left:5px solid #0b5394;padding:.7rem 1rem;margin:1rem 0}
.answer .sentence{font-size:1.12rem;font-weight:bold;margin:.2rem 0}
.open{background:#fdf3e3;border-left-color:#8a4b00}
.quiet,figcaption,caption,footer{color:#54585e;font-size:.875rem}
.answer p:last-child{font-size:.9rem}
nav ul{list-style:none;padding:0;margin:.8rem 0;display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.9rem}
a{color:#0b5394}
figure{margin:1rem 0}
figure svg,figure img{width:100%;height:auto;display:block}
.narrow{display:none!important}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.875rem}
caption{text-align:left;padding:.2rem 0}
th,td{padding:.28rem .5rem;border-bottom:1px solid #dadce0;vertical-align:top;text-align:left}
thead th{border-bottom:2px solid #54585e;vertical-align:bottom}
tbody th{font-weight:normal}
.numbers td,.numbers thead th+th{text-align:right;font-variant-numeric:tabular-nums}
.words td,.words th{overflow-wrap:break-word}
.wrap td{white-space:normal!important}.numbers thead th{overflow-wrap:anywhere;min-width:4rem}
.words tbody th,.words td:last-child{min-width:6.5rem}.words td:last-child{overflow-wrap:anywhere}
details{border-top:1px solid #dadce0}
summary{cursor:pointer;padding:.6rem 0;color:#0b5394}
dl{display:grid;grid-template-columns:fit-content(15rem) 1fr;gap:.2rem 1rem;font-size:.9rem;margin:.5rem 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem;background:#f6f7f8;padding:.6rem}
dt{color:#54585e}
dd{margin:0;overflow-wrap:anywhere}
@media (max-width:640px){
.narrow{display:block!important}.wide{display:none!important}
h1{font-size:1.35rem}th,td{padding:.25rem .3rem}table{font-size:.8125rem}
.words thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.words,.words caption,.words tbody,.words tr,.words th,.words td{display:block}
.words tbody th{font-weight:bold;border:0}.words td{border:0;padding-top:0}.words tr{border-bottom:1px solid #dadce0}
.words td::before{color:#54585e}
.words td:nth-child(2)::before{content:var(--c2)}.words td:nth-child(3)::before{content:var(--c3)}.words td:nth-child(4)::before{content:var(--c4)}
.words td:nth-child(5)::before{content:var(--c5)}.words td:nth-child(6)::before{content:var(--c6)}.words td:nth-child(7)::before{content:var(--c7)}.words td:nth-child(8)::before{content:var(--c8)}
dl{display:block}dd{margin:0 0 .4rem}}
@page{size:A4;margin:17mm 16mm;
@top-left{font:8pt "DejaVu Sans",Arial,sans-serif;color:#54585e}
@bottom-left{font:8pt "DejaVu Sans",Arial,sans-serif;color:#54585e}
@bottom-right{font:8pt "DejaVu Sans",Arial,sans-serif;color:#54585e;content:counter(page) " of " counter(pages)}}
@media print{
:root{font-size:9.5pt}body{font-size:1rem;line-height:1.4;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main,header,footer{max-width:none;padding:0}
nav{display:none}.scroll{overflow:visible;margin:.6rem 0}
h1{margin-top:0}h2{margin-top:1.2rem;padding-top:.6rem;break-after:avoid}
p{margin:.35rem 0}th,td{padding:.16rem .4rem}table{font-size:8.5pt}
figure,.answer,.whole,tr,dl,pre{break-inside:avoid}thead{display:table-header-group}
caption,p:has(+.whole){break-after:avoid}p{orphans:3;widows:3}
figure{margin:.6rem 0}
figure svg,figure img{max-height:104mm;object-fit:contain}
.narrow{display:none!important}.wide{display:block!important}
details{border-top:0}details::details-content{content-visibility:visible;block-size:auto}
summary{list-style:none;color:#202124;font-weight:bold;break-after:avoid}
#appendix{break-before:page}#appendix table{font-size:7pt}#appendix th,#appendix td{padding:.08rem .3rem}
#appendix figure svg{max-height:75mm}}
)";

}  // namespace cellroute::viz::html
