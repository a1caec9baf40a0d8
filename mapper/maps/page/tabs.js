// The panel's tabs, with the keys that tabs have everywhere; on a phone the panel is a sheet.

import { byId } from './dom.js';

const NAMES = ['reports', 'table', 'about'];

export function wireTabs(onChange) {
  const tabs = NAMES.map((name) => byId(`fl-tab-${name}`));
  const choose = (number, focus) => {
    tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === number));
      tab.tabIndex = i === number ? 0 : -1;
      byId(`fl-view-${NAMES[i]}`).hidden = i !== number;
    });
    if (focus) tabs[number].focus();
    onChange(NAMES[number]);
  };
  tabs.forEach((tab, i) => {
    tab.addEventListener('click', () => choose(i, false));
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choose((i + step + tabs.length) % tabs.length, true);
    });
  });
  wireSheet();
}

function wireSheet() {
  const panel = byId('fl-panel');
  const open = byId('fl-panel-open');
  const show = (shown) => {
    panel.classList.toggle('fl-open', shown);
    open.setAttribute('aria-expanded', String(shown));
    (shown ? byId('fl-panel-close') : open).focus({ preventScroll: true });
  };
  open.addEventListener('click', () => show(!panel.classList.contains('fl-open')));
  byId('fl-panel-close').addEventListener('click', () => show(false));
}
