import { describe, expect, it } from 'vitest';
import { othersPage } from './others';
import type { Club } from './types';

const club = (id: string, role: 'member' | null) => ({ id, role }) as unknown as Club;

describe('public clubs that are not mine', () => {
  it('goes on where a page held only my own', async () => {
    const asked: (string | undefined)[] = [];
    const pages = [
      { items: [club('a', 'member'), club('b', 'member')], next_cursor: 'two' },
      { items: [club('c', null), club('d', 'member')], next_cursor: null },
    ];
    const page = await othersPage(async (cursor) => {
      asked.push(cursor);
      return { data: pages[asked.length - 1]!, unchanged: asked.length === 1 };
    }, undefined);
    expect(page.data.items.map((one) => one.id)).toEqual(['c']);
    expect(page.data.next_cursor).toBeNull();
    expect(page.unchanged).toBe(false);
    expect(asked).toEqual([undefined, 'two']);
  });

  it('stops after a few pages, and can go on from there', async () => {
    let n = 0;
    const page = await othersPage(async () => ({ data: { items: [], next_cursor: `c${++n}` }, unchanged: true }), 'start');
    expect(page.data).toEqual({ items: [], next_cursor: 'c5' });
  });
});
