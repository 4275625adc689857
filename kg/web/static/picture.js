// The picture of an answer: pan, zoom and fit, and the same path lit in the picture, the list and the text.
import { root } from './root.js';
import { openEvidence } from './evidence.js';

const HEADER = 59;
const LEAST = 14 / 11; // a label of 14 is never smaller than 11 at first sight
let pinned = null;

export function pictures(main, visit) {
  for (const canvas of main.querySelectorAll('[data-picture]')) {
    const svg = canvas.querySelector('.host svg');
    if (!svg || !svg.viewBox.baseVal) continue;
    const view = pannable(canvas, svg);
    views(canvas);
    if (canvas.parentElement.matches('.grid, .concept-page')) tall(canvas, view);
    png(canvas);
  }
  lit(main, visit);
}

function pannable(canvas, svg) {
  const whole = { ...box(svg.viewBox.baseVal) };
  const host = canvas.querySelector('.host');
  let now = { ...whole };
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  host.classList.add('live');
  host.tabIndex = 0;
  host.setAttribute('role', 'group');
  host.setAttribute('aria-label', 'Picture: arrow keys move it, plus and minus zoom, 0 fits it');
  const put = next => { now = next; svg.setAttribute('viewBox', `${now.x} ${now.y} ${now.width} ${now.height}`); };
  const scale = () => Math.min(host.clientWidth / now.width, host.clientHeight / now.height) || 1;
  const fit = () => {
    const wide = host.clientWidth, high = host.clientHeight;
    const least = Math.max(1, whole.width / wide, whole.height / high);
    const readable = Math.min(least, LEAST);
    const width = wide * readable, height = high * readable;
    put({ x: whole.x + (whole.width - width) / 2, y: whole.y + (height > whole.height ? (whole.height - height) / 2 : 0), width, height });
  };
  const zoom = (by, x = host.clientWidth / 2, y = host.clientHeight / 2) => {
    const width = Math.min(Math.max(now.width / by, 120), Math.max(whole.width, host.clientWidth) * 3), k = width / now.width;
    const px = now.x + x / host.clientWidth * now.width, py = now.y + y / host.clientHeight * now.height;
    put({ x: px - (px - now.x) * k, y: py - (py - now.y) * k, width, height: now.height * k });
  };
  const move = (dx, dy) => put({ ...now, x: now.x - dx / scale(), y: now.y - dy / scale() });
  for (const button of canvas.querySelectorAll('[data-zoom]')) {
    button.onclick = () => ({ in: () => zoom(1.25), out: () => zoom(0.8), fit })[button.dataset.zoom]();
  }
  host.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const at = host.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * 0.01), event.clientX - at.x, event.clientY - at.y);
  }, { passive: false });
  host.addEventListener('keydown', event => {
    const act = { ArrowLeft: () => move(40, 0), ArrowRight: () => move(-40, 0), ArrowUp: () => move(0, 40), ArrowDown: () => move(0, -40), '+': () => zoom(1.25), '=': () => zoom(1.25), '-': () => zoom(0.8), 0: fit }[event.key];
    if (act && !event.ctrlKey && !event.metaKey) { event.preventDefault(); act(); }
  });
  const fingers = new Map();
  let apart = 0, moved = 0;
  host.addEventListener('pointerdown', event => { if (!event.button) { fingers.set(event.pointerId, event); apart = 0; moved = 0; } });
  host.addEventListener('pointermove', event => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    if (fingers.size === 1) {
      moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
      if (moved > 4) { host.setPointerCapture(event.pointerId); host.classList.add('moving'); move(event.clientX - before.clientX, event.clientY - before.clientY); }
    }
    fingers.set(event.pointerId, event);
    if (fingers.size === 2) {
      const [a, b] = [...fingers.values()], gap = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY), at = host.getBoundingClientRect();
      if (apart) zoom(gap / apart, (a.clientX + b.clientX) / 2 - at.x, (a.clientY + b.clientY) / 2 - at.y);
      apart = gap;
    }
  });
  const lift = event => { fingers.delete(event.pointerId); apart = 0; host.classList.remove('moving'); };
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) host.addEventListener(name, lift);
  host.addEventListener('click', event => { if (moved > 4) { event.preventDefault(); event.stopPropagation(); } }, true);
  addEventListener('beforeprint', () => put({ ...whole }));
  addEventListener('afterprint', fit);
  new ResizeObserver(() => { if (host.clientWidth && host.clientHeight) fit(); }).observe(host);
  return { fit };
}

const box = ({ x, y, width, height }) => ({ x, y, width, height });

function tall(canvas) {
  const set = () => {
    if (!canvas.isConnected) { removeEventListener('scroll', set); removeEventListener('resize', set); return; }
    if (matchMedia('(max-width: 820px)').matches) { canvas.style.height = ''; return; }
    const room = innerHeight - Math.max(HEADER, canvas.parentElement.getBoundingClientRect().top);
    canvas.style.height = `${Math.max(430, room)}px`;
  };
  set();
  addEventListener('scroll', set, { passive: true });
  addEventListener('resize', set);
}

function views(canvas) {
  const table = canvas.querySelector('.as-table');
  for (const button of canvas.querySelectorAll('[data-view]')) {
    button.onclick = () => {
      const asTable = button.dataset.view === 'table';
      for (const other of canvas.querySelectorAll('[data-view]')) other.setAttribute('aria-pressed', other === button);
      canvas.classList.toggle('tabled', asTable);
      table.open = asTable;
    };
  }
}

function png(canvas) {
  for (const link of canvas.querySelectorAll('a[href*="paths.svg"]')) {
    const item = document.createElement('li'), button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Picture (PNG)';
    button.onclick = async () => {
      const image = new Image();
      image.src = `data:image/svg+xml,${encodeURIComponent(await (await fetch(link.href)).text())}`;
      await image.decode();
      const paper = Object.assign(document.createElement('canvas'), { width: image.width * 2, height: image.height * 2 });
      paper.getContext('2d').drawImage(image, 0, 0, paper.width, paper.height);
      paper.toBlob(blob => {
        const save = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: 'paths.png' });
        save.click();
        URL.revokeObjectURL(save.href);
      });
    };
    item.append(button);
    link.parentElement.after(item);
  }
}

// What is lit, named once: the edges by their pair, the paths that hold them, the numbers that cite them.
function lit(main, visit) {
  pinned = null;
  const edges = [...main.querySelectorAll('.picture .edge')], nodes = [...main.querySelectorAll('.picture .node')];
  for (const edge of edges) {
    const open = () => openEvidence(edge.dataset.statements.split(' '), edge);
    edge.addEventListener('click', event => { if (edge.tagName !== 'a') { event.preventDefault(); open(); } });
    edge.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(); } });
    over(edge, () => around(main, edge.dataset.statements.split(' '), [[edge.dataset.from, edge.dataset.to]]), () => light(main, pinned));
  }
  for (const node of nodes) {
    const go = () => visit(`${root}/explore?concept=${encodeURIComponent(node.dataset.concept)}`);
    if (!node.querySelector('a')) {
      node.addEventListener('click', go);
      node.addEventListener('keydown', event => { if (event.key === 'Enter') go(); });
    }
    over(node, () => glow(main, edges.filter(e => [e.dataset.from, e.dataset.to].includes(node.dataset.concept)), []), () => light(main, pinned));
  }
  for (const part of main.querySelectorAll('[data-path]')) over(part, () => light(main, part.dataset.path, true), () => light(main, pinned));
  for (const mark of main.querySelectorAll('.cite')) {
    const source = () => main.querySelector(mark.getAttribute('href'));
    over(mark, () => { const s = source()?.dataset.statement; if (s) around(main, [s], []); }, () => light(main, pinned));
  }
}

function over(element, on, off) {
  element.addEventListener('pointerenter', event => { if (event.pointerType === 'mouse') on(); });
  element.addEventListener('pointerleave', event => { if (event.pointerType === 'mouse') off(); });
  element.addEventListener('focusin', on);
  element.addEventListener('focusout', off);
}

function around(main, statements, pairs) {
  const held = main.querySelectorAll('.picture .edge');
  const edges = [...held].filter(e => pairs.some(([a, b]) => e.dataset.from === a && e.dataset.to === b) || e.dataset.statements.split(' ').some(s => statements.includes(s)));
  const paths = [...main.querySelectorAll('li[data-path]')].filter(p => p.dataset.statements.split(' ').some(s => statements.includes(s)));
  glow(main, edges, paths);
  for (const part of main.querySelectorAll('.sources [data-number]')) part.classList.toggle('lit', statements.includes(part.dataset.statement));
  for (const mark of main.querySelectorAll('.cite')) mark.classList.toggle('lit', statements.includes(main.querySelector(mark.getAttribute('href'))?.dataset.statement));
}

function glow(main, edges, paths) {
  for (const picture of main.querySelectorAll('.picture')) picture.classList.toggle('lit', edges.length > 0);
  const ends = new Set(edges.flatMap(e => [e.dataset.from, e.dataset.to]));
  for (const e of main.querySelectorAll('.picture .edge')) e.classList.toggle('lit', edges.includes(e));
  for (const n of main.querySelectorAll('.picture .node')) n.classList.toggle('lit', ends.has(n.dataset.concept));
  const numbers = new Set(paths.map(p => p.dataset.path));
  for (const p of main.querySelectorAll('[data-path]')) p.classList.toggle('lit', numbers.has(p.dataset.path));
  for (const part of main.querySelectorAll('.sources .lit, .cite.lit, .chain .edge.lit')) part.classList.remove('lit');
}

export function light(main, number, passing = false) {
  if (!passing) pinned = number;
  const path = number && main.querySelector(`li[data-path="${number}"]`);
  if (!path) return glow(main, [], []);
  if (!passing) for (let fold = path.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  if (!passing && path.querySelector('details')) path.querySelector('details').open = true;
  const ids = path.dataset.nodes.split(' '), pairs = new Set(ids.slice(1).map((id, i) => `${ids[i]}>${id}`));
  glow(main, [...main.querySelectorAll('.picture .edge')].filter(e => pairs.has(`${e.dataset.from}>${e.dataset.to}`)), [path]);
}
