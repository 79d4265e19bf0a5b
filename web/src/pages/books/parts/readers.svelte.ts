/** Which of my clubs have the book on their list, in which state. There is no such list in the API: each club's own is asked. */
import { api, take } from '../../../lib/api';
import type { Club, ListedBook } from '../../clubs/parts/types';

export interface Reader {
  club: Club;
  state: ListedBook['state'];
}

const CLUBS = 30;
const PAGES = 5;

async function entry(club: Club, book: string): Promise<Reader[]> {
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const params = { path: { id: club.id }, query: { limit: 100, cursor } };
    const answer = await take(api.GET('/api/v1/clubs/{id}/books', { params }));
    const found = answer.items.find((row) => row.book_id === book);
    if (found) return [{ club, state: found.state }];
    if (answer.next_cursor === null) return [];
    cursor = answer.next_cursor;
  }
  return [];
}

export class Readers {
  /** Null as long as it isn't known. */
  clubs = $state.raw<Reader[] | null>(null);
  failed = $state(false);
  readonly #book: string;

  constructor(book: string) {
    this.#book = book;
  }

  load = async (): Promise<void> => {
    this.failed = false;
    try {
      const mine = await take(api.GET('/api/v1/clubs', { params: { query: { mine: true, limit: CLUBS, sort: 'name' } } }));
      this.clubs = (await Promise.all(mine.items.map((club) => entry(club, this.#book)))).flat();
    } catch {
      this.failed = true;
    }
  };

  /** Whether a club of mine has read it to the end. */
  get finished(): boolean {
    return this.clubs?.some((reader) => reader.state === 'finished') ?? false;
  }
  get moderates(): boolean {
    return this.clubs?.some(({ club }) => club.role === 'owner' || club.role === 'moderator') ?? false;
  }
}
