/** What is said of a club in a line. */
import { t } from '../../../lib/words.svelte';
import { clubs as words } from '../../../words/clubs';
import type { Club } from './types';

const SHORT = 120;

/** A description that fits into the line. */
export const isShort = (text: string): boolean => text.length <= SHORT && !text.includes('\n');

export function supportOf(club: Club, description: boolean): string {
  const parts = [t(words.members, { n: club.members })];
  if (club.role === 'owner') parts.push(t(words.youOwn));
  if (club.role === 'moderator') parts.push(t(words.youModerate));
  if (description && club.description && isShort(club.description)) parts.push(club.description);
  return parts.join(' · ');
}
