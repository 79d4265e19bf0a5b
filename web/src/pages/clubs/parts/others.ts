/** A page of the clubs that are public and not one's own. The service lists both kinds together, so a page may take several of its. */
import type { Page } from '../../../lib/live.svelte';
import type { Club } from './types';

type Whole = { data: Page<Club>; unchanged: boolean };
const ENOUGH = 10;
const TRIES = 5;

export async function othersPage(ask: (cursor: string | undefined) => Promise<Whole>, cursor: string | undefined): Promise<Whole> {
  const items: Club[] = [];
  let unchanged = true;
  let next: string | null = null;
  let at = cursor;
  for (let i = 0; i < TRIES; i++) {
    const answer = await ask(at);
    unchanged &&= answer.unchanged;
    items.push(...answer.data.items.filter((club) => club.role === null));
    next = answer.data.next_cursor;
    if (next === null || items.length >= ENOUGH) break;
    at = next;
  }
  return { data: { items, next_cursor: next }, unchanged };
}
