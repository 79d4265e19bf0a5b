import { describe, expect, it } from 'vitest';
import { ceiling, parts, sum, thin } from './scale';

describe('charts', () => {
  it.each([
    [0, 2],
    [1, 2],
    [3, 4],
    [7, 8],
    [9, 10],
    [10, 10],
    [11, 20],
    [2700, 4000],
    [100_000, 100_000],
    [1_204_331, 2_000_000],
  ])('the axis of %i ends at %i', (max, top) => expect(ceiling(max)).toBe(top));

  it('stacks, and shows what is rare', () => {
    expect(parts([1, 0, 1000], 10, [2, 1, 1])).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 2 },
      { from: 2, to: 102 },
    ]);
  });
  it('sums what is shown', () => {
    expect(sum({ at: '', values: { a: 1, b: 2 } }, ['a', 'c'])).toBe(1);
  });
  it('thins labels evenly', () => {
    expect(thin([0, 1, 2, 3, 4, 5], 200, 64)).toEqual([0, 2, 4]);
    expect(thin([0, 8], 1000, 64)).toEqual([0, 8]);
    expect(thin([0, 1, 2], 10, 64)).toEqual([0]);
    expect(thin([], 10, 64)).toEqual([]);
  });
});
