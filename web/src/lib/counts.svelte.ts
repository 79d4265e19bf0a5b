/** The numbers in the menu: what waits in a room. A room that knows better sets its own. */
import { api, takeWhole } from './api';
import { session } from './session.svelte';

const EVERY_MS = 60_000;
const FIRST_MS = 1_500; // the page comes first

class Counts {
  #numbers = $state<Record<string, number>>({});
  #scope = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Null: not known, or nothing worth a number. */
  of(room: string): number | null {
    return this.#numbers[room] ?? null;
  }

  set(room: string, count: number): void {
    this.#numbers[room] = count;
  }

  /** Counts in the current organization from now on; called again when it changes. Returns how to stop. */
  follow(): () => void {
    const scope = session.organization?.id ?? '';
    if (scope !== this.#scope) this.#numbers = {};
    this.#scope = scope;
    if (!scope) return () => {};
    const first = setTimeout(() => void this.#count(), FIRST_MS);
    this.#timer = setInterval(() => document.visibilityState === 'visible' && void this.#count(), EVERY_MS);
    return () => {
      clearTimeout(first);
      clearInterval(this.#timer);
    };
  }

  async #count(): Promise<void> {
    if (session.state !== 'in') return;
    const scope = this.#scope;
    const one = { limit: 1, count: true } as const;
    const totals = await Promise.allSettled([
      takeWhole(api.GET('/api/v1/errors', { params: { query: one } })),
      takeWhole(api.GET('/api/v1/tasks', { params: { query: { ...one, status: 'pending' } } })),
    ]);
    if (scope !== this.#scope || session.state !== 'in') return;
    ['errors', 'tasks'].forEach((room, index) => {
      const settled = totals[index];
      if (settled?.status === 'fulfilled' && settled.value.data.total !== undefined) this.#numbers[room] = settled.value.data.total;
    });
  }
}

export const counts = new Counts();
