// Deciding and adding: the token is kept for this tab only, every request that writes carries it.
import { root } from './root.js';

const KEYS = { a: '[data-verdict=accept]', r: '[data-verdict=reject]', e: '[data-edit]', j: '[data-skip]' };
let here = null;

let held = null; // where the browser keeps nothing, the token lasts as long as the page
const token = () => { try { return sessionStorage.getItem('token'); } catch { return held; } };
const keep = value => {
  held = value;
  try { if (value) sessionStorage.setItem('token', value); else sessionStorage.removeItem('token'); } catch { /* held is all there is */ }
};

async function send(address, body) {
  const reply = await fetch(root + address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token()}` },
    body: JSON.stringify(body),
  });
  const value = await reply.json().catch(() => ({}));
  if (reply.status === 401) { keep(null); signed(); }
  return { ok: reply.ok, status: reply.status, value };
}

function signed() {
  const { main } = here, is = Boolean(token());
  if (!main.querySelector('#extend')) return;
  main.querySelector('.sign-in').hidden = is;
  main.querySelector('.signed').hidden = !is;
  for (const button of main.querySelectorAll('[data-verdict], [data-revert], #draft button')) button.disabled = !is;
  for (const hint of main.querySelectorAll('.signed-out')) hint.hidden = is;
}

function wrong(problem) {
  const { main } = here, told = problem.violations?.length ? problem.violations : problem.errors?.map(e => ({ field: e.field.split('.').pop(), message: e.message })) || [];
  for (const place of main.querySelectorAll('.wrong')) { place.hidden = true; place.textContent = ''; }
  for (const field of main.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  const rest = [];
  for (const { field, message } of told) {
    const place = field && main.querySelector(`.wrong[data-for="${CSS.escape(field)}"]`);
    if (!place) { rest.push(field ? `${field}: ${message}` : message); continue; }
    place.textContent = place.textContent ? `${place.textContent}; ${message}` : message;
    place.hidden = false;
    main.querySelector(`#a-${CSS.escape(field)}`)?.setAttribute('aria-invalid', 'true');
  }
  if (!told.length && problem.detail) rest.push(problem.detail);
  const place = main.querySelector('.wrong[data-for=""]');
  if (place && rest.length) { place.textContent = rest.join('; '); place.hidden = false; }
}

function drafted(form) {
  const fields = {};
  for (const field of form.querySelectorAll('[data-field]')) {
    const value = field.value.trim();
    if (value) fields[field.name] = field.dataset.field === 'list' ? value.split(',').map(v => v.trim()).filter(Boolean) : value;
  }
  return fields;
}

function review(value) {
  const box = here.main.querySelector('#impact'), heading = box.querySelector('h2'), parts = [];
  const list = (className, texts) => {
    const ul = document.createElement('ul');
    ul.className = className;
    ul.append(...texts.map(text => { const li = document.createElement('li'); li.textContent = text; return li; }));
    return ul;
  };
  const p = text => { const made = document.createElement('p'); made.textContent = text; return made; };
  const warnings = value.warnings || [], changes = value.changes || [];
  if (warnings.length) parts.push(p('To look at'), list('said', warnings.map(w => w.message)));
  if (!value.violations?.length) parts.push(changes.length ? list('said', changes.slice(0, 12).map(c => c.text)) : p('No answer changes its direction.'));
  if (value.total > 12) parts.push(p(`and ${value.total - 12} more.`));
  box.replaceChildren(heading, ...parts);
}

export function start(main, { say, visit }) {
  here = { main, say, visit };
  signed();
  main.querySelector('.sign-in').addEventListener('submit', async event => {
    event.preventDefault();
    event.stopPropagation();
    const field = main.querySelector('#token'), trouble = main.querySelector('#token-wrong');
    keep(field.value.trim());
    trouble.hidden = true;
    const { status, value } = await send('/extend/known', {});
    if (status === 401 || status === 429) {
      keep(null);
      trouble.textContent = status === 401 ? 'This token is not known here. Ask whoever runs the service for one.' : value.detail;
      trouble.hidden = false;
      field.focus();
      return;
    }
    field.value = '';
    signed();
    say('Signed in for this tab.');
  });
  main.querySelector('#sign-out').onclick = () => { keep(null); signed(); say('Signed out.'); };

  for (const button of main.querySelectorAll('[data-verdict]')) {
    button.onclick = async () => {
      const work = button.closest('[data-proposal]'), skip = main.querySelector('[data-skip]');
      const { ok, value } = await send(`/api/v1/proposals/${work.dataset.proposal}/decision`, { verdict: button.dataset.verdict, note: main.querySelector('#note').value });
      if (!ok) return wrong(value);
      const next = new URL(skip.href).searchParams.get('proposal');
      await visit(next === work.dataset.proposal ? `${root}/extend` : `${root}/extend?show=open&proposal=${next}`);
      say(button.dataset.verdict === 'accept' ? 'Accepted.' : 'Rejected.');
    };
  }
  for (const button of main.querySelectorAll('[data-revert]')) {
    button.onclick = async () => {
      const { ok, value } = await send(`/api/v1/history/${button.dataset.revert}/revert`, {});
      if (ok) { await visit(`${root}/extend?show=history`); say('Taken back.'); }
      else { button.after(Object.assign(document.createElement('p'), { className: 'wrong', role: 'alert', textContent: value.detail })); }
    };
  }

  const form = main.querySelector('#draft');
  if (!form) return;
  let wait = 0;
  const attempt = async () => {
    if (!token() || [...form.querySelectorAll('[required]')].some(field => !field.value.trim())) return;
    const { ok, value } = await send('/extend/try', { kind: form.dataset.kind, fields: drafted(form) });
    if (!form.isConnected) return;
    wrong(value);
    if (ok) review(value);
  };
  form.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(attempt, 400); });
  form.addEventListener('change', () => { clearTimeout(wait); wait = setTimeout(attempt, 100); });
  form.addEventListener('submit', async event => {
    event.preventDefault();
    clearTimeout(wait);
    const fields = drafted(form), why = form.querySelector('#a-why').value, kind = form.dataset.kind;
    const body = kind === 'retraction' ? { kind, ...fields, why } : { kind, [kind]: fields, why };
    const { ok, value } = await send('/api/v1/proposals', body);
    if (!ok) return wrong(value);
    if (form.dataset.instead) await send(`/api/v1/proposals/${form.dataset.instead}/decision`, { verdict: 'reject', note: `replaced by proposal ${value.id}` });
    await visit(`${root}/extend?show=open&proposal=${value.id}`);
    say(`Proposed as number ${value.id}.`);
  });
}

document.addEventListener('keydown', event => {
  if (!here?.main.querySelector('[data-proposal]') || event.target.closest('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return;
  const button = KEYS[event.key.toLowerCase()] && here.main.querySelector(KEYS[event.key.toLowerCase()]);
  if (button) { event.preventDefault(); button.click(); }
});
