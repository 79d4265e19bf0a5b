/**
 * The list that a person came from, so that an error knows its neighbours (`j`, `k`, *3 de 1.284*) and *Back* leads there as it was.
 * The list sets it when an error is opened; in memory only, so a deep link has none.
 *
 *     trail.set({ query: place.query.toString(), ids: rows.map((row) => row.id), total, more: async () => { await list.more(); return ids; } });
 */
export interface Trail {
  /** The list's query, as in its address. */
  query: string;
  /** The ids of the rows, in the list's order. */
  ids: readonly string[];
  /** How many there are, also those that are not loaded. */
  total: number | null;
  /** Loads more rows and gives all ids; without it the list is whole. */
  more?: () => Promise<readonly string[]>;
}

class Kept {
  #list = $state.raw<Trail | null>(null);

  set(list: Trail | null): void {
    this.#list = list;
  }
  get list(): Trail | null {
    return this.#list;
  }

  /** Where an error stands in the list; −1 if it is not of it. */
  at(id: string): number {
    return this.#list?.ids.indexOf(id) ?? -1;
  }

  /** The neighbour `step` rows further; loads more rows at the end. Null where the list ends. */
  async beside(id: string, step: 1 | -1): Promise<string | null> {
    const at = this.at(id);
    if (at < 0) return null;
    const known = this.#list?.ids[at + step];
    const more = this.#list?.more;
    if (known !== undefined || step < 0 || !more) return known ?? null;
    const ids = await more();
    if (this.#list) this.#list = { ...this.#list, ids };
    return ids[at + step] ?? null;
  }

  /** Whether there may be a neighbour. */
  has(id: string, step: 1 | -1): boolean {
    const list = this.#list;
    const at = this.at(id);
    if (!list || at < 0) return false;
    if (step < 0) return at > 0;
    return at + 1 < list.ids.length || (list.total !== null && list.more !== undefined && at + 1 < list.total);
  }

  /** An error is gone: its neighbours meet. */
  without(id: string): void {
    const list = this.#list;
    if (!list || this.at(id) < 0) return;
    this.#list = { ...list, ids: list.ids.filter((one) => one !== id), total: list.total === null ? null : list.total - 1 };
  }
}

export const trail = new Kept();
