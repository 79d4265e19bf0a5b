import { describe, expect, it } from 'vitest';
import { barsOf, faultOf, fromField, periodOfBars, pointsOf, rangeOf, toField, type Bucket } from './period';

const now = new Date(2026, 10, 28, 14, 32);
const none = { since: '', until: '' };
const local = (...parts: [number, number, number, number?]) => new Date(...parts).toISOString();
const bucket = (at: string, error = 1): Bucket => ({ at, fatal: 0, error, warning: 0, info: 2, debug: 0 });

describe('a period', () => {
  it('is whole hours, or whole days', () => {
    expect(rangeOf({ period: '24h', ...none }, now)).toEqual({ since: local(2026, 10, 27, 15), until: null });
    expect(rangeOf({ period: '14d', ...none }, now)).toEqual({ since: local(2026, 10, 15), until: null });
  });
  it('ends now where its end is not past', () => {
    const since = local(2026, 10, 20);
    expect(rangeOf({ period: 'other', since, until: local(2027, 0, 1) }, now)).toEqual({ since, until: null });
    expect(rangeOf({ period: 'other', since, until: local(2026, 10, 21) }, now)).toEqual({ since, until: local(2026, 10, 21) });
  });
  it('without a beginning is the fortnight before its end', () => {
    expect(rangeOf({ period: 'other', since: '', until: local(2026, 10, 20) }, now).since).toBe(local(2026, 10, 7));
  });
});

describe('bars', () => {
  it('are as long as the period needs, fewer on a phone', () => {
    const bars = (days: number, phone = false) => {
      const since = local(2026, 10, 28 - days);
      return Object.values(barsOf({ since, until: null }, now, phone)).join(' ');
    };
    expect([bars(1), bars(6), bars(13), bars(60), bars(300), bars(900)]).toEqual([
      'hour 1',
      'hour 3',
      'hour 6',
      'day 1',
      'day 7',
      'day 28',
    ]);
    expect([bars(1, true), bars(13, true)]).toEqual(['hour 1', 'hour 12']);
  });
  it('put hours together, from the hours of the day', () => {
    const hours = [4, 5, 6, 7, 11, 12].map((hour) => bucket(local(2026, 10, 27, hour)));
    const points = pointsOf(hours, { interval: 'hour', size: 6 }, now);
    expect(points.map((point) => [new Date(point.at).getHours(), point.values.error, point.values.info])).toEqual([
      [0, 2, 4],
      [6, 3, 6],
      [12, 1, 2],
    ]);
    expect(points.map((point) => new Date(point.until ?? '').getHours())).toEqual([6, 12, 18]);
  });
  it('put days together, from the first', () => {
    const days = Array.from({ length: 9 }, (_, i) => bucket(local(2026, 9, 1 + i)));
    const points = pointsOf(days, { interval: 'day', size: 7 }, now);
    expect(points.map((point) => [new Date(point.at).getDate(), point.values.error])).toEqual([
      [1, 7],
      [8, 2],
    ]);
  });
  it('are a period when chosen', () => {
    const bars = { interval: 'hour', size: 6 } as const;
    const points = pointsOf(
      [0, 6, 12].map((hour) => bucket(local(2026, 10, 27, hour))),
      bars,
      now,
    );
    const [first, , last] = points;
    if (!first || !last) throw new Error('three points');
    expect(periodOfBars(first, last, bars)).toEqual({ period: 'other', since: local(2026, 10, 27), until: local(2026, 10, 27, 18) });
  });
});

describe('the dialog', () => {
  it('says what is wrong with a period', () => {
    expect(faultOf('', '', now)).toBe('fromNeeded');
    expect(faultOf(local(2026, 11, 1), '', now)).toBe('fromFuture');
    expect(faultOf(local(2026, 10, 20), local(2026, 10, 19), now)).toBe('fromAfter');
    expect(faultOf(local(2020, 0, 1), '', now)).toBe('tooLong');
    expect(faultOf(local(2026, 10, 1), '', now)).toBe(null);
  });
  it('reads and writes the field in local time', () => {
    expect(toField(local(2026, 10, 27, 15))).toBe('2026-11-27T15:00');
    expect(fromField('2026-11-27T15:00')).toBe(local(2026, 10, 27, 15));
    expect([toField(''), fromField(''), fromField('soon')]).toEqual(['', '', '']);
  });
});
