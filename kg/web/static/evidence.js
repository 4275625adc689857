// The evidence drawer: the page of a statement, beside what it stands behind.
import { root } from './root.js';

let drawer = null, from = null, under = null, tell = () => {};

export function evidence({ say }) {
  tell = say;
  document.addEventListener('keydown', event => { if (event.key === 'Escape' && drawer?.open) { event.preventDefault(); closeEvidence(true); } });
}

export function closeEvidence(back = false) {
  if (!drawer?.open) return;
  drawer.close();
  if (back && from?.isConnected) from.focus();
  if (!location.hash.startsWith('#evidence=')) return;
  if (back && history.state?.evidence) history.back();
  else history.replaceState({}, '', location.pathname + location.search);
}

// The back button leads to what lay under the drawer: it closes, and the page stays as it was.
export function leaveEvidence() {
  if (location.href === under) closeEvidence(true);
}

export async function openEvidence(ids, opener = null) {
  if (!drawer) {
    drawer = document.createElement('dialog');
    drawer.className = 'drawer';
    drawer.setAttribute('aria-label', 'Evidence');
    document.body.append(drawer);
  }
  from = opener || from;
  let sheets;
  try {
    sheets = await Promise.all(ids.slice(0, 6).map(async id => {
      const reply = await fetch(`${root}/statement/${encodeURIComponent(id)}`);
      return new DOMParser().parseFromString(await reply.text(), 'text/html').querySelector('.evidence-sheet');
    }));
  } catch { tell('The evidence could not be fetched.'); return; }
  const found = sheets.filter(Boolean);
  if (!found.length) return;
  for (const sheet of found) {
    for (const named of sheet.querySelectorAll('[id]')) named.removeAttribute('id');
    const heading = sheet.querySelector('h1'), lower = document.createElement('h2');
    lower.className = 'claim';
    lower.append(...heading.childNodes);
    heading.replaceWith(lower);
  }
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'icon';
  close.setAttribute('aria-label', 'Close evidence');
  close.append(document.querySelector('#closing').content.cloneNode(true));
  close.onclick = () => closeEvidence(true);
  drawer.replaceChildren(close, ...found);
  if (!drawer.open) drawer.show();
  drawer.scrollTop = 0;
  const address = `#evidence=${ids.map(encodeURIComponent).join('+')}`.replaceAll('+', '%20');
  if (location.hash.startsWith('#evidence=')) history.replaceState(history.state, '', address);
  else { under = location.href; history.pushState({ evidence: true }, '', address); }
  close.focus();
  tell(`Evidence: ${found[0].querySelector('h2').textContent.trim()}`);
}
