/** Events over time of one error, by the hour or by the day. */
import { api, take } from '../../../lib/api';

export type Span = '24h' | '30d';
export interface Point {
  at: string;
  events: number;
}
const HOUR = 3_600_000;

/** From when: 24 hours that are current or over, or 30 days of the reader's calendar. */
export function since(span: Span, now: Date): Date {
  if (span === '24h') return new Date(Math.floor(now.getTime() / HOUR) * HOUR - 23 * HOUR);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - 29);
}

export async function course(id: string, span: Span, now = new Date()): Promise<Point[]> {
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const interval = span === '24h' ? ('hour' as const) : ('day' as const);
  const until = new Date(now.getTime() + 60_000);
  const query = { interval, since: since(span, now).toISOString(), until: until.toISOString(), ...(span === '24h' ? {} : { tz }) };
  const { items } = await take(api.GET('/api/v1/errors/{id}/stats', { params: { path: { id }, query } }));
  return items;
}
