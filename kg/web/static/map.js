// The whole graph on a canvas: drawn once a frame and only what is in sight, so that thousands of concepts move freely.
import { root } from './root.js';

const COLOURS = ['--up-line', '--down-line', '--hair', '--ink', '--ink3', '--paper', '--surface', '--brand', '--sunk'];
const KINDS = ['intervention', 'outcome', 'state', 'population', 'entity', 'variable'];

export async function start(main, { say, visit, settle }) {
  const host = main.querySelector('#map'), canvas = document.createElement('canvas');
  const data = await (await fetch(host.dataset.from)).json();
  const nodes = data.nodes.map(([id, label, kind, x, y, links]) => ({ id, label, kind, x, y, links, r: 3 + Math.min(9, Math.sqrt(links) * 1.6), near: [] }));
  const edges = data.edges.map(([a, b, sign, own, hedge = 0, source = 0]) => ({ a: nodes[a], b: nodes[b], sign: sign === '+' || sign === '-' ? sign : '', own, hedge, source, shown: true }));
  for (const e of edges) { e.a.near.push(e); e.b.near.push(e); }
  // Of many links, some while the map moves.
  const few = edges.length > 3000 ? edges.filter((_, i) => i % 6 === 0) : edges;
  const byFame = [...nodes].sort((a, b) => b.links - a.links);
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', `Map of ${nodes.length} concepts and ${edges.length} links. Arrow keys move, plus and minus zoom, 0 fits; find a concept by name above.`);
  host.replaceChildren(canvas);
  const pen = canvas.getContext('2d');
  const ends = { x0: Math.min(...nodes.map(n => n.x)), x1: Math.max(...nodes.map(n => n.x)), y0: Math.min(...nodes.map(n => n.y)), y1: Math.max(...nodes.map(n => n.y)) };
  let kept = null;
  let k = 1, dx = 0, dy = 0, wide = 0, high = 0, picked = null, waiting = false, rest = 0, colour = {};

  const paint = () => { const css = getComputedStyle(document.documentElement); for (const name of [...COLOURS, ...KINDS.map(kind => `--k-${kind}`)]) colour[name] = css.getPropertyValue(name).trim(); };
  const moving = () => { clearTimeout(rest); rest = setTimeout(() => { rest = 0; later(); }, 120); later(); };
  const later = () => { if (!waiting) { waiting = true; requestAnimationFrame(draw); } };
  const at = n => [n.x * k + dx, n.y * k + dy];

  function draw() {
    waiting = false;
    const began = performance.now();
    const dpr = devicePixelRatio || 1;
    pen.setTransform(dpr, 0, 0, dpr, 0, 0);
    pen.clearRect(0, 0, wide, high);
    const lit = picked && new Set([picked, ...picked.near.filter(e => e.shown).flatMap(e => [e.a, e.b])]);
    const inside = n => { const [x, y] = at(n); return x > -80 && x < wide + 80 && y > -40 && y < high + 40; };
    const swell = Math.min(1.6, Math.max(0.55, k));
    // As in every picture: what raises ends in an arrow, what lowers in a bar.
    const ended = (sign, x, y, way) => {
      if (sign === '-') { pen.moveTo(x, y - 4); pen.lineTo(x, y + 4); }
      else { pen.moveTo(x - way * 6, y - 3); pen.lineTo(x, y); pen.lineTo(x - way * 6, y + 3); }
    };
    const lines = (list, alpha, width) => {
      pen.globalAlpha = alpha;
      pen.lineWidth = width;
      for (const [sign, name] of [['+', '--up-line'], ['-', '--down-line'], ['', '--hair']]) {
        pen.strokeStyle = colour[name];
        pen.beginPath();
        for (const e of list) {
          if (!e.shown || e.sign !== sign || !(inside(e.a) || inside(e.b))) continue;
          const [x1, y1] = at(e.a), [x2, y2] = at(e.b), mid = (x1 + x2) / 2;
          pen.moveTo(x1, y1);
          if (edges.length > 3000) pen.lineTo(x2, y2); else pen.bezierCurveTo(mid, y1, mid, y2, x2, y2);
          if (sign && edges.length <= 3000) ended(sign, x2 - Math.sign(x2 - x1) * (e.b.r * swell + 2), y2, Math.sign(x2 - x1));
        }
        pen.stroke();
      }
    };
    lines(rest ? few : edges, lit ? 0.07 : edges.length > 3000 ? 0.12 : 0.34, 1);
    if (lit) lines(picked.near, 0.95, 2.2);
    pen.globalAlpha = 1;
    const shown = nodes.filter(n => !n.hidden && inside(n));
    for (const n of shown) {
      const [x, y] = at(n), r = n.r * swell;
      pen.globalAlpha = lit && !lit.has(n) ? 0.25 : 1;
      pen.fillStyle = colour[`--k-${n.kind}`];
      pen.beginPath();
      if (n.kind === 'intervention') { pen.moveTo(x, y - r * 1.2); pen.lineTo(x + r * 1.2, y); pen.lineTo(x, y + r * 1.2); pen.lineTo(x - r * 1.2, y); }
      else if (n.kind === 'outcome' || n.kind === 'entity') pen.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
      else if (n.kind === 'state') { pen.moveTo(x, y - r); pen.lineTo(x + r, y + r * 0.8); pen.lineTo(x - r, y + r * 0.8); }
      else pen.arc(x, y, r, 0, 7);
      pen.fill();
    }
    names(lit, inside, swell);
    host.dataset.frame = Math.round(performance.now() - began);
  }

  // Labels where there is room, the best connected first.
  function names(lit, inside, swell) {
    const taken = [];
    pen.font = `600 ${k > 1.1 ? 14 : 12.5}px ${getComputedStyle(document.body).fontFamily}`;
    pen.textBaseline = 'middle';
    pen.lineJoin = 'round';
    const first = lit ? [picked, ...[...lit].filter(n => n !== picked)] : byFame;
    let count = 0;
    for (const n of first) {
      if (count > 160) break;
      if (n.hidden || !inside(n)) continue;
      const [x, y] = at(n), left = x + n.r * swell + 4, width = pen.measureText(n.label).width;
      const spot = [left - 2, y - 8, left + width + 6, y + 8];
      if (n !== picked && taken.some(t => spot[0] < t[2] && spot[2] > t[0] && spot[1] < t[3] && spot[3] > t[1])) continue;
      taken.push(spot);
      count += 1;
      pen.strokeStyle = colour['--paper'];
      pen.lineWidth = 4;
      pen.strokeText(n.label, left, y);
      pen.fillStyle = colour['--ink'];
      pen.fillText(n.label, left, y);
    }
    pen.globalAlpha = 1;
  }

  const fit = () => {
    pen.font = `600 14px ${getComputedStyle(document.body).fontFamily}`;
    const last = Math.min(300, Math.max(...nodes.filter(n => n.x === ends.x1).map(n => pen.measureText(n.label).width)));
    const across = (wide - last - 90) / (ends.x1 - ends.x0 || 1), down = (high - 60) / (ends.y1 - ends.y0 || 1);
    k = Math.min(Math.max(across, wide < 700 ? down * 0.8 : 0), down, 1.6);
    dx = k > across ? 20 - ends.x0 * k : (wide - last - 30 - (ends.x0 + ends.x1) * k) / 2;
    dy = (high - (ends.y0 + ends.y1) * k) / 2;
    later();
  };
  const zoom = (by, x = wide / 2, y = high / 2) => { const next = Math.min(6, Math.max(0.02, k * by)), f = next / k; dx = x - (x - dx) * f; dy = y - (y - dy) * f; k = next; moving(); };
  const nearest = (x, y) => {
    let best = null, gap = 16 ** 2;
    for (const n of nodes) { if (n.hidden) continue; const [nx, ny] = at(n), d = (nx - x) ** 2 + (ny - y) ** 2; if (d < gap) { gap = d; best = n; } }
    return best;
  };
  const pick = (n, centre) => {
    if (n === picked) return;
    picked = n;
    canvas.style.cursor = n ? 'pointer' : 'grab';
    if (n && centre) { k = Math.max(k, 1); dx = wide / 2 - n.x * k; dy = high / 2 - n.y * k; say(`${n.label}: ${n.links} links. Enter opens it.`); }
    later();
  };

  const fingers = new Map();
  let apart = 0, moved = 0;
  canvas.addEventListener('wheel', event => { event.preventDefault(); zoom(Math.exp(-event.deltaY * 0.0016), event.offsetX, event.offsetY); }, { passive: false });
  canvas.addEventListener('pointerdown', event => { canvas.setPointerCapture(event.pointerId); fingers.set(event.pointerId, event); moved = 0; apart = 0; });
  canvas.addEventListener('pointermove', event => {
    const before = fingers.get(event.pointerId);
    if (!before) { pick(nearest(event.offsetX, event.offsetY) || kept); return; }
    fingers.set(event.pointerId, event);
    if (fingers.size === 1) { const x = event.clientX - before.clientX, y = event.clientY - before.clientY; moved += Math.abs(x) + Math.abs(y); dx += x; dy += y; moving(); }
    if (fingers.size === 2) {
      const [a, b] = [...fingers.values()], gap = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY), box = canvas.getBoundingClientRect();
      if (apart) zoom(gap / apart, (a.clientX + b.clientX) / 2 - box.x, (a.clientY + b.clientY) / 2 - box.y);
      apart = gap; moved = 9;
    }
  });
  const lift = event => { if (event.type === 'pointerup' && fingers.has(event.pointerId) && moved < 5) { const n = nearest(event.offsetX, event.offsetY); if (n) open(n); } fingers.delete(event.pointerId); apart = 0; };
  for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, lift);
  const open = n => visit(`${root}/explore?concept=${encodeURIComponent(n.id)}`);
  canvas.addEventListener('keydown', event => {
    const move = (x, y) => { dx += x; dy += y; later(); };
    const act = { ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60), '+': () => zoom(1.25), '=': () => zoom(1.25), '-': () => zoom(0.8), 0: fit, Enter: () => picked && open(picked) }[event.key];
    if (act && !event.ctrlKey && !event.metaKey) { event.preventDefault(); act(); }
  });
  for (const button of main.querySelectorAll('[data-zoom]')) button.onclick = () => ({ in: () => zoom(1.25), out: () => zoom(0.8), fit })[button.dataset.zoom]();
  const wanted = main.querySelector('#on-map');
  wanted.addEventListener('input', () => {
    const words = wanted.value.trim().toLowerCase();
    const found = words && (byFame.find(n => n.label.toLowerCase() === words) || byFame.find(n => n.label.toLowerCase().startsWith(words)) || byFame.find(n => n.label.toLowerCase().includes(words)));
    kept = found || null; // it stays lit until something else is looked for
    pick(kept, true);
  });
  wanted.form.addEventListener('submit', event => { event.preventDefault(); if (picked) open(picked); });
  filters(main, data.sources || [], settle, (kinds, signs, own, hedge, sources) => {
    for (const n of nodes) n.hidden = !kinds.has(n.kind);
    for (const e of edges) e.shown = !e.a.hidden && !e.b.hidden && signs.has(e.sign) && (own || !e.own) && e.hedge <= hedge && (!sources || sources.has(e.source));
    if (picked?.hidden) pick(null);
    later();
    const left = edges.filter(e => e.shown).length;
    host.dataset.links = left;
    say(`${nodes.filter(n => !n.hidden).length} concepts and ${left} links are shown.`);
  });
  const theme = () => { paint(); later(); };
  document.addEventListener('theme', theme);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', theme);
  new ResizeObserver(() => {
    if (!canvas.isConnected) { document.removeEventListener('theme', theme); return; }
    wide = host.clientWidth; high = host.clientHeight;
    const dpr = devicePixelRatio || 1;
    canvas.width = wide * dpr; canvas.height = high * dpr;
    fit();
  }).observe(host);
  paint();
  await document.fonts.ready;
  later();
  host.dataset.ready = 'yes';
}

// What is ticked, told to the map and to the address whenever that changes; a choice of sources where there are several.
function filters(main, sources, settle, show) {
  const form = main.querySelector('#map-filter'), box = form.querySelector('#map-sources'), count = main.querySelector('#map-count');
  if (sources.length > 1) {
    sources.forEach(([id, title], place) => {
      const label = document.createElement('label'), tick = Object.assign(document.createElement('input'), { type: 'checkbox', name: 'source', value: place, checked: true });
      tick.dataset.name = id;
      label.className = 'tick';
      label.append(tick, title);
      box.append(label);
    });
    box.hidden = false;
  }
  form.addEventListener('submit', event => { event.preventDefault(); event.stopPropagation(); });
  const named = field => field.dataset.name ?? field.value;
  const apply = () => {
    const fields = new FormData(form), off = form.querySelectorAll('input:not(:checked)').length + (form.hedge.selectedIndex > 0);
    count.textContent = off;
    count.hidden = !off;
    show(new Set(fields.getAll('kind')), new Set(fields.getAll('sign')), fields.has('own'), Number(fields.get('hedge')), sources.length > 1 ? new Set(fields.getAll('source').map(Number)) : null);
  };
  form.addEventListener('change', event => {
    event.stopPropagation();
    const without = [...form.querySelectorAll('input:not(:checked)')].map(tick => [`no-${tick.name}`, named(tick)]);
    const least = form.hedge.selectedIndex > 0 ? [['hedge', named(form.hedge.selectedOptions[0])]] : [];
    settle(new URLSearchParams([...without, ...least]));
    apply();
  });
  const asked = new URLSearchParams(location.search);
  for (const tick of form.querySelectorAll('input')) tick.checked = !asked.getAll(`no-${tick.name}`).includes(named(tick));
  const least = [...form.hedge.options].findIndex(option => named(option) === asked.get('hedge'));
  form.hedge.selectedIndex = Math.max(0, least);
  if (asked.size) apply();
}
