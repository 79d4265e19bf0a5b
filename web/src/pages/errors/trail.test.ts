import { beforeEach, describe, expect, it } from 'vitest';
import { trail } from './trail.svelte';

describe('the list one came from', () => {
  beforeEach(() => trail.set({ query: 'status=all', ids: ['a', 'b'], total: 3, more: () => Promise.resolve(['a', 'b', 'c']) }));

  it('knows the neighbours, and loads more at its end', async () => {
    expect([trail.at('b'), trail.at('x')]).toEqual([1, -1]);
    expect([trail.has('a', -1), trail.has('a', 1), trail.has('b', 1), trail.has('x', 1)]).toEqual([false, true, true, false]);
    expect(await trail.beside('b', 1)).toBe('c');
    expect(trail.has('c', 1)).toBe(false);
    expect(await trail.beside('c', 1)).toBeNull();
    expect(await trail.beside('a', -1)).toBeNull();
  });
  it('closes up when an error is gone', () => {
    trail.without('a');
    expect(trail.list).toMatchObject({ ids: ['b'], total: 2 });
    trail.set(null);
    expect(trail.has('b', 1)).toBe(false);
  });
});
