// The panel: tabs with the keys that tabs have everywhere; a drawer where there is no room beside the map.

const NAMES = ['reports', 'filter', 'table', 'about'];

export class Panel {
  constructor({ frame }, onChange) {
    Object.assign(this, { frame, onChange });
    this.element = frame.find('panel');
    this.opener = frame.find('panel-open');
    this.tabs = NAMES.map((name) => frame.find(`tab-${name}`));
    this.tabs.forEach((tab, i) => {
      tab.addEventListener('click', () => this.choose(NAMES[i]));
      tab.addEventListener('keydown', (event) => {
        const last = this.tabs.length - 1;
        const to = { ArrowRight: i === last ? 0 : i + 1, ArrowLeft: i ? i - 1 : last, Home: 0, End: last }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        this.choose(NAMES[to], true);
      });
    });
    this.opener.addEventListener('click', () => this.open(!this.isOpen()));
    frame.find('panel-close').addEventListener('click', () => this.open(false));
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.hasDrawerOpen() || event.defaultPrevented) return;
      event.preventDefault(); // one press closes one thing: a card stays
      this.open(false);
    });
    this.#settle();
    new ResizeObserver(() => this.#settle()).observe(frame.element);
  }

  choose(name, focus = false) {
    this.tabs.forEach((tab, i) => {
      const chosen = NAMES[i] === name;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      this.frame.find(`view-${NAMES[i]}`).hidden = !chosen;
      if (chosen && focus) tab.focus();
    });
    this.onChange(name);
  }

  isOpen() {
    return this.element.classList.contains('fl-open');
  }

  open(shown, focus = true) {
    if (shown === this.isOpen()) return;
    this.element.classList.toggle('fl-open', shown);
    this.opener.setAttribute('aria-expanded', String(shown));
    if (shown) this.onChange('panel');
    if (focus) (shown ? this.frame.find('panel-close') : this.opener).focus({ preventScroll: true });
  }

  hasDrawerOpen() {
    return this.frame.hasDrawer() && this.isOpen();
  }

  // Whether the reader can see the panel at all.
  isShown() {
    return !this.frame.hasDrawer() || this.isOpen();
  }

  // On a phone the bar has no room for the switches: they stand in the sheet then.
  #settle() {
    const switches = this.frame.find('switches');
    const home = this.frame.narrow() ? this.frame.find('tools') : this.frame.find('controls');
    if (switches.parentElement === home) return;
    if (home === this.frame.find('tools')) home.append(switches);
    else home.insertBefore(switches, this.opener);
  }
}
