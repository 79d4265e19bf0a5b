/** What a task is in the list: its group, how its date is written, in which order. */
import { date, dayMonth, time } from '../../lib/formats';
import { t, type Row } from '../../lib/words.svelte';
import { tasks as words } from '../../words/tasks';

export interface Task {
  id: string;
  title: string;
  description: string | null;
  status: 'pending' | 'done';
  priority: number;
  due_at: string | null;
  labels: string[];
  created_at: string;
  updated_at: string;
  completed_at: string | null;
  version: number;
}

export type GroupKey = 'late' | 'today' | 'next' | 'undated' | 'done';
const ORDER: GroupKey[] = ['late', 'today', 'next', 'undated', 'done'];
export const GROUP_NAMES: Record<GroupKey, Row> = {
  late: words.late,
  today: words.today,
  next: words.next,
  undated: words.undated,
  done: words.done,
};

/** Statuses that the filter offers; the first is the default and not in the address. */
export const STATUSES = ['pending', 'done', 'all'] as const;
/** Orders; the first is the default, and the only one with groups. */
export const SORTS = ['due_at', '-priority', 'title', '-created_at', '-updated_at'] as const;
export type Status = (typeof STATUSES)[number];
export type Sort = (typeof SORTS)[number];
export const oneOf = <T extends string>(list: readonly T[], text: string | null): T => list.find((one) => one === text) ?? (list[0] as T);

const DAY_START = '00:00';
const DAY_END = '23:59';
const clock = (at: Date) => `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;

/** Whether a moment stands for its whole day: midnight and the last minute are what calendars write then. */
export const wholeDay = (at: Date): boolean => [DAY_START, DAY_END].includes(clock(at));

const sameDay = (one: Date, other: Date) => one.toDateString() === other.toDateString();

/** When a task is late: after its moment, or after its day. */
function ends(due: Date): number {
  return wholeDay(due) ? new Date(due.getFullYear(), due.getMonth(), due.getDate() + 1).getTime() : due.getTime();
}

/** The group by the date alone. */
export function dueGroup(due_at: string | null, now: Date): Exclude<GroupKey, 'done'> {
  if (due_at === null) return 'undated';
  const due = new Date(due_at);
  if (ends(due) <= now.getTime()) return 'late';
  return sameDay(due, now) ? 'today' : 'next';
}

/** `25/11`, `18:00` and `hoje` on the day itself, with the year in another one. */
export function dueText(due_at: string, now: Date): string {
  const due = new Date(due_at);
  if (sameDay(due, now)) return wholeDay(due) ? t(words.todayChip) : time(due);
  return due.getFullYear() === now.getFullYear() ? dayMonth(due) : date(due);
}

/** Rows as the list shows them: group after group, and by date within; `here` stay in their group though they are done. */
export function arranged(rows: Task[], now: Date, here: ReadonlySet<string>): { row: Task; group: GroupKey }[] {
  const placed = rows.map((row) => ({
    row,
    group: row.status === 'done' && !here.has(row.id) ? ('done' as const) : dueGroup(row.due_at, now),
  }));
  const due = ({ row }: { row: Task }) => (row.due_at === null ? Infinity : new Date(row.due_at).getTime());
  const rank = ({ group }: { group: GroupKey }) => ORDER.indexOf(group);
  const byDate = (one: (typeof placed)[number], other: (typeof placed)[number]) => (due(one) === due(other) ? 0 : due(one) - due(other));
  return placed.sort((one, other) => rank(one) - rank(other) || byDate(one, other));
}

/** Labels in use, most used first. */
export function labelsOf(rows: Iterable<{ labels: string[] }>): string[] {
  const uses = new Map<string, number>();
  for (const row of rows) for (const label of row.labels) uses.set(label, (uses.get(label) ?? 0) + 1);
  return [...uses].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0])).map(([label]) => label);
}
