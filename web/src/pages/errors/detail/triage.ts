/** What one can decide about an error, as requests, and how the decision reads. */
import { dateTime } from '../../../lib/formats';
import { t } from '../../../lib/words.svelte';
import { error as words } from '../../../words/error';
import type { Change, ErrorWhole, Status } from './open.svelte';

type Until = NonNullable<Change['until']>;

/** A time as a field of type datetime-local wants it: of here, to the minute. */
export function localTime(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The request for a status, and what it looks like before the answer. */
export function decide(status: Status, until: Until | null = null): { body: Change; shown: Partial<ErrorWhole> } {
  const body = until ? { status, until } : { status };
  // A regression is over as soon as it is resolved.
  return {
    body: body as Change,
    shown: { status, until: until as ErrorWhole['until'], ...(status === 'resolved' ? { regressed: false } : {}) },
  };
}

/** The way back: how it was before. */
export function undoOf(before: ErrorWhole): { body: Change; shown: Partial<ErrorWhole> } {
  const until = before.until as Until | null;
  const made = decide(before.status, before.status === 'unresolved' ? null : until);
  return { body: made.body, shown: { ...made.shown, regressed: before.regressed } };
}

export const done: Record<Status, () => string> = {
  resolved: () => t(words.didResolve),
  archived: () => t(words.didArchive),
  unresolved: () => t(words.didReopen),
};

/** “Arquivado até mais 100 eventos” */
export function standing(error: Pick<ErrorWhole, 'status' | 'until'>): string {
  const until = error.until as { events?: number; at?: string; release?: string } | null;
  const parts = [t(words[error.status])];
  if (typeof until?.events === 'number') parts.push(t(words.untilEvents, { n: until.events }));
  else if (until?.at) parts.push(t(words.untilAt, { date: dateTime(until.at) }));
  else if (until?.release) parts.push(t(words.untilRelease));
  return parts.join(' ');
}
