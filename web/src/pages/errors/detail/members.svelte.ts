/** The members of the organization, who can be assigned. Asked for once for an organization. */
import { api, take } from '../../../lib/api';
import { session } from '../../../lib/session.svelte';

export interface Member {
  id: string;
  name: string;
}
const PAGES = 5;

class Members {
  list = $state.raw<Member[] | null>(null);
  #of = '';

  async load(): Promise<void> {
    const organization = session.organization?.id ?? '';
    if (!organization || organization === this.#of) return;
    this.#of = organization;
    this.list = null;
    const all: Member[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 0; page < PAGES; page++) {
        const query = { limit: 100, ...(cursor ? { cursor } : {}) };
        const data = await take(api.GET('/api/v1/organizations/{id}/members', { params: { path: { id: organization }, query } }));
        all.push(...data.items.map((one) => ({ id: one.id, name: one.display_name ?? one.username })));
        if (!data.next_cursor) break;
        cursor = data.next_cursor;
      }
      if (this.#of === organization) this.list = all.sort((one, other) => one.name.localeCompare(other.name));
    } catch {
      this.#of = ''; // asked again when it is needed again
    }
  }
}

export const members = new Members();
