/** The organizations one belongs to, for *Working in*. */
import { toasts } from '../ui/over/toasts.svelte';
import { shell as words } from '../words/shell';
import { api, takeWhole } from './api';
import { asProblem } from './problem';
import { session, type Organization } from './session.svelte';
import { t } from './words.svelte';

type Choice = Pick<Organization, 'id' | 'name'>;
const MOST_PAGES = 10; // a thousand of them

class Organizations {
  list = $state.raw<Choice[]>([]);
  #of: string | null = null;

  /** For the select: the current one is there before the list is. */
  options(current: Organization | null): { value: string; label: string }[] {
    this.#need();
    const all = current && !this.list.some((one) => one.id === current.id) ? [current, ...this.list] : this.list;
    return all.map((one) => ({ value: one.id, label: one.id === current?.id ? current.name : one.name }));
  }

  /** Loads the list once for each person, when the page has what it needs itself. */
  #need(): void {
    const user = session.user?.id ?? null;
    if (user === this.#of) return;
    this.#of = user;
    if (user) setTimeout(() => void this.load(), 300);
  }

  /** Asks again, as after joining, leaving, renaming. */
  async load(): Promise<void> {
    const all: Choice[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { limit: 100, ...(cursor ? { cursor } : {}) };
        const { data } = await takeWhole(api.GET('/api/v1/organizations', { params: { query } }));
        all.push(...data.items.map(({ id, name }) => ({ id, name })));
        if (!data.next_cursor) break;
        cursor = data.next_cursor;
      }
      this.list = all;
    } catch (thrown) {
      asProblem(thrown); // the menu goes on with the one we are in
    }
  }

  /** Works in another one, in this tab. */
  async work(id: string): Promise<void> {
    if (id === session.organization?.id) return;
    try {
      await session.work(id);
      toasts.show(t(words.switched, { name: session.organization?.name ?? '' }));
    } catch (thrown) {
      asProblem(thrown); // the line of the network says why
    }
  }
}

export const organizations = new Organizations();
