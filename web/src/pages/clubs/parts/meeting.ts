/** What follows from a meeting's times and answers. */
import { language } from '../../../lib/language.svelte';
import { dateTime, time } from '../../../lib/formats';
import type { AnswerWord, Meeting } from './types';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long a meeting is taken for that doesn't say it. */
const USUAL = 2 * HOUR;

type Times = Pick<Meeting, 'starts_at' | 'duration_minutes'>;

export function endOf(meeting: Times): Date {
  return new Date(new Date(meeting.starts_at).getTime() + (meeting.duration_minutes ? meeting.duration_minutes * 60_000 : USUAL));
}
export const isOver = (meeting: Times, now: Date): boolean => endOf(meeting) <= now;
export const isNow = (meeting: Times, now: Date): boolean => new Date(meeting.starts_at) <= now && !isOver(meeting, now);

/** Midnight today, here: what begins before is looked for among the past. It stays the same for a day, so that answers can be kept. */
export function today(now = new Date()): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}

/** GMT-3, of the reader's own clock at that moment. */
export function zoneOf(at: string): string {
  const parts = new Intl.DateTimeFormat(language(), { hour: 'numeric', timeZoneName: 'short' }).formatToParts(new Date(at));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** America/Sao_Paulo, as a person reads it. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** 19:30 às 21:00; with the day where it ends on another one. */
export function hours(meeting: Times, to: string): string {
  const from = time(meeting.starts_at);
  if (!meeting.duration_minutes) return from;
  const end = endOf(meeting);
  const same = end.toDateString() === new Date(meeting.starts_at).toDateString();
  return `${from} ${to} ${same ? time(end) : dateTime(end)}`;
}

/** em 7 dias, amanhã, há 3 semanas. */
export function away(at: string, now: Date): string {
  const start = new Date(at);
  const midnight = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((midnight(start) - midnight(now)) / DAY);
  return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(days, 'day');
}

/** Places taken and all of them: whether a yes would have to wait. */
export const isFull = (meeting: Pick<Meeting, 'capacity' | 'counts'>): boolean =>
  meeting.capacity !== null && meeting.counts.yes >= meeting.capacity;

/** The meeting as it will be after an answer, before the service has said so. */
export function answered(meeting: Meeting, answer: AnswerWord): Meeting {
  if (meeting.my_answer === answer) return meeting;
  const counts = { ...meeting.counts };
  const was = meeting.my_answer === 'yes' && meeting.waitlisted ? 'waiting' : meeting.my_answer;
  if (was) counts[was] = Math.max(0, counts[was] - 1);
  // Whoever waited longest takes the place that got free.
  if (was === 'yes' && counts.waiting > 0) {
    counts.waiting--;
    counts.yes++;
  }
  const waits = answer === 'yes' && isFull({ capacity: meeting.capacity, counts });
  counts[waits ? 'waiting' : answer]++;
  return { ...meeting, counts, my_answer: answer, waitlisted: waits };
}
