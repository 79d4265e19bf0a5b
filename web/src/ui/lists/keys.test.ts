import { describe, expect, it } from 'vitest';
import { pressed, range, type ListState } from './keys';

const ids = ['a', 'b', 'c', 'd'];
const at = (current?: string, selected: string[] | null = [], anchor?: string): ListState => ({
  ids,
  current,
  selected: selected ? new Set(selected) : undefined,
  anchor,
});
const press = (state: ListState, key: string, shiftKey = false, letters = true) => pressed(state, { key, shiftKey }, letters);

describe('keys of a list', () => {
  it('move, and stop at the ends', () => {
    expect(press(at(), 'j')).toEqual({ current: 'a' });
    expect(press(at(), 'k')).toEqual({ current: 'd' });
    expect(press(at('a'), 'j')).toEqual({ current: 'b' });
    expect(press(at('d'), 'ArrowDown')).toEqual({ current: 'd' });
    expect(press(at('a'), 'k')).toEqual({ current: 'a' });
    expect(pressed({ ...at(), ids: [] }, { key: 'j', shiftKey: false }, true)).toBeNull();
  });
  it('start anew when the current row is gone', () => expect(press(at('gone'), 'j')).toEqual({ current: 'a' }));
  it('select and take back', () => {
    expect(press(at('b'), 'x')).toEqual({ selected: ['b'], anchor: 'b' });
    expect(press(at('b', ['a', 'b']), 'x')).toEqual({ selected: ['a'], anchor: 'b' });
    expect(press(at(undefined), 'x')).toBeNull();
    expect(press(at('b', null), 'x')).toBeNull();
  });
  it('select a range from the row selected last, either way', () => {
    expect(press(at('d', ['b'], 'b'), 'X', true)).toEqual({ selected: ['b', 'c', 'd'], anchor: 'd' });
    expect(range(ids, 'c', 'a')).toEqual(['a', 'b', 'c']);
    expect(range(ids, undefined, 'c')).toEqual(['c']);
    expect(range(ids, 'gone', 'c')).toEqual(['c']);
    expect(range(ids, 'a', 'gone')).toEqual([]);
  });
  it('open and clear', () => {
    expect(press(at('c'), 'Enter')).toEqual({ open: 'c' });
    expect(press(at('c', ['a']), 'Escape')).toEqual({ selected: [] });
    expect(press(at('c'), 'Escape')).toBeNull();
  });
  it('leave letters alone where they are turned off', () => {
    for (const key of ['j', 'k', 'x']) expect(press(at('b'), key, false, false)).toBeNull();
    expect(press(at('b'), 'ArrowDown', false, false)).toEqual({ current: 'c' });
  });
  it('leave other keys to the page', () => expect(press(at('b'), 'e')).toBeNull());
});
