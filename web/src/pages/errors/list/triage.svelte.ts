/** What is done with errors of the list: it shows at once, can be undone, and goes back with the reason when it is refused. */
import { api, take } from '../../../lib/api';
import type { Live } from '../../../lib/live.svelte';
import { asProblem, Problem } from '../../../lib/problem';
import { t, type Row } from '../../../lib/words.svelte';
import { toasts } from '../../../ui/over/toasts.svelte';
import { triage as words } from '../../../words/triage';
import { after, BACK, putBack, short, type Action, type ErrorRow } from './rows';

const DID: Record<Action, Row> = { resolve: words.didResolve, archive: words.didArchive, reopen: words.didReopen, delete: words.didDelete };
// prettier-ignore
const DID_ONE: Record<Action, Row> = {
  resolve: words.didResolveOne, archive: words.didArchiveOne, reopen: words.didReopenOne, delete: words.didDeleteOne,
};
const AT_A_TIME = 4;
const MOST = 1000; // of a bulk request

const bulk = (ids: string[], action: Action) => take(api.POST('/api/v1/errors/bulk', { body: { ids, action } }));

/** The ids that a 404 names: `/ids/3`. */
export function missing(problem: Problem, ids: string[]): string[] {
  if (problem.status !== 404) return [];
  return problem.errors.flatMap((fault) => {
    const id = ids[Number(/^\/ids\/(\d+)$/.exec(fault.pointer ?? '')?.[1] ?? -1)];
    return id === undefined ? [] : [id];
  });
}

export class Triage {
  /** Why the last change was refused; shown above the list until it goes on. */
  refused = $state<string | null>(null);
  /** How far assigning is; null when nothing is assigned. */
  progress = $state<{ done: number; total: number } | null>(null);
  readonly #list: Live<ErrorRow>;
  readonly #shown: () => string;

  /** `shown` is the status that the list shows. */
  constructor(list: Live<ErrorRow>, shown: () => string) {
    this.#list = list;
    this.#shown = shown;
  }

  /** Resolves, archives, reopens, deletes. True when it was done. `onback`: the rows are there again, as somebody wanted it undone. */
  async act(action: Action, rows: ErrorRow[], onback?: () => void): Promise<boolean> {
    const ids = rows.slice(0, MOST).map((row) => row.id);
    const set = new Set(ids);
    const before = this.#list.rows ?? [];
    this.refused = null;
    try {
      await this.#list.change(
        (all) => after(all, set, action, this.#shown()),
        () => bulk(ids, action),
      );
    } catch (thrown) {
      this.#refuse(thrown, ids);
      return false;
    }
    const undo = action === 'delete' ? undefined : () => void this.#undo(before, rows, onback);
    // One is named: among several messages one has to tell which is which.
    const [only] = rows;
    const one = ids.length === 1 && only ? t(DID_ONE[action], { title: short(only.title, 60) }) : null;
    toasts.show(one ?? t(DID[action], { n: ids.length }), { undo });
    return true;
  }

  /** Each of the rows gets the status back that it had. */
  async #undo(before: ErrorRow[], rows: ErrorRow[], onback?: () => void): Promise<void> {
    const set = new Set(rows.map((row) => row.id));
    this.refused = null;
    try {
      const change = this.#list.change(
        (all) => putBack(all, before, set),
        () => this.#restore(rows),
      );
      onback?.();
      await change;
    } catch (thrown) {
      this.#refuse(thrown, [...set]);
    }
  }

  async #restore(rows: ErrorRow[]): Promise<void> {
    for (const status of ['unresolved', 'resolved', 'archived'] as const) {
      const ids = rows.filter((row) => row.status === status && row.until === null).map((row) => row.id);
      if (ids.length) await bulk(ids, BACK[status]);
    }
    // What was archived until something keeps that.
    for (const row of rows.filter((one) => one.until !== null)) {
      await take(
        api.PATCH('/api/v1/errors/{id}', { params: { path: { id: row.id } }, body: { status: row.status, until: row.until as never } }),
      );
    }
  }

  #refuse(thrown: unknown, ids: string[]): void {
    const problem = asProblem(thrown);
    const gone = new Set(missing(problem, ids));
    if (gone.size) {
      this.#list.rows = (this.#list.rows ?? []).filter((row) => !gone.has(row.id));
      this.refused = t(words.wereGone, { n: gone.size });
    } else this.refused = t(words.notDone, { why: problem.detail });
  }

  /** Puts the others into one of them. Throws the problem: the dialog shows it. */
  async merge(into: ErrorRow, rows: ErrorRow[]): Promise<void> {
    const ids = rows.filter((row) => row.id !== into.id).map((row) => row.id);
    const merged = await take(api.POST('/api/v1/errors/merge', { body: { into: into.id, ids } }));
    const gone = new Set(ids);
    const events = merged.events;
    await this.#list.change(
      (all) => all.filter((row) => !gone.has(row.id)).map((row) => (row.id === into.id ? { ...row, events, users: merged.users } : row)),
      () => Promise.resolve(),
    );
  }

  /** Gives the rows to a member, or to nobody (null), one after the other. The reason of those that failed, if any did. */
  async assign(rows: ErrorRow[], assignee: string | null): Promise<{ done: number; failed: number; why: string }> {
    const queue = rows.filter((row) => row.assignee !== assignee);
    const result = { done: rows.length - queue.length, failed: 0, why: '' };
    this.progress = { done: result.done, total: rows.length };
    const work = async () => {
      for (let row = queue.shift(); row; row = queue.shift()) {
        try {
          await this.#assignOne(row.id, assignee);
          result.done++;
        } catch (thrown) {
          result.failed++;
          result.why = asProblem(thrown).detail;
        }
        this.progress = { done: result.done, total: rows.length };
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    this.progress = null;
    return result;
  }

  #assignOne(id: string, assignee: string | null): Promise<unknown> {
    return this.#list.change(
      (all) => all.map((row) => (row.id === id ? { ...row, assignee } : row)),
      () => take(api.PATCH('/api/v1/errors/{id}', { params: { path: { id } }, body: { assignee } })),
    );
  }
}
