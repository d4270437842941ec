/// The fixed parts of the page.
enum HTMLPage {
    static let style = """
        :root{color-scheme:light dark;--bg:#fff;--fg:#111827;--soft:#4b5563;--band:#f9fafb;--line:#d1d5db;
        --validator:#dbeafe;--relay:#e0e7ff;--sentry:#dcfce7;--hub:#fef9c3;--external:#f3f4f6;--strangers:#ffedd5;
        --service:#1d4ed8;--fellow:#6b7280;--bridge:#7c3aed;--chosen:#0f766e;--open:#c2410c}
        @media(prefers-color-scheme:dark){:root{--bg:#111827;--fg:#f3f4f6;--soft:#9ca3af;--band:#1f2937;--line:#374151;
        --validator:#1e3a5f;--relay:#312e63;--sentry:#14402a;--hub:#4a3f0f;--external:#374151;--strangers:#4d2a13;
        --service:#60a5fa;--fellow:#9ca3af;--bridge:#a78bfa;--chosen:#2dd4bf;--open:#fb923c}}
        body{margin:0;background:var(--bg);color:var(--fg);font:14px/1.4 system-ui,sans-serif}
        header{padding:12px 20px 4px;display:flex;flex-wrap:wrap;gap:4px 18px;align-items:baseline}
        h1{font-size:20px;margin:0}header p{margin:0;color:var(--soft)}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 16px;margin:0;padding:0;font-size:13px}
        .legend i{display:inline-block;width:22px;border-top:2px solid;margin-right:6px;vertical-align:middle}
        .legend .hidden i{width:14px;height:9px;border:2px dashed var(--service);border-radius:3px}
        .legend .service i{border-color:var(--service)}.legend .fellow i{border-color:var(--fellow)}
        .legend .bridge i{border-color:var(--bridge)}.legend .chosen i{border-color:var(--chosen);border-top-style:dashed}
        .legend .open i{border-color:var(--open);border-top-style:dotted}
        main{display:flex;align-items:flex-start}.picture{flex:1;overflow:auto;min-width:0}
        svg{display:block;max-width:100%;height:auto;min-width:900px}
        aside{position:sticky;top:0;width:270px;flex:none;padding:12px 20px 12px 12px;box-sizing:border-box;
        max-height:100vh;overflow:auto;font-size:13px}
        aside h2{font-size:15px;margin:0 0 6px}dt{color:var(--soft)}dd{margin:0 0 6px;overflow-wrap:anywhere}
        .band{fill:var(--band);stroke:var(--line)}.band-title{font-weight:600;fill:var(--soft)}
        text{fill:var(--fg);font-size:14px}.line{font-size:12.5px;fill:var(--soft)}.title{font-weight:600}
        .node rect{stroke:var(--soft);stroke-width:1.2}.node.hidden rect{stroke:var(--service);stroke-width:2;
        stroke-dasharray:6 4}
        .validator rect{fill:var(--validator)}.relay rect{fill:var(--relay)}.sentry rect{fill:var(--sentry)}
        .hub rect{fill:var(--hub)}.external rect{fill:var(--external)}.strangers rect{fill:var(--strangers)}
        .edge{fill:none;stroke-width:1.4}.edge.service{stroke:var(--service);stroke-width:2}
        .edge.fellow{stroke:var(--fellow)}.edge.bridge{stroke:var(--bridge)}
        .edge.chosen{stroke:var(--chosen);stroke-dasharray:6 4}.edge.open{stroke:var(--open);stroke-dasharray:2 4}
        marker.service{fill:var(--service)}marker.fellow{fill:var(--fellow)}marker.bridge{fill:var(--bridge)}
        marker.chosen{fill:var(--chosen)}marker.open{fill:var(--open)}
        .label{font-size:12px;paint-order:stroke;stroke:var(--bg);stroke-width:4px;stroke-linejoin:round;
        pointer-events:none;visibility:hidden}.label.always,.label.lit{visibility:visible}
        .label.service,.label.bridge{text-anchor:middle}
        .node{cursor:pointer}.node:focus{outline:none}.node:focus rect,.node.lit rect{stroke:var(--fg);stroke-width:2.4}
        svg.busy .edge:not(.lit),svg.busy .label:not(.lit){opacity:.12}svg.busy .node:not(.lit){opacity:.35}
        """

    /// Shows details as text, never as markup.
    static let script = """
        'use strict';
        const svg=document.querySelector('svg'),facts=document.getElementById('facts'),hint=facts.innerHTML;
        let kept=null;
        function add(tag,text){const e=document.createElement(tag);e.textContent=text;return e}
        function clear(){svg.classList.remove('busy');svg.querySelectorAll('.lit').forEach(e=>e.classList.remove('lit'))}
        function light(id){clear();if(!id)return;svg.classList.add('busy');const ids=new Set([id]);
        svg.querySelectorAll('[data-from]').forEach(e=>{if(e.dataset.from===id||e.dataset.to===id){e.classList.add('lit');
        ids.add(e.dataset.from);ids.add(e.dataset.to)}});
        ids.forEach(i=>document.getElementById(i).classList.add('lit'))}
        function show(node){if(!node){facts.innerHTML=hint;light(null);return}
        const list=document.createElement('dl');
        for(const row of node.dataset.details.split('\\n')){const [name,value]=row.split('\\t');
        list.append(add('dt',name),add('dd',value||''))}
        facts.replaceChildren(add('h2',node.dataset.title),list);light(node.id)}
        svg.querySelectorAll('.node').forEach(n=>{n.addEventListener('mouseenter',()=>show(n));
        n.addEventListener('mouseleave',()=>show(kept));n.addEventListener('focus',()=>show(n));
        n.addEventListener('click',e=>{kept=kept===n?null:n;show(kept||n);e.stopPropagation()})});
        svg.querySelectorAll('.edge').forEach(p=>{p.addEventListener('mouseenter',()=>{if(!kept)
        facts.replaceChildren(add('p',p.dataset.text))})});
        svg.addEventListener('click',()=>{kept=null;show(null)});
        """
}
