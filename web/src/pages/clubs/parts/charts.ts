/** A club's numbers by month, as its charts draw them: the oldest month first. */
import { language } from '../../../lib/language.svelte';
import type { Stats } from './types';

export type Month = Stats['months'][number];

/** `2025-11` → nov */
export function monthName(month: string, long = false): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const options: Intl.DateTimeFormatOptions = long ? { month: 'long', year: 'numeric' } : { month: 'short' };
  const name = new Intl.DateTimeFormat(language(), options).format(new Date(year, number - 1, 1));
  return long ? name : name.replace('.', '');
}

/** How many of those who could have come came, in percent; null in a month without a meeting. */
export function presence(month: Pick<Month, 'meetings' | 'members' | 'attendance'>): number | null {
  if (!month.meetings || !month.members) return null;
  return Math.min(100, Math.round((month.attendance / (month.meetings * month.members)) * 100));
}

export const oldestFirst = (stats: Stats): Month[] => [...stats.months].reverse();
