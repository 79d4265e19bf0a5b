/** How far the reader is in books, by the book's id: asked for once, changed at once, and back when it is refused. */
import { SvelteMap } from 'svelte/reactivity';
import { api, take } from '../../../lib/api';

export class Progress {
  readonly #percents = new SvelteMap<string, number>();
  readonly #asked = new Set<string>();

  /** Percent; null as long as it isn't known. */
  of(book: string): number | null {
    return this.#percents.get(book) ?? null;
  }

  async load(book: string): Promise<void> {
    if (this.#asked.has(book)) return;
    this.#asked.add(book);
    try {
      const { percent } = await take(api.GET('/api/v1/books/{id}/progress', { params: { path: { id: book } } }));
      if (!this.#percents.has(book)) this.#percents.set(book, percent);
    } catch {
      this.#asked.delete(book); // the bar is left out until somebody asks again
    }
  }

  async set(book: string, percent: number): Promise<void> {
    const before = this.#percents.get(book);
    this.#percents.set(book, percent);
    try {
      await take(api.PUT('/api/v1/books/{id}/progress', { params: { path: { id: book } }, body: { percent } }));
    } catch (thrown) {
      // Unless it was moved again meanwhile.
      if (this.#percents.get(book) === percent) {
        if (before === undefined) this.#percents.delete(book);
        else this.#percents.set(book, before);
      }
      throw thrown;
    }
  }
}
