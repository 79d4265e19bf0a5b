/** What a key does in a list: design/README.md, "Keys". */
export type ListState = {
  ids: readonly string[];
  current: string | undefined;
  /** Undefined where nothing can be selected. */
  selected: ReadonlySet<string> | undefined;
  /** Where a range begins: the row selected last. */
  anchor: string | undefined;
};

export type Move = { current?: string; selected?: string[]; anchor?: string; open?: string };
export type Press = { key: string; shiftKey: boolean };

/** Every id from one to the other, both ends with it, whichever comes first. */
export function range(ids: readonly string[], from: string | undefined, to: string): string[] {
  const [a, b] = [from === undefined ? -1 : ids.indexOf(from), ids.indexOf(to)];
  if (b < 0) return [];
  return a < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

function toggled(state: ListState, id: string): Move {
  const selected = new Set(state.selected);
  if (!selected.delete(id)) selected.add(id);
  return { selected: [...selected], anchor: id };
}

function step(state: ListState, by: number): Move | null {
  const at = state.current === undefined ? (by > 0 ? -1 : state.ids.length) : state.ids.indexOf(state.current);
  const next = state.ids[Math.min(Math.max(at + by, 0), state.ids.length - 1)];
  return next === undefined ? null : { current: next };
}

/** What pressing does, or null if the list has nothing to do with that key. `letters` false leaves only arrows, Enter and Esc. */
export function pressed(state: ListState, press: Press, letters: boolean): Move | null {
  const { key } = press;
  const current = state.current;
  if (key === 'ArrowDown' || (letters && key === 'j')) return step(state, 1);
  if (key === 'ArrowUp' || (letters && key === 'k')) return step(state, -1);
  if (key === 'Enter' && current !== undefined) return { open: current };
  if (key === 'Escape' && state.selected?.size) return { selected: [] };
  if (!letters || key.toLowerCase() !== 'x' || current === undefined || !state.selected) return null;
  if (!press.shiftKey) return toggled(state, current);
  return { selected: [...new Set([...state.selected, ...range(state.ids, state.anchor, current)])], anchor: current };
}
