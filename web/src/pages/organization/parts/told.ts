/** How an entry of the activity log is told. */
import { t } from '../../../lib/words.svelte';
import { actions, activity as words } from '../../../words/activity';
import type { Entry } from './types';

const NOBODY = /^[0-]+$/; // actions from the command line have an actor of zeros

/** What was done; an action that we have no words for is told by its name. */
export function what(entry: Pick<Entry, 'action'>): string {
  const row = actions[entry.action];
  return row ? t(row) : entry.action;
}

export function who(entry: Pick<Entry, 'actor' | 'actor_username'>): string {
  if (NOBODY.test(entry.actor)) return t(words.nobody);
  return entry.actor_username ?? t(words.gone);
}

export function from(entry: Pick<Entry, 'address'>): string | null {
  return entry.address === 'command line' ? t(words.commandLine) : entry.address;
}
