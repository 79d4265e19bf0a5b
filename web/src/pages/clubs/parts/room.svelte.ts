/**
 * One club as its page shows it: the club itself, its reading list, what meetings come, its topics and members, each kept fresh, and how far
 * the reader is in its books. Parts share it, so that a change in one shows in the others.
 */
import { api, take, takeWhole } from '../../../lib/api';
import { Live } from '../../../lib/live.svelte';
import { session } from '../../../lib/session.svelte';
import { today } from './meeting';
import { sorted } from './order';
import { Progress } from './progress.svelte';
import type { Club, ClubRole, ListedBook, Meeting, Member, Topic } from './types';

const RANK: readonly ClubRole[] = ['member', 'moderator', 'owner'];
const PAGES = 10;

/** All books of a list: their order is only whole with all of them. */
async function wholeList(id: string): Promise<{ data: { items: ListedBook[]; next_cursor: null }; unchanged: boolean }> {
  const items: ListedBook[] = [];
  let unchanged = true;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const answer = await takeWhole(api.GET('/api/v1/clubs/{id}/books', { params: { path: { id }, query: { limit: 100, cursor } } }));
    items.push(...answer.data.items);
    unchanged &&= answer.unchanged;
    if (answer.data.next_cursor === null) break;
    cursor = answer.data.next_cursor;
  }
  return { data: { items, next_cursor: null }, unchanged };
}

export class Room {
  readonly id: string;
  readonly progress = new Progress();
  readonly #club: Live<Club>;
  #known: Club | null = null;
  readonly books: Live<ListedBook>;
  readonly meetings: Live<Meeting>;
  readonly topics: Live<Topic>;
  readonly members: Live<Member>;

  constructor(id: string) {
    this.id = id;
    const path = { id };
    this.#club = new Live<Club>({
      page: async () => {
        const answer = await takeWhole(api.GET('/api/v1/clubs/{id}', { params: { path } }));
        return { data: { items: [answer.data], next_cursor: null }, unchanged: answer.unchanged };
      },
    });
    this.books = new Live<ListedBook>({ page: () => wholeList(id), id: (row) => row.book_id });
    this.meetings = new Live<Meeting>({
      page: (cursor) =>
        takeWhole(api.GET('/api/v1/clubs/{id}/meetings', { params: { path, query: { since: today(), limit: 50, cursor } } })),
    });
    this.topics = new Live<Topic>({
      page: (cursor) => takeWhole(api.GET('/api/v1/clubs/{id}/topics', { params: { path, query: { cursor, count: true } } })),
    });
    this.members = new Live<Member>({
      page: (cursor) => takeWhole(api.GET('/api/v1/clubs/{id}/members', { params: { path, query: { limit: 100, cursor } } })),
    });
  }

  /** The club; while it is loaded again, as it was: what is typed on its page must not go. */
  get club(): Club | null {
    const club = this.#club.rows?.[0] ?? null;
    if (club) this.#known = club;
    return club ?? (this.#club.problem ? null : this.#known);
  }
  get problem() {
    return this.#club.problem;
  }
  /** Whether one has at least this role in the club. */
  can(role: ClubRole): boolean {
    const mine = this.club?.role as ClubRole | null | undefined;
    return mine != null && RANK.indexOf(mine) >= RANK.indexOf(role);
  }

  follow(): () => void {
    const stops = [this.#club, this.books, this.meetings, this.topics, this.members].map((list) => list.follow());
    return () => stops.forEach((stop) => stop());
  }
  retry = (): void => void this.#club.load();

  /** Everything again: after joining, or with another role. */
  reload(): void {
    for (const list of [this.#club, this.meetings, this.topics, this.members]) void list.poll();
  }
  /** Takes over an answer that is the club itself. */
  changed(club: Club): void {
    this.#club.rows = [club];
  }

  /** The list in its order. */
  readonly list = $derived.by(() => (this.books.rows ? sorted(this.books.rows) : null));
  readonly reading = $derived.by(() => this.list?.filter((book) => book.state === 'reading') ?? null);
  /** Titles by id, for what names a book. */
  readonly titles = $derived.by(() => new Map(this.books.rows?.map((book) => [book.book_id, book.title])));
  readonly #names = $derived.by(() => new Map(this.members.rows?.map((member) => [member.id, member.display_name ?? member.username])));

  /** What a person is called here; the username where the name shown isn't known. */
  nameOf(id: string | null, username?: string | null): string | null {
    if (id === null) return null;
    return this.#names.get(id) ?? username ?? null;
  }
  isMe = (id: string | null): boolean => id !== null && id === session.user?.id;

  /** Sets how far one is. What depends on it, the locks and the club's average, is asked for again. */
  async read(book: string, percent: number): Promise<void> {
    await this.progress.set(book, percent);
    void this.topics.poll();
    void this.books.poll();
  }

  async meeting(id: string): Promise<void> {
    const fresh = await take(api.GET('/api/v1/clubs/{id}/meetings/{meeting_id}', { params: { path: { id: this.id, meeting_id: id } } }));
    this.meetings.rows = this.meetings.rows?.map((row) => (row.id === id ? fresh : row)) ?? null;
  }
}
