// What the reader has chosen; everything that draws listens to it.

export function makeStore(initial) {
  const state = { ...initial };
  const listeners = [];
  return {
    state,
    set(changes) {
      const changed = Object.keys(changes).filter((key) => state[key] !== changes[key]);
      if (!changed.length) return;
      Object.assign(state, changes);
      for (const listener of listeners) listener(state, new Set(changed));
    },
    listen(listener) {
      listeners.push(listener);
    },
  };
}
