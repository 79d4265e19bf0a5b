import { t } from '../../../lib/words.svelte';
import { platformOf, type Platform } from './snippets';

export const label = (one: Platform): string => (typeof one.name === 'string' ? one.name : t(one.name));

/** What a project's platform is called: one that we know by its name, others as they stand; undefined without one. */
export function nameOfPlatform(id: string | null): string | undefined {
  if (!id) return undefined;
  const known = platformOf(id);
  return known && known.id === id.toLowerCase() && !known.terminal ? label(known) : id;
}
