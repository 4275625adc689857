// The pages, enhanced: addresses load without leaving the page, loading can be stopped, answers follow every switch.
import { root } from './root.js';
import { suggest } from './find.js';
import { light, pictures } from './picture.js';
import { closeEvidence, evidence, leaveEvidence, openEvidence } from './evidence.js';

const main = document.getElementById('main');
const live = document.getElementById('live');
const progress = document.getElementById('progress');
const OURS = /^\/($|explore|scenario|compare|extend|statement\/|map)/;
const PARTS = { '#map': './map.js', '#extend': './extend.js' };
let loading = null;
let shown = location.pathname + location.search;

export const say = text => { live.textContent = ''; requestAnimationFrame(() => { live.textContent = text; }); };

export async function visit(address, { push = true, keep = false, top = 0 } = {}) {
  loading?.abort();
  const mine = loading = new AbortController();
  const held = keep && document.activeElement?.id;
  const late = setTimeout(() => { progress.hidden = false; }, 200);
  main.setAttribute('aria-busy', 'true');
  try {
    const reply = await fetch(address, { signal: mine.signal, headers: { Accept: 'text/html' } });
    const text = await reply.text();
    if (mine !== loading) return;
    if (!text.includes('id="main"')) throw new Error(`the reply was ${reply.status}`);
    show(new DOMParser().parseFromString(text, 'text/html'));
    if (push) history.pushState({}, '', address);
    shown = location.pathname + location.search;
    if (!keep) scrollTo(0, top);
    const target = held ? document.getElementById(held) : document.getElementById('verdict') || main;
    target?.focus({ preventScroll: true });
    say(document.getElementById('verdict')?.textContent.trim() || document.title);
    follow();
  } catch (error) {
    if (mine !== loading) return;
    if (error.name === 'AbortError') say('Stopped. The page is as it was.');
    else failed(address, error);
  } finally {
    clearTimeout(late);
    if (mine === loading) { loading = null; progress.hidden = true; main.removeAttribute('aria-busy'); }
  }
}

// What narrows the page that is shown, put into its address.
function settle(fields) {
  history.replaceState(history.state, '', [location.pathname, fields.toString()].filter(Boolean).join('?'));
  shown = location.pathname + location.search;
}

function failed(address, error) {
  document.querySelector('.toast')?.remove();
  const toast = document.createElement('div');
  toast.className = 'toast';
  toast.setAttribute('role', 'alert');
  toast.append(`No answer came: ${error.message}. Nothing is lost.`);
  const again = document.createElement('button');
  again.type = 'button';
  again.textContent = 'Try again';
  again.onclick = () => { toast.remove(); visit(address); };
  toast.append(again);
  document.body.append(toast);
}

function show(page) {
  closeEvidence();
  document.querySelector('.toast')?.remove();
  const fresh = page.getElementById('main');
  main.className = fresh.className;
  main.dataset.tab = fresh.dataset.tab;
  main.replaceChildren(...fresh.childNodes);
  document.title = page.title;
  for (const nav of document.querySelectorAll('nav[aria-label^=Main]')) {
    nav.replaceChildren(...page.querySelector(`nav[aria-label="${nav.ariaLabel}"]`).childNodes);
  }
  enhance();
}

function enhance() {
  for (const hidden of main.querySelectorAll('.views, .zoom, .filter')) hidden.hidden = false;
  for (const field of document.querySelectorAll('[data-find]')) suggest(field, visit);
  pictures(main, visit);
  if (matchMedia('(max-width: 820px)').matches) {
    for (const onward of main.querySelectorAll('.onward')) onward.open = false;
    for (const ladder of main.querySelectorAll('li.path > details')) { ladder.name = 'path'; ladder.open = ladder.closest('li').id === 'path-1'; }
  }
  for (const [mark, module] of Object.entries(PARTS)) {
    const part = main.querySelector(mark);
    if (part) import(module).then(({ start }) => { if (part.isConnected) start(main, { say, visit, settle }); });
  }
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return ''; }
}

function follow() {
  const hash = decoded(location.hash.slice(1));
  if (hash.startsWith('evidence=')) openEvidence(hash.slice(9).split(' '));
  light(main, /^path-\d+$/.test(hash) ? hash.slice(5) : null);
}

function address(form, button) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, button)) if (value) fields.append(name, value);
  return `${form.getAttribute('action')}?${fields}`;
}

document.addEventListener('click', event => {
  const link = event.target.closest('a[href]');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const to = new URL(link.href.baseVal ?? link.href, location.href);
  const cited = link.matches('.cite') && main.querySelector(link.hash)?.dataset.statement;
  if (cited) { event.preventDefault(); openEvidence([cited], link); return; }
  if (to.origin !== location.origin || link.hasAttribute('download') || link.target) return;
  if (to.pathname + to.search === shown && to.hash) return;
  if (!to.pathname.startsWith(`${root}/`) || !OURS.test(to.pathname.slice(root.length))) return;
  event.preventDefault();
  if (link.dataset.statement && !link.closest('.statement-page')) openEvidence([link.dataset.statement], link);
  else visit(to.pathname + to.search + to.hash);
});

document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'get' || event.defaultPrevented) return;
  event.preventDefault();
  visit(address(form, event.submitter), { keep: form.hasAttribute('data-live') });
});

document.addEventListener('change', event => {
  const box = event.target;
  if (box.type !== 'checkbox' || !box.form || box.form.method !== 'get') return;
  if (box.checked) {
    for (const id of (box.dataset.excludes || '').split(' ').filter(Boolean)) {
      const other = document.getElementById(`in-${id}`);
      if (other) other.checked = false;
    }
    const opposite = { high: 'low', low: 'high' }[box.name];
    const other = opposite && document.getElementById(`${opposite}-${box.value}`);
    if (other) other.checked = false;
  }
  visit(address(box.form), { keep: true });
});

document.addEventListener('keydown', event => {
  const typing = event.target.closest('input, textarea, select');
  if (event.key === '/' && !typing) { event.preventDefault(); document.getElementById('find').focus(); }
  if (event.key === 'Enter' && !event.isComposing && typing?.matches('textarea#q') && !event.shiftKey && !event.defaultPrevented) { event.preventDefault(); typing.form.requestSubmit(); }
  if (event.key === 'Escape') {
    for (const menu of document.querySelectorAll('details.menu[open]')) { menu.open = false; menu.querySelector('summary').focus(); }
    if (loading) loading.abort();
  }
});

// What opens stays inside the window.
document.addEventListener('toggle', event => {
  const menu = event.target;
  if (!menu.matches?.('details.menu[open]')) return;
  const list = menu.querySelector(':scope > :not(summary)');
  list.style.translate = '';
  const { left, right, bottom } = list.getBoundingClientRect();
  const across = right > innerWidth - 8 ? innerWidth - 8 - right : left < 8 ? 8 - left : 0;
  const room = innerHeight - 8 - menu.getBoundingClientRect().bottom;
  if (bottom > innerHeight - 8 && room > 160) list.style.maxHeight = `${room}px`;
  if (across) list.style.translate = `${across}px`;
}, true);

document.addEventListener('pointerdown', event => {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener('input', event => {
  if (event.target.id !== 'narrow') return;
  const words = event.target.value.trim().toLowerCase();
  for (const group of main.querySelectorAll('.settable')) {
    let left = 0;
    for (const row of group.querySelectorAll('li')) { row.hidden = !row.dataset.name.toLowerCase().includes(words); left += !row.hidden; }
    group.hidden = !left;
    if (words) group.open = left > 0;
  }
});

addEventListener('popstate', () => {
  if (location.pathname + location.search === shown) { leaveEvidence(); follow(); }
  else visit(location.href, { push: false });
});
addEventListener('hashchange', follow);
document.getElementById('stop').onclick = () => loading?.abort();

const theme = document.getElementById('theme');
const dark = () => (document.documentElement.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
theme.hidden = false;
theme.setAttribute('aria-pressed', dark());
theme.onclick = () => {
  const next = dark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  try { localStorage.setItem('theme', next); } catch { /* where nothing may be kept, it holds for this page */ }
  theme.setAttribute('aria-pressed', next === 'dark');
  document.dispatchEvent(new Event('theme'));
};

evidence({ say });
enhance();
follow();
