/** What the orders are called. */
import type { Row } from '../../../lib/words.svelte';
import { tasks as words } from '../../../words/tasks';
import type { Sort } from '../tasks';

export const SORT_NAMES: Record<Sort, Row> = {
  due_at: words.byDue,
  '-priority': words.byPriority,
  title: words.byTitle,
  '-created_at': words.byNewest,
  '-updated_at': words.byChange,
};
