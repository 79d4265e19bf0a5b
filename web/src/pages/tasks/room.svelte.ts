/** The list of tasks with what can be done to it. Every change shows at once, and goes back with the reason when it is refused. */
import { SvelteSet } from 'svelte/reactivity';
import { api, take, takeWhole } from '../../lib/api';
import { Live } from '../../lib/live.svelte';
import { asProblem, Problem } from '../../lib/problem';
import { labelsOf, type Sort, type Status, type Task } from './tasks';

export interface Filters {
  status: Status;
  label: string;
  q: string;
  sort: Sort;
}

const TOGETHER = 4; // requests of a selection at a time
const PAGE = 100;
const STAY_MS = 8_000; // as long as *Undo* can be reached

export interface Refusal {
  title: string;
  problem: Problem;
}

export class Room {
  readonly list: Live<Task>;
  /** What was ticked off here: it stays in its place, struck through. */
  readonly here = new SvelteSet<string>();
  readonly selected = new SvelteSet<string>();
  /** Rows whose first answer is on its way. */
  readonly unborn = new SvelteSet<string>();
  /** What was refused last; null when all went well. */
  refusal = $state.raw<Refusal | null>(null);
  #labels = $state.raw<string[]>([]);
  readonly #seen = new Map<string, Task>();
  readonly #staying = new Map<string, Task>();
  #left = false;
  readonly #filters: () => Filters;

  constructor(filters: () => Filters) {
    this.#filters = filters;
    this.list = new Live<Task>({ page: (cursor) => this.#page(cursor) });
  }

  /** Labels that were seen, most used first. */
  get labels(): string[] {
    return this.#labels;
  }

  async #page(cursor: string | undefined) {
    const { status, label, q, sort } = this.#filters();
    const query = { status: status === 'all' ? undefined : status, label: label || undefined, q: q || undefined, sort };
    const answer = await takeWhole(api.GET('/api/v1/tasks', { params: { query: { ...query, limit: PAGE, cursor, count: true } } }));
    const items = answer.data.items as Task[];
    this.learn(items);
    // What was just ticked off is not in the answer any more; it stays a moment.
    const kept = cursor ? [] : [...this.#staying.values()].filter((task) => !items.some((one) => one.id === task.id));
    const unchanged = answer.unchanged && !this.#left;
    if (!cursor) this.#left = false;
    return { data: { ...answer.data, items: [...items, ...kept] }, unchanged };
  }

  /** Remembers the labels of tasks, for the filter and the field. */
  learn(tasks: Task[]): void {
    for (const task of tasks) this.#seen.set(task.id, task);
    this.#labels = labelsOf(this.#seen.values());
  }

  /** Asks for labels where the list shows only those of one. */
  async learnLabels(): Promise<void> {
    const answer = await take(api.GET('/api/v1/tasks', { params: { query: { limit: PAGE } } })).catch(asProblem);
    if (!(answer instanceof Problem)) this.learn(answer.items as Task[]);
  }

  #put(task: Task): void {
    this.list.rows = (this.list.rows ?? []).map((row) => (row.id === task.id ? task : row));
    this.learn([task]);
  }

  /** Adds a task; its row is there before the answer. Throws the problem when it is refused. */
  async add(title: string): Promise<Task> {
    const { label } = this.#filters();
    const labels = label ? [label] : [];
    const now = new Date().toISOString();
    const id = `new-${crypto.randomUUID()}`;
    const blank = { description: null, status: 'pending', priority: 0, due_at: null, completed_at: null, version: 1 } as const;
    const row: Task = { ...blank, id, title, labels, created_at: now, updated_at: now };
    this.unborn.add(id);
    try {
      const made = await this.list.change(
        (rows) => [row, ...rows],
        () => take(api.POST('/api/v1/tasks', { body: { title, labels } as never })),
      );
      const task = made as Task;
      const rows = (this.list.rows ?? []).filter((one) => one.id !== task.id);
      this.list.rows = rows.map((one) => (one.id === id ? task : one));
      this.learn([task]);
      return task;
    } finally {
      this.unborn.delete(id);
    }
  }

  #patch(id: string, body: Partial<Task>): Promise<Task> {
    return take(api.PATCH('/api/v1/tasks/{id}', { params: { path: { id } }, body: body as never })) as Promise<Task>;
  }

  /** Ticks tasks off, or takes that back. */
  async mark(tasks: Task[], status: Task['status']): Promise<number> {
    this.refusal = null;
    const changed = await this.#each(tasks, async (task) => {
      const next = { ...task, status };
      if (status === 'done') this.#stay(next);
      else this.#staying.delete(task.id);
      try {
        const shown = (rows: Task[]) =>
          rows.some((row) => row.id === task.id) ? rows.map((row) => (row.id === task.id ? next : row)) : [...rows, next];
        const now = await this.list.change(shown, () => this.#patch(task.id, { status }));
        if (this.#staying.has(task.id)) this.#staying.set(task.id, now);
        this.#put(now);
      } catch (thrown) {
        this.#staying.delete(task.id);
        this.here.delete(task.id);
        throw thrown;
      }
    });
    if (this.list.total !== null && this.#filters().status === 'pending') this.list.total += status === 'done' ? -changed : changed;
    return changed;
  }

  #stay(task: Task): void {
    this.here.add(task.id);
    this.#staying.set(task.id, task);
    setTimeout(() => {
      this.#left = this.#staying.delete(task.id) || this.#left;
    }, STAY_MS);
  }

  /** Changes a task as its form was filled in. */
  async save(task: Task, body: Partial<Task>, headers: { 'If-Match'?: string }) {
    const shown = { ...task, ...body };
    const answer = await this.list.change(
      (rows) => rows.map((row) => (row.id === task.id ? shown : row)),
      () => takeWhole(api.PATCH('/api/v1/tasks/{id}', { params: { path: { id: task.id }, header: headers }, body: body as never })),
    );
    const saved = answer.data as Task;
    this.#put(saved);
    return { data: saved, etag: answer.etag };
  }

  async remove(tasks: Task[]): Promise<number> {
    this.refusal = null;
    return this.#each(tasks, async (task) => {
      this.#staying.delete(task.id);
      await this.list.change(
        (rows) => rows.filter((row) => row.id !== task.id),
        () => take(api.DELETE('/api/v1/tasks/{id}', { params: { path: { id: task.id } } })),
      );
      this.selected.delete(task.id);
    });
  }

  /** Does the same to each, a few at a time; how many it was done to. The first refusal is kept, to be told. */
  async #each(tasks: Task[], work: (task: Task) => Promise<void>): Promise<number> {
    const rest = [...tasks];
    let count = 0;
    const worker = async () => {
      for (let task = rest.shift(); task; task = rest.shift()) {
        try {
          await work(task);
          count++;
        } catch (thrown) {
          this.refusal ??= { title: task.title, problem: asProblem(thrown) };
        }
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, worker));
    return count;
  }
}
