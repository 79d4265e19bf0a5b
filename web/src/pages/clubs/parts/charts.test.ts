import { describe, expect, it } from 'vitest';
import { monthName, presence } from './charts';

describe('numbers by month', () => {
  it('names a month of the calendar, wherever the clock is', () => {
    expect(monthName('2025-01')).toBe('Jan');
    expect(monthName('2025-12', true)).toBe('December 2025');
  });

  it('tells who came of who could have come', () => {
    expect(presence({ meetings: 2, members: 10, attendance: 16 })).toBe(80);
    expect(presence({ meetings: 0, members: 10, attendance: 0 })).toBeNull();
    expect(presence({ meetings: 1, members: 3, attendance: 5 })).toBe(100); // people who left since still count
  });
});
