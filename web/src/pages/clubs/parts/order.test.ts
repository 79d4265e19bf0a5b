import { describe, expect, it } from 'vitest';
import { moved, moves, placed, sorted, type Placed } from './order';

const row = (book_id: string, position: number | null): Placed => ({ book_id, position });
const ids = (rows: readonly Placed[]) => rows.map((one) => one.book_id).join('');

/** Moves a row and applies what would be sent: the list has to come out as wanted. */
function apply(rows: Placed[], from: number, to: number) {
  const wanted = moved(sorted(rows), from, to);
  const changes = moves(wanted, sorted(rows)[from]!.book_id);
  expect(ids(sorted(placed(rows, changes)))).toBe(ids(wanted));
  return changes;
}

describe('the order of a reading list', () => {
  it('sorts by position, null last, then by id', () => {
    expect(ids(sorted([row('c', null), row('b', 20), row('a', 20), row('d', 1)]))).toBe('dabc');
  });

  it('moves a row, within the list', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, -5)).toEqual(['c', 'a', 'b']);
  });

  it('takes one change where there is room', () => {
    const rows = [row('a', 10), row('b', 20), row('c', 30)];
    expect(apply(rows, 2, 0)).toEqual([{ book_id: 'c', position: 5 }]);
    expect(apply(rows, 0, 1)).toEqual([{ book_id: 'a', position: 25 }]);
    expect(apply(rows, 0, 2)).toEqual([{ book_id: 'a', position: 40 }]);
  });

  it('sends nothing where nothing moves', () => {
    expect(moves([row('a', 1), row('b', 2)], 'a')).toEqual([]);
  });

  it('numbers what has no position, and no more than it must', () => {
    const rows = [row('a', null), row('b', null), row('c', null), row('d', null)];
    expect(apply(rows, 1, 0)).toEqual([{ book_id: 'b', position: 10 }]);
    expect(apply(rows, 1, 2).map((one) => one.book_id)).toEqual(['a', 'c']);
    apply(rows, 0, 3);
  });

  it('numbers anew where there is no gap, up to the last position', () => {
    const rows = [row('a', 1), row('b', 2), row('c', 3)];
    apply(rows, 2, 1);
    apply([row('a', 9_999), row('b', 10_000), row('c', 10_000)], 0, 2);
  });

  it('holds for every move of every list', () => {
    for (const positions of [
      [null, null, null, null, null],
      [1, 1, 2, null, null],
      [5, 6, 7, 8, 9],
      [10_000, 10_000, null, null, null],
    ])
      for (let from = 0; from < 5; from++)
        for (let to = 0; to < 5; to++)
          apply(
            positions.map((position, i) => row('abcde'[i]!, position)),
            from,
            to,
          );
  });
});
