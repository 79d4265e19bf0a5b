/** What the filters offer and the rows name: projects, members, environments. The list does not wait for them. */
import { api, take } from '../../../lib/api';
import { asProblem } from '../../../lib/problem';
import { session } from '../../../lib/session.svelte';

const USUAL = ['production', 'staging', 'dev'];
const MOST_PAGES = 10; // a thousand
const LATER_MS = 400; // the list comes first

interface Named {
  id: string;
  name: string;
}
type Pages<T> = (cursor: string | undefined) => Promise<{ items: T[]; next_cursor: string | null }>;

async function all<T>(page: Pages<T>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const reply = await page(cursor);
    items.push(...reply.items);
    if (reply.next_cursor === null) break;
    cursor = reply.next_cursor;
  }
  return items;
}

export class Known {
  /** Null: not known yet. */
  projects = $state.raw<Named[] | null>(null);
  members = $state.raw<Named[] | null>(null);
  #found = $state.raw<ReadonlySet<string>>(new Set());
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** production, staging, dev, then the others that were found. */
  get environments(): string[] {
    return [...USUAL, ...[...this.#found].filter((name) => !USUAL.includes(name)).sort((one, other) => one.localeCompare(other))];
  }

  /** Environments that rows have. */
  found(names: Iterable<string>): void {
    const fresh = [...names].filter((name) => !this.#found.has(name));
    if (fresh.length) this.#found = new Set([...this.#found, ...fresh]);
  }

  /** Asks for all of it, once; returns how to give up. */
  load(): () => void {
    this.#timer = setTimeout(() => {
      void this.#projects();
      void this.#members();
      void this.#environments();
    }, LATER_MS);
    return () => clearTimeout(this.#timer);
  }

  async #quietly(ask: () => Promise<void>): Promise<void> {
    try {
      await ask();
    } catch (thrown) {
      asProblem(thrown); // ids stand where names would; the list itself says what is wrong
    }
  }

  #projects(): Promise<void> {
    return this.#quietly(async () => {
      const items = await all((cursor) => take(api.GET('/api/v1/projects', { params: { query: { limit: 100, sort: 'name', cursor } } })));
      this.projects = items.map(({ id, name }) => ({ id, name }));
    });
  }

  #members(): Promise<void> {
    const id = session.organization?.id;
    if (!id) return Promise.resolve();
    return this.#quietly(async () => {
      const items = await all((cursor) =>
        take(api.GET('/api/v1/organizations/{id}/members', { params: { path: { id }, query: { limit: 100, cursor } } })),
      );
      this.members = items.map((one) => ({ id: one.id, name: one.display_name ?? one.username }));
    });
  }

  /** The API has no list of them: those of the newest errors, whatever their status, are what one looks for. */
  #environments(): Promise<void> {
    return this.#quietly(async () => {
      const { items } = await take(api.GET('/api/v1/errors', { params: { query: { limit: 100, status: 'all' } } }));
      this.found(items.map((row) => row.environment));
    });
  }

  projectName = (id: string): string | null => this.projects?.find((one) => one.id === id)?.name ?? null;
  memberName = (id: string): string | null => this.members?.find((one) => one.id === id)?.name ?? null;
}
