import { describe, expect, it } from 'vitest';
import { place } from './place';

const win = { width: 320, height: 600 };

describe('place', () => {
  it('stands under its button, ends aligned', () => {
    expect(place({ left: 200, right: 240, top: 10, bottom: 42 }, 176, 100, win, 'end')).toMatchObject({ left: 64, top: 46 });
  });
  it('stays inside a narrow window', () => {
    expect(place({ left: 4, right: 36, top: 10, bottom: 42 }, 300, 100, win, 'end').left).toBe(8);
    expect(place({ left: 300, right: 316, top: 10, bottom: 42 }, 200, 100, win, 'start').left).toBe(112);
  });
  it('goes above where there is more room', () => {
    expect(place({ left: 8, right: 40, top: 500, bottom: 532 }, 176, 300, win).top).toBe(196);
  });
  it('stays below where it fits, even with more room above', () => {
    expect(place({ left: 8, right: 40, top: 400, bottom: 432 }, 176, 100, win).top).toBe(436);
  });
  it('is no higher than the room there is', () => {
    const at = place({ left: 8, right: 40, top: 300, bottom: 332 }, 176, 900, win);
    expect(at.top).toBeGreaterThanOrEqual(8);
    expect(at.maxHeight).toBe(288);
  });
});
