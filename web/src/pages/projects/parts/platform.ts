import { t } from '../../../lib/words.svelte';
import { projects as words } from '../../../words/projects';
import { platformOf, type Platform } from './snippets';

export const label = (one: Platform): string => (typeof one.name === 'string' ? one.name : t(one.name));

/** What a project's platform is called: one that we know by its name, others as they stand; undefined without one. */
export function nameOfPlatform(id: string | null): string | undefined {
  if (!id) return undefined;
  const known = platformOf(id);
  if (!known || known.id !== id.toLowerCase()) return id;
  return known.terminal ? t(words.otherPlatform) : label(known);
}
