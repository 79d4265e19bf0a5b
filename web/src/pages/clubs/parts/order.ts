/**
 * The order of a reading list. The service sorts by `position` (1–10,000; null is the end), then by the book's id, and never moves other
 * books. So a move is one new position where there is a gap between the neighbours; else the list is numbered anew, with gaps.
 */
export interface Placed {
  book_id: string;
  position: number | null;
}
export interface Move {
  book_id: string;
  position: number;
}

const LAST = 10_000;
const STEP = 10;
const rank = (row: Placed): number => row.position ?? LAST + 1;

const before = (one: Placed, other: Placed): number => rank(one) - rank(other) || (one.book_id < other.book_id ? -1 : 1);

export const sorted = <T extends Placed>(rows: readonly T[]): T[] => [...rows].sort(before);

/** The list with one row moved to another index. */
export function moved<T>(rows: readonly T[], from: number, to: number): T[] {
  const rest = [...rows];
  const row = rest.splice(from, 1)[0];
  if (row !== undefined) rest.splice(Math.max(0, Math.min(to, rest.length)), 0, row);
  return rest;
}

/** A position between two neighbours; null where there is no room, or where only ids decide. */
function between(above: Placed | undefined, below: Placed | undefined): number | null {
  const low = above ? above.position : 0;
  if (low === null) return null;
  const high = below ? rank(below) : LAST + 1;
  const place = high > LAST ? low + STEP : Math.floor((low + high) / 2);
  return place > low && place < high && place <= LAST ? place : null;
}

/** The changes that give the list this order; `id` is the book that moved. */
export function moves(wanted: readonly Placed[], id: string): Move[] {
  if (sorted(wanted).every((row, i) => row.book_id === wanted[i]?.book_id)) return [];
  const at = wanted.findIndex((row) => row.book_id === id);
  const place = between(wanted[at - 1], wanted[at + 1]);
  if (place !== null) return [{ book_id: id, position: place }];
  const step = Math.max(1, Math.min(STEP, Math.floor(LAST / Math.max(1, wanted.length))));
  return numbered(wanted, step);
}

/** What stands at the end without a position and in the order of its ids needs none. */
function numbered(wanted: readonly Placed[], step: number): Move[] {
  let end = wanted.length;
  while (end > 0 && wanted[end - 1]?.position === null && (end === wanted.length || before(wanted[end - 1]!, wanted[end]!) < 0)) end--;
  return wanted
    .slice(0, end)
    .map((row, i) => ({ book_id: row.book_id, position: (i + 1) * step }))
    .filter((move, i) => wanted[i]?.position !== move.position);
}

/** The rows with their new positions. */
export function placed<T extends Placed>(rows: readonly T[], changes: readonly Move[]): T[] {
  const by = new Map(changes.map((move) => [move.book_id, move.position]));
  return rows.map((row) => (by.has(row.book_id) ? { ...row, position: by.get(row.book_id) ?? null } : row));
}
