import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../lib/language.svelte';
import { answered, away, hours, isFull, isNow, isOver, today } from './meeting';
import type { Meeting } from './types';

const meeting = (more: Partial<Meeting> = {}): Meeting => ({
  id: 'm',
  title: 'Torto arado',
  starts_at: new Date(2025, 11, 4, 19, 30).toISOString(),
  duration_minutes: 90,
  place: null,
  url: null,
  book_id: null,
  capacity: 2,
  counts: { yes: 1, no: 0, maybe: 0, waiting: 0 },
  my_answer: null,
  waitlisted: false,
  created_at: '2025-11-01T00:00:00Z',
  updated_at: '2025-11-01T00:00:00Z',
  version: 1,
  ...more,
});

describe('a meeting', () => {
  beforeEach(() => setLanguage('pt-BR'));
  afterEach(() => setLanguage('en'));

  it('goes on until its end, or two hours', () => {
    const at = (hour: number, minute = 0) => new Date(2025, 11, 4, hour, minute);
    expect(isNow(meeting(), at(20))).toBe(true);
    expect(isOver(meeting(), at(20, 59))).toBe(false);
    expect(isOver(meeting(), at(21))).toBe(true);
    expect(isOver(meeting({ duration_minutes: null }), at(21, 29))).toBe(false);
    expect(isNow(meeting(), at(19))).toBe(false);
  });

  it('says its hours, with the day where it ends on another', () => {
    expect(hours(meeting(), 'às')).toBe('19:30 às 21:00');
    expect(hours(meeting({ duration_minutes: null }), 'às')).toBe('19:30');
    expect(hours(meeting({ duration_minutes: 600 }), 'às')).toBe('19:30 às 05/12/2025 05:30');
  });

  it('counts days of the calendar', () => {
    expect(away(meeting().starts_at, new Date(2025, 11, 3, 23, 59))).toBe('amanhã');
    expect(away(meeting().starts_at, new Date(2025, 10, 27, 8))).toBe('em 7 dias');
    expect(new Date(today(new Date(2025, 11, 4, 15))).getTime()).toBe(new Date(2025, 11, 4).getTime());
  });

  it('shows an answer before the service has it', () => {
    const going = answered(meeting(), 'yes');
    expect(going).toMatchObject({ my_answer: 'yes', waitlisted: false, counts: { yes: 2, waiting: 0 } });
    expect(isFull(going)).toBe(true);
    expect(answered(going, 'maybe').counts).toEqual({ yes: 1, no: 0, maybe: 1, waiting: 0 });
    expect(answered(going, 'yes')).toBe(going);
  });

  it('waits when all places are taken, and gives its own to who waits longest', () => {
    const full = meeting({ counts: { yes: 2, no: 0, maybe: 0, waiting: 1 } });
    const waiting = answered(full, 'yes');
    expect(waiting).toMatchObject({ waitlisted: true, counts: { yes: 2, waiting: 2 } });
    expect(answered(waiting, 'no').counts).toEqual({ yes: 2, no: 1, maybe: 0, waiting: 1 });
    const placed = meeting({ my_answer: 'yes', counts: { yes: 2, no: 0, maybe: 0, waiting: 1 } });
    expect(answered(placed, 'no')).toMatchObject({ waitlisted: false, counts: { yes: 2, no: 1, waiting: 0 } });
  });
});
