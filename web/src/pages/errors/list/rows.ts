/** What a change makes of the rows that are shown, and the way back. */
import type { components, operations } from '../../../lib/schema';

type ListReply = operations['get_errors']['responses'][200]['content']['application/json'];
export type ErrorRow = ListReply['items'][number];
export type Status = components['schemas']['ErrorsReply']['status'];
export type Action = 'archive' | 'resolve' | 'reopen' | 'delete';

export const BECOMES: Record<Exclude<Action, 'delete'>, Status> = { archive: 'archived', resolve: 'resolved', reopen: 'unresolved' };
export const BACK: Record<Status, Exclude<Action, 'delete'>> = { unresolved: 'reopen', resolved: 'resolve', archived: 'archive' };

/** The rows after an action: those that the list does not show any more are gone, the others changed. */
export function after(rows: ErrorRow[], ids: ReadonlySet<string>, action: Action, shown: string): ErrorRow[] {
  if (action === 'delete') return rows.filter((row) => !ids.has(row.id));
  const status = BECOMES[action];
  if (shown !== 'all' && shown !== status) return rows.filter((row) => !ids.has(row.id));
  return rows.map((row) =>
    ids.has(row.id) ? { ...row, status, until: null, regressed: action === 'resolve' ? false : row.regressed } : row,
  );
}

/** Puts rows back where they stood among those that are still there. */
export function putBack(rows: ErrorRow[], before: ErrorRow[], ids: ReadonlySet<string>): ErrorRow[] {
  const result = rows.filter((row) => !ids.has(row.id));
  before.forEach((row, index) => {
    if (!ids.has(row.id)) return;
    const above = before.slice(0, index).reverse();
    const neighbour = above.find((one) => result.some((there) => there.id === one.id));
    const at = neighbour ? result.findIndex((one) => one.id === neighbour.id) + 1 : 0;
    result.splice(at, 0, row);
  });
  return result;
}

/** Where the work goes on when rows leave: the next one that stays, else the one before. */
export function nextAfter(rows: ErrorRow[], ids: ReadonlySet<string>, current: string | undefined): string | undefined {
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === current),
  );
  const below = rows.slice(at).find((row) => !ids.has(row.id));
  return (below ?? rows.slice(0, at).findLast((row) => !ids.has(row.id)))?.id;
}

/** Which of the actions change anything in these rows. */
export function possible(rows: ErrorRow[]): Set<Action> {
  const found = new Set<Action>(['delete']);
  for (const action of ['resolve', 'archive', 'reopen'] as const) if (rows.some((row) => row.status !== BECOMES[action])) found.add(action);
  return found;
}

/** New: it was first seen within a day. What came back is not new. */
export function isNew(row: ErrorRow, now: Date): boolean {
  return row.status === 'unresolved' && !row.regressed && now.getTime() - new Date(row.first_seen).getTime() < 24 * 3_600_000;
}

export const eventsOf = (rows: ErrorRow[]): number => rows.reduce((all, row) => all + row.events, 0);

/** A title in a sentence. */
export const short = (title: string, length: number): string => (title.length > length ? `${title.slice(0, length).trimEnd()}…` : title);
