/**
 * A list that stays fresh: its first page at once, more pages on demand, and every 15 s while the tab is visible it is asked again with
 * If-None-Match. What is new waits behind a count, so that nothing moves under the reader's eyes; what changed in rows that are there is shown.
 *
 *     const list = new Live<Task>({
 *       page: (cursor) => takeWhole(api.GET('/api/v1/tasks', { params: { query: { ...filters, cursor, count: true } } })),
 *     });
 *     $effect(() => list.follow());          // in a component; asks again when what `page` reads changes
 */
import { untrack } from 'svelte';
import { net } from './net.svelte';
import { asProblem, Problem } from './problem';

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  total?: number;
}
export interface LiveOptions<T> {
  page: (cursor: string | undefined) => Promise<{ data: Page<T>; unchanged: boolean }>;
  id?: (row: T) => string;
  every?: number;
}

/** A list as somebody left it, to go on with when they come back. */
export interface Kept<T> {
  rows: T[];
  next: string | null;
  total: number | null;
}

const EVERY_MS = 15_000;
const ownId = (row: unknown): string => (row as { id: string }).id;

export class Live<T> {
  /** The rows shown; null until the first answer: a skeleton. */
  rows = $state.raw<T[] | null>(null);
  total = $state<number | null>(null);
  /** How many new rows wait. */
  fresh = $state(0);
  /** Ids of rows that just came in, to be faded in. */
  arrived = $state.raw<ReadonlySet<string>>(new Set());
  problem = $state.raw<Problem | null>(null);
  /** More rows are on their way. */
  busy = $state(false);
  next = $state<string | null>(null);
  readonly #options: LiveOptions<T>;
  readonly #id: (row: T) => string;
  #waiting: Page<T> | null = null;
  #turn = 0; // answers of an older turn are thrown away
  #changes = 0; // optimistic changes on their way: polls stand still
  #restored = false; // the next follow() asks again instead of beginning anew

  constructor(options: LiveOptions<T>) {
    this.#options = options;
    this.#id = options.id ?? ownId;
  }

  /** Loads the list and keeps it fresh; returns how to stop. The caller's effect runs again when what `page` reads changes. */
  follow(): () => void {
    const request = this.#options.page(undefined); // before anything else, so that an effect sees what it reads, and nothing besides
    untrack(() => void (this.#restored ? this.#asked(request, true) : this.#begin(request)));
    this.#restored = false;
    const timer = setInterval(() => document.visibilityState === 'visible' && void this.poll(), this.#options.every ?? EVERY_MS);
    const seen = () => document.visibilityState === 'visible' && void this.poll();
    document.addEventListener('visibilitychange', seen);
    const stopWaiting = net.whenBack(() => void (this.rows ? this.poll() : this.load()));
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
      stopWaiting();
      this.#turn++;
    };
  }

  /** From the first page, with a skeleton. */
  async load(): Promise<void> {
    return this.#begin(this.#options.page(undefined));
  }

  async #begin(request: ReturnType<LiveOptions<T>['page']>): Promise<void> {
    const turn = ++this.#turn;
    this.rows = null;
    this.problem = null;
    this.#waiting = null;
    this.fresh = 0;
    try {
      const { data } = await request;
      if (turn === this.#turn) this.#show(data);
    } catch (thrown) {
      if (turn === this.#turn) this.#failed(thrown);
    }
  }

  #show(page: Page<T>, arrived = false): void {
    if (arrived) this.arrived = new Set(page.items.map(this.#id));
    this.rows = page.items;
    this.next = page.next_cursor;
    this.total = page.total ?? null;
    this.#waiting = null;
    this.fresh = 0;
  }

  #failed(thrown: unknown): void {
    const problem = asProblem(thrown);
    // Without a network the skeleton stays, under a line that says so; it goes on by itself.
    if (problem.status !== 0 || this.rows !== null) this.problem = problem;
  }

  /** Asks again. Rows that are shown change in place; new ones wait. */
  async poll(): Promise<void> {
    if (this.rows === null || this.#changes > 0 || this.busy) return;
    return this.#asked(this.#options.page(undefined));
  }

  async #asked(request: ReturnType<LiveOptions<T>['page']>, back = false): Promise<void> {
    const turn = this.#turn;
    try {
      const { data, unchanged } = await request;
      if (turn !== this.#turn || this.#changes > 0) return;
      this.problem = null;
      if (back) this.rows = this.#without(data);
      if (!unchanged || this.#waiting || back) this.#compare(data);
    } catch (thrown) {
      // What is shown stays; the line of the network says why it is old. Other problems wait for the next time.
      asProblem(thrown);
    }
  }

  /** The rows without those that should stand on this page and don't: they went while the person was elsewhere. */
  #without(page: Page<T>): T[] {
    const now = new Set(page.items.map(this.#id));
    const rows = this.rows ?? [];
    const last = page.next_cursor === null ? rows.length : rows.findLastIndex((row) => now.has(this.#id(row)));
    return rows.filter((row, index) => index > last || now.has(this.#id(row)));
  }

  #compare(page: Page<T>): void {
    const now = new Map(page.items.map((row) => [this.#id(row), row]));
    const shown = this.rows ?? [];
    if (shown.length === 0) return this.#show(page, true); // nothing is being read that could move
    const known = new Set(shown.map(this.#id));
    // Behind the last row that is shown nothing is new: rows went, and the next ones moved up. They fill the foot.
    const last = page.items.findLastIndex((row) => known.has(this.#id(row)));
    const tail = shown.every((row) => now.has(this.#id(row))) ? page.items.slice(last + 1) : [];
    const fills = last >= 0 && tail.length > 0;
    const rows = shown.map((row) => now.get(this.#id(row)) ?? row);
    this.rows = fills ? [...rows, ...tail] : rows;
    if (fills) this.next = page.next_cursor;
    const firstPage = shown.slice(0, page.items.length).map(this.#id);
    this.fresh = page.items.slice(0, last < 0 ? undefined : last).filter((row) => !known.has(this.#id(row))).length;
    const moved = this.fresh > 0 || firstPage.some((id) => !now.has(id));
    this.#waiting = moved ? page : null;
    if (this.fresh === 0 && moved && page.next_cursor === null) this.#show(page); // rows went, and this is the whole list
    this.total = page.total ?? this.total;
  }

  /** The list as it is, to be given to `restore` when the person comes back to it; null before the first answer. */
  keep(): Kept<T> | null {
    return this.rows && { rows: this.rows, next: this.next, total: this.total };
  }

  /** Shows a list as it was left; `follow` then asks what changed meanwhile. */
  restore(kept: Kept<T>): void {
    this.rows = kept.rows;
    this.next = kept.next;
    this.total = kept.total;
    this.#restored = true;
  }

  /** Shows what waits: the person asked for it. */
  reveal(): void {
    const page = this.#waiting;
    if (!page) return;
    const known = new Set((this.rows ?? []).map(this.#id));
    this.arrived = new Set(page.items.map(this.#id).filter((id) => !known.has(id)));
    this.#show(page);
  }

  /** The next page, behind what is there. */
  async more(): Promise<void> {
    if (this.next === null || this.busy) return;
    const turn = this.#turn;
    this.busy = true;
    try {
      const { data } = await this.#options.page(this.next);
      if (turn !== this.#turn) return;
      const known = new Set((this.rows ?? []).map(this.#id));
      this.rows = [...(this.rows ?? []), ...data.items.filter((row) => !known.has(this.#id(row)))];
      this.next = data.next_cursor;
    } catch (thrown) {
      if (turn === this.#turn) this.problem = asProblem(thrown);
    } finally {
      this.busy = false;
    }
  }

  /**
   * Shows a change before the answer: `shown` makes the new rows from the old ones, `request` does it. If it is refused the rows go back
   * and the problem is thrown, so that the page can say why. What else changed meanwhile stays.
   */
  async change<R>(shown: (rows: T[]) => T[], request: () => Promise<R>): Promise<R> {
    const before = this.rows;
    const total = this.total;
    if (before === null) return request();
    const after = shown(before);
    this.rows = after;
    if (this.total !== null) this.total += after.length - before.length;
    this.#changes++;
    try {
      return await request();
    } catch (thrown) {
      this.rows = this.#back(before, after);
      this.total = total;
      throw thrown;
    } finally {
      this.#changes--;
    }
  }

  /** The way back of one change: its rows as they were, the others as they are now. */
  #back(before: T[], after: T[]): T[] {
    const current = this.rows ?? [];
    if (current === after) return before;
    const old = new Map(before.map((row) => [this.#id(row), row]));
    const touched = new Set(after.filter((row) => old.get(this.#id(row)) !== row).map(this.#id));
    const gone = before.filter((row) => !after.some((one) => this.#id(one) === this.#id(row)));
    const restored = current.filter((row) => old.has(this.#id(row)) || !touched.has(this.#id(row)));
    return [...restored.map((row) => (touched.has(this.#id(row)) ? (old.get(this.#id(row)) ?? row) : row)), ...gone];
  }
}
