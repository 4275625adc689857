// Concepts as one types: the combobox pattern. `data-find` says what a choice does: go there, fill the field, or
// put the concept's name in place of the words before the caret.
import { root } from './root.js';

let count = 0;

export function suggest(field, visit) {
  if (field.dataset.ready) return;
  field.dataset.ready = 'yes';
  const box = field.tagName === 'INPUT';
  const list = document.createElement('ul');
  list.className = 'options';
  list.id = `options-${++count}`;
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Concepts');
  field.parentElement.append(list);
  field.setAttribute('aria-controls', list.id);
  field.setAttribute('aria-autocomplete', 'list');
  if (box) { field.setAttribute('role', 'combobox'); field.setAttribute('aria-expanded', 'false'); }
  let at = -1, hits = [], asking = null, wait = 0;

  const open = is => {
    list.hidden = !is;
    if (box) field.setAttribute('aria-expanded', is);
    if (!is) { at = -1; field.removeAttribute('aria-activedescendant'); }
  };
  const mark = next => {
    at = (next + hits.length) % hits.length;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', i === at));
    list.children[at].scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', list.children[at].id);
  };
  const words = () => {
    if (field.dataset.find !== 'words') return [field.value.trim()];
    const before = field.value.slice(0, field.selectionEnd).split(/\s+/).filter(Boolean);
    const last = before.at(-1) || '';
    return last.length < 3 || /[?.!]$/.test(last) ? [] : [before.slice(-2).join(' '), last];
  };
  const choose = hit => {
    const mode = field.dataset.find;
    open(false);
    if (mode === 'go') { field.value = ''; field.blur(); visit(`${root}/explore?concept=${encodeURIComponent(hit.id)}`); return; }
    if (mode === 'fill') { field.value = hit.label; return; }
    const end = field.selectionEnd, start = field.value.slice(0, end).toLowerCase().lastIndexOf(hit.typed.toLowerCase());
    field.setRangeText(`${hit.label} `, start, end, 'end');
  };
  const ask = async () => {
    asking?.abort();
    const tried = words().filter(Boolean);
    if (!tried.length) return open(false);
    const mine = asking = new AbortController();
    let found = [];
    try {
      for (const text of tried) {
        const reply = await fetch(`${root}/api/v1/concepts?limit=8&q=${encodeURIComponent(text.slice(0, 200))}`, { signal: mine.signal });
        if (!reply.ok) return open(false);
        found = (await reply.json()).concepts;
        if (field.dataset.find !== 'go' && found.some(hit => hit.label.toLowerCase() === text.toLowerCase())) { found = []; break; }
        if (field.dataset.find === 'words') found = found.filter(hit => hit.matched.toLowerCase().startsWith(text.toLowerCase())).slice(0, 5);
        for (const hit of found) hit.typed = text;
        if (found.length) break;
      }
    } catch (error) { return error.name === 'AbortError' ? null : open(false); }
    const marked = hits[at]?.id;
    hits = found;
    list.replaceChildren(...hits.map((hit, i) => {
      const option = document.createElement('li');
      option.id = `${list.id}-${i}`;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      const name = document.createElement('bdi');
      name.textContent = hit.label;
      const note = document.createElement('small');
      note.textContent = hit.matched === hit.label ? hit.kind : hit.matched;
      option.append(name, note);
      option.onpointerdown = event => { event.preventDefault(); choose(hit); };
      return option;
    }));
    at = -1;
    open(hits.length > 0 && document.activeElement === field);
    const still = hits.findIndex(hit => hit.id === marked);
    if (still >= 0 && !list.hidden) mark(still);
  };
  field.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(ask, 90); });
  field.addEventListener('blur', () => { clearTimeout(wait); asking?.abort(); open(false); });
  field.addEventListener('keydown', event => {
    if (list.hidden || event.isComposing) return;
    if (event.key === 'ArrowDown') { event.preventDefault(); mark(at + 1); }
    else if (event.key === 'ArrowUp') { event.preventDefault(); mark(at < 0 ? hits.length - 1 : at - 1); }
    else if (event.key === 'Escape') { event.stopPropagation(); open(false); }
    else if ((event.key === 'Enter' || event.key === 'Tab') && at >= 0) { if (event.key === 'Enter') event.preventDefault(); choose(hits[at]); }
  });
}
