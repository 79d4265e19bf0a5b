/** What became of an error, as far as one may know it: its own fields for everybody, the log of the organization for admins. */
import { api, take } from '../../../lib/api';

export interface Deed {
  id: string;
  at: string;
  action: 'change' | 'merge' | 'split';
  who: string | null;
}

const ACTIONS = { 'error.change': 'change', 'error.bulk': 'change', 'error.merge': 'merge', 'error.split': 'split' } as const;

/** The newest deeds on an error. The log has no filter for the object: the newest hundred of each kind since the error appeared count. */
export async function deeds(organization: string, error: string, since: string): Promise<Deed[]> {
  const asked = Object.entries(ACTIONS).map(async ([action, kind]) => {
    const query = { action, since, limit: 100 };
    const page = await take(api.GET('/api/v1/organizations/{id}/activity', { params: { path: { id: organization }, query } }));
    const own = page.items.filter((one) => one.object === error);
    return own.map((one): Deed => ({ id: one.id, at: one.at, action: kind, who: one.actor_username }));
  });
  return (await Promise.all(asked)).flat().sort((one, other) => one.at.localeCompare(other.at));
}
