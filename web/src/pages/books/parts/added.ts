/** Whether I added the book to the catalogue. Only one's own log of activity tells; without an answer the book can't be changed from here. */
import { api, take } from '../../../lib/api';
import { session } from '../../../lib/session.svelte';

const PAGES = 3;

export async function addedBy(book: string): Promise<boolean> {
  let cursor: string | undefined;
  try {
    for (let page = 0; page < PAGES; page++) {
      const answer = await take(api.GET('/api/v1/users/me/activity', { params: { query: { action: 'book.create', limit: 100, cursor } } }));
      if (answer.items.some((entry) => entry.object === book && entry.actor === session.user?.id)) return true;
      if (answer.next_cursor === null) return false;
      cursor = answer.next_cursor;
    }
  } catch {
    // Then it is as if somebody else had.
  }
  return false;
}
