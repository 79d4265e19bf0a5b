/** The period of the chart: from when to when, what the API is asked for, and the bars that are made of its hours and days. */
import type { ChartPoint } from '../../../ui/types';
import { LEVELS, type LevelName } from './levels';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** What the API gives at once: a thousand intervals. */
export const MOST_DAYS = 999;

export interface Range {
  since: string;
  /** Null: now. */
  until: string | null;
}
export interface Period {
  period: string;
  since: string;
  until: string;
}
/** How long a bar is, in hours (they begin at the day's multiples) or days. */
export interface Bars {
  interval: 'hour' | 'day';
  size: number;
}
export type Bucket = { at: string } & Record<LevelName, number>;

const midnight = (at: Date, days = 0): Date => new Date(at.getFullYear(), at.getMonth(), at.getDate() + days);
const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / HOUR) * HOUR);

/** When a period begins and ends: 24 h is this hour and the 23 before, 14 days is today and the 13 before. */
export function rangeOf(period: Period, now: Date): Range {
  if (period.period === '24h') return { since: new Date(hourOf(now).getTime() - 23 * HOUR).toISOString(), until: null };
  if (period.period === 'other') {
    const until = period.until && new Date(period.until) < now ? new Date(period.until).toISOString() : null;
    const end = until ? new Date(until) : now;
    const since = period.since ? new Date(period.since) : midnight(end, -13);
    return { since: since.toISOString(), until };
  }
  return { since: midnight(now, -13).toISOString(), until: null };
}

const STEPS: { upTo: number; bars: Bars; few: Bars }[] = [
  { upTo: 2 * DAY, bars: { interval: 'hour', size: 1 }, few: { interval: 'hour', size: 1 } },
  { upTo: 7 * DAY, bars: { interval: 'hour', size: 3 }, few: { interval: 'hour', size: 6 } },
  { upTo: 21 * DAY, bars: { interval: 'hour', size: 6 }, few: { interval: 'hour', size: 12 } },
  { upTo: 92 * DAY, bars: { interval: 'day', size: 1 }, few: { interval: 'day', size: 3 } },
  { upTo: 366 * DAY, bars: { interval: 'day', size: 7 }, few: { interval: 'day', size: 14 } },
];
const LONGEST: Bars = { interval: 'day', size: 28 };

/** Bars as long as the period needs, so that there are some fifty of them; on a phone half as many. */
export function barsOf(range: Range, now: Date, phone: boolean): Bars {
  const length = (range.until ? new Date(range.until) : now).getTime() - new Date(range.since).getTime();
  const step = STEPS.find((one) => length <= one.upTo + HOUR); // a day may have 25 hours
  return step ? (phone ? step.few : step.bars) : LONGEST;
}

/** The first moment of the bar that an hour is in. */
function startOf(at: Date, bars: Bars, first: Date): Date {
  if (bars.interval === 'hour') {
    const hour = bars.size === 1 ? at.getHours() : Math.floor(at.getHours() / bars.size) * bars.size;
    return bars.size === 1 ? at : new Date(at.getFullYear(), at.getMonth(), at.getDate(), hour);
  }
  const days = Math.round((midnight(at).getTime() - midnight(first).getTime()) / DAY);
  return bars.size === 1 ? at : midnight(first, Math.floor(days / bars.size) * bars.size);
}

const none = (): Record<string, number> => Object.fromEntries(LEVELS.map((level) => [level, 0]));

/** Puts the API's intervals together into bars. */
export function pointsOf(buckets: Bucket[], bars: Bars, end: Date): ChartPoint[] {
  const points: ChartPoint[] = [];
  const first = new Date(buckets[0]?.at ?? end);
  for (const bucket of buckets) {
    const at = startOf(new Date(bucket.at), bars, first).toISOString();
    let point = points.at(-1);
    if (point?.at !== at) points.push((point = { at, values: none() }));
    for (const level of LEVELS) point.values[level] = (point.values[level] ?? 0) + bucket[level];
  }
  points.forEach((point, i) => {
    const next = points[i + 1]?.at;
    if (bars.interval === 'hour' || bars.size > 1) point.until = next ?? lastEnd(point.at, bars).toISOString();
  });
  return points;
}

function lastEnd(at: string, bars: Bars): Date {
  const start = new Date(at);
  if (bars.interval === 'day') return midnight(start, bars.size);
  return new Date(start.getTime() + bars.size * HOUR);
}

/** What a bar, or the bars from one to another, stands for: the period that it is when chosen. */
export function periodOfBars(from: ChartPoint, to: ChartPoint, bars: Bars): Period {
  return {
    period: 'other',
    since: new Date(from.at).toISOString(),
    until: (to.until ? new Date(to.until) : lastEnd(to.at, bars)).toISOString(),
  };
}

/** What a field of date and time holds, in the browser's zone; '' for nothing. */
export function toField(iso: string): string {
  if (!iso) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export const fromField = (text: string): string => (text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : '');

/** Why a period can't be shown: the name of its sentence; null if it can. */
export function faultOf(since: string, until: string, now: Date): 'fromNeeded' | 'fromFuture' | 'fromAfter' | 'tooLong' | null {
  if (!since) return 'fromNeeded';
  const from = new Date(since);
  if (from >= now) return 'fromFuture';
  const end = until ? new Date(until) : now;
  if (from >= end) return 'fromAfter';
  return end.getTime() - from.getTime() > MOST_DAYS * DAY ? 'tooLong' : null;
}
