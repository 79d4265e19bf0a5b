/** The first error of a project: waits for it while there is none. */
import { api, take } from '../../../lib/api';
import { asProblem } from '../../../lib/problem';
import type { FirstError } from './types';

const EVERY_MS = 3_000;

export class First {
  /** Undefined: not known yet; null: nothing has arrived. */
  error = $state.raw<FirstError | null | undefined>(undefined);
  /** When we last looked. */
  looked = $state(new Date());
  /** Whether it came while the page was open. */
  seen = $state(false);
  readonly #project: string;

  constructor(project: string) {
    this.#project = project;
  }

  /** Looks until there is one; returns how to stop. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const again = async () => {
      if (document.visibilityState === 'visible') await this.look();
      if (!stopped && !this.error) timer = setTimeout(() => void again(), EVERY_MS);
    };
    void again();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }

  async look(): Promise<void> {
    const query = { project: this.#project, status: 'all', sort: 'first_seen', limit: 1 } as const;
    try {
      const { items } = await take(api.GET('/api/v1/errors', { params: { query } }));
      this.seen ||= this.error === null && items.length > 0;
      this.error = items[0] ?? null;
      this.looked = new Date();
    } catch (thrown) {
      asProblem(thrown); // the line of the network says it; we look again
    }
  }
}
