/** What the service finds, as items of the palette. What is typed stands in a body, never in an address: people type CPFs. */
import Book from '@lucide/svelte/icons/book';
import BookOpen from '@lucide/svelte/icons/book-open';
import Boxes from '@lucide/svelte/icons/boxes';
import Bug from '@lucide/svelte/icons/bug';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import SquareCheck from '@lucide/svelte/icons/square-check';
import Users from '@lucide/svelte/icons/users';
import { api, take } from '../../../lib/api';
import { relative } from '../../../lib/formats';
import { valueName } from '../../../lib/names';
import { asProblem } from '../../../lib/problem';
import type { paths } from '../../../lib/schema';
import { sentence } from '../../../lib/sentence';
import type { IconType, PaletteItem } from '../../../ui/types';

export type Hit = paths['/api/v1/search']['post']['responses']['200']['content']['application/json']['items'][number];
type Type = Hit['type'];

const REST_MS = 180;
const LEAST = 2;

const ICONS: Record<Type, IconType> = {
  error: Bug,
  event: CircleDot,
  project: Boxes,
  task: SquareCheck,
  customer: Users,
  club: BookOpen,
  book: Book,
};

/** Where a hit is seen. */
export function hrefOf(hit: Pick<Hit, 'type' | 'id' | 'error'>): string {
  const rooms: Record<Type, string> = {
    error: `/errors/${hit.id}`,
    event: `/errors/${hit.error ?? ''}?event=${hit.id}`,
    project: `/projects/${hit.id}`,
    task: `/tasks?task=${hit.id}`,
    customer: `/customers/${hit.id}`,
    club: `/clubs/${hit.id}`,
    book: `/books/${hit.id}`,
  };
  return rooms[hit.type];
}

export const itemOf = (hit: Hit): PaletteItem => ({
  id: `${hit.type} ${hit.id}`,
  title: hit.title,
  icon: ICONS[hit.type],
  kind: valueName('type', hit.type),
  at: hit.type === 'customer' ? (hit.detail ?? undefined) : relative(hit.at),
  detail: hit.type === 'customer' ? undefined : (hit.detail ?? undefined),
  href: hrefOf(hit),
});

export class Finder {
  items = $state.raw<PaletteItem[]>([]);
  busy = $state(false);
  fault = $state('');
  #turn = 0;

  /** Looks after a moment's rest; returns how to give up. Shorter texts than the service takes find nothing. */
  look(query: string): () => void {
    const q = query.trim();
    const turn = ++this.#turn;
    this.fault = '';
    if ([...q].length < LEAST) {
      this.items = [];
      this.busy = false;
      return () => {};
    }
    this.busy = true;
    const timer = setTimeout(() => void this.#find(q.slice(0, 200), turn), REST_MS);
    return () => clearTimeout(timer);
  }

  async #find(q: string, turn: number): Promise<void> {
    try {
      const { items } = await take(api.POST('/api/v1/search', { body: { q } }));
      if (turn === this.#turn) this.items = items.map(itemOf);
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.items = [];
      this.fault = sentence(asProblem(thrown));
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }
}
