/**
 * How values are written, in the language chosen: dates, numbers, CPFs … One function for each; what they can't read they give back.
 */
import { language } from './language.svelte';

type Moment = string | number | Date;
const NBSP = '\u00a0';

/** What stands where there is nothing. */
export const NOTHING = '—';

const formats = new Map<string, Intl.DateTimeFormat>();
function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language()} ${name}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(language(), options);
  formats.set(key, made);
  return made;
}

/** A calendar date (`2025-11-27`) has no time zone: it is read as that day here. */
function read(moment: Moment): Date | null {
  const parts = typeof moment === 'string' && /^(\d{4})-(\d{2})-(\d{2})$/.exec(moment);
  const date = parts ? new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) : new Date(moment);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** 27/11/2025 · Nov 27, 2025 */
export function date(moment: Moment): string {
  const at = read(moment);
  if (!at) return String(moment);
  const portuguese: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric' };
  return format('date', language() === 'en' ? { dateStyle: 'medium' } : portuguese).format(at);
}

/** 27/11 · Nov 27 */
export function dayMonth(moment: Moment): string {
  const at = read(moment);
  if (!at) return String(moment);
  return format('day', language() === 'en' ? { month: 'short', day: 'numeric' } : { day: '2-digit', month: '2-digit' }).format(at);
}

/** 14:32 · 2:32 PM */
export function time(moment: Moment): string {
  const at = read(moment);
  return at ? format('time', { hour: language() === 'en' ? 'numeric' : '2-digit', minute: '2-digit' }).format(at) : String(moment);
}

/** 27/11/2025 14:32 · Nov 27, 2025, 2:32 PM */
export function dateTime(moment: Moment): string {
  return read(moment) ? `${date(moment)}${language() === 'en' ? ', ' : ' '}${time(moment)}` : String(moment);
}

/** 27/11/2025 14:32:07 · Nov 27, 2025, 2:32:07 PM */
export function dateTimeSeconds(moment: Moment): string {
  const at = read(moment);
  if (!at) return String(moment);
  const hour = language() === 'en' ? 'numeric' : '2-digit';
  const clock = format('seconds', { hour, minute: '2-digit', second: '2-digit' }).format(at);
  return `${date(at)}${language() === 'en' ? ', ' : ' '}${clock}`;
}

/** 14:32:07,204 · 2:32:07.204 PM */
export function timeMillis(moment: Moment): string {
  const at = read(moment);
  if (!at) return String(moment);
  const hour = language() === 'en' ? 'numeric' : '2-digit';
  return format('millis', { hour, minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }).format(at);
}

const days = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

function span(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)}${NBSP}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${NBSP}min`;
  return `${Math.floor(seconds / 3600)}${NBSP}h`;
}

function nearby(seconds: number): string {
  const length = span(Math.abs(seconds));
  if (language() === 'en') return seconds < 0 ? `in ${length}` : `${length} ago`;
  return `${seconds < 0 ? 'em' : 'há'} ${length}`;
}

/** há 3 min; ontem, 23:58; 27/11; 27/11/2024. The full one is `dateTime`. */
export function relative(moment: Moment, now: Date = new Date()): string {
  const at = read(moment);
  if (!at) return String(moment);
  const seconds = (now.getTime() - at.getTime()) / 1000;
  const apart = Math.round((days(at) - days(now)) / 86_400_000);
  if (Math.abs(seconds) < 3600 || apart === 0) return nearby(seconds);
  if (Math.abs(apart) === 1) {
    const word = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(apart, 'day');
    return `${word}, ${time(at)}`;
  }
  return at.getFullYear() === now.getFullYear() ? dayMonth(at) : date(at);
}

/** 1.204.331 */
export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
}

/** 1,2 mi; below 100,000 the whole number. The whole one belongs into the accessible name. */
export function shortNumber(value: number): string {
  if (Math.abs(value) < 100_000) return number(value);
  return new Intl.NumberFormat(language(), { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** 62 % with a no-break space, in both languages. */
export function percent(value: number, digits = 0): string {
  return `${number(value, digits)}${NBSP}%`;
}

/** 1,2 MiB */
export function bytes(value: number): string {
  const power = value > 0 ? Math.min(Math.floor(Math.log2(value) / 10), 4) : 0;
  return `${number(value / 1024 ** power, power ? 1 : 0)}${NBSP}${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power]}`;
}

/** 111.444.777-35; a masked one stays as it is. */
export function cpf(value: string): string {
  return value.replace(/^(\d{3})(\d{3})(\d{3})(\d{2})$/, '$1.$2.$3-$4');
}

/** 01001-000 */
export function cep(value: string): string {
  return value.replace(/^(\d{5})(\d{3})$/, '$1-$2');
}

/** (11) 98765-4321 · +55 11 98765-4321 */
export function phone(value: string): string {
  const parts = /^(?:\+55)?(\d{2})(\d{4,5})(\d{4})$/.exec(value);
  if (!parts) return value;
  return language() === 'en' ? `+55 ${parts[1]} ${parts[2]}-${parts[3]}` : `(${parts[1]}) ${parts[2]}-${parts[3]}`;
}

/** A value of the API as text, by the format its schema names. Nothing is —, an empty text says so where it is shown. */
export function value(raw: unknown, kind?: string): string {
  if (raw === null || raw === undefined) return NOTHING;
  if (typeof raw === 'number') return number(raw, 2);
  if (Array.isArray(raw)) return raw.length ? raw.map((one) => value(one)).join(', ') : NOTHING;
  if (typeof raw !== 'string') return String(raw);
  const written: Record<string, (text: string) => string> = { 'date-time': dateTime, date, cpf, cep, phone };
  return kind && written[kind] ? written[kind](raw) : raw;
}
