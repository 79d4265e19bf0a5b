/** Answers that are remembered by their ETag, so that asking again costs a 304. Memory only, and bounded. */

const MOST = 100;

interface Kept {
  tag: string;
  text: string;
  headers: [string, string][];
}

export class Etags {
  readonly #kept = new Map<string, Kept>();

  /** The tag to ask with, if the answer of this key is known. */
  tag(key: string): string | null {
    return this.#kept.get(key)?.tag ?? null;
  }

  /** Remembers a 200; what can't be remembered passes through. */
  async keep(key: string, response: Response): Promise<Response> {
    const tag = response.headers.get('ETag');
    if (!tag || response.status !== 200) return response;
    const text = await response.text();
    const headers = [...response.headers.entries()];
    this.#kept.delete(key);
    this.#kept.set(key, { tag, text, headers });
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > MOST && !oldest.done) this.#kept.delete(oldest.value);
    return new Response(text, { status: 200, headers });
  }

  /** The answer that a 304 stands for; it says so in `X-Unchanged`. Null if it is not known any more. */
  recall(key: string): Response | null {
    const kept = this.#kept.get(key);
    if (!kept) return null;
    return new Response(kept.text, { status: 200, headers: [...kept.headers, ['X-Unchanged', 'yes']] });
  }

  clear(): void {
    this.#kept.clear();
  }
}
