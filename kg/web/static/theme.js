// Before the first paint: the theme that was chosen, where one was.
let chosen = null;
try { chosen = localStorage.getItem('theme'); } catch { /* nothing may be kept here */ }
if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen;
document.documentElement.classList.add('scripts');
