/** What led there: breadcrumbs as lines of a time line. */
import { number } from '../../../lib/formats';
import { isObject, text, type Any, type Crumb } from './event';

export type Sign = 'http' | 'query' | 'warning' | 'error' | 'navigation' | 'click' | 'console' | 'log';
export interface Step {
  sign: Sign;
  kind: string;
  when: string;
  text: string;
  /** At the end of its line: a status, how long it took. */
  end: string | null;
  level: 'warning' | 'error' | null;
  /** What else it says. */
  more: Any;
}

const NBSP = '\u00a0';

export function moment(raw: string | number | null): number | null {
  if (raw === null) return null;
  const seconds = typeof raw === 'number' ? raw : /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : null;
  const at = seconds === null ? Date.parse(String(raw)) : seconds * 1000;
  return Number.isFinite(at) ? at : null;
}

/** How long before the error: −4,812 s; −2 min 5 s; −3 h. */
export function before(at: number | null, end: number): string {
  if (at === null) return '';
  const seconds = (end - at) / 1000;
  const sign = seconds < 0 ? '+' : '−';
  const length = Math.abs(seconds);
  const thousandth = Math.round(length * 1000) / 1000;
  if (length < 60) return `${sign}${number(thousandth, 3)}${NBSP}s`;
  if (length < 3600) return `${sign}${Math.floor(length / 60)}${NBSP}min ${Math.floor(length % 60)}${NBSP}s`;
  if (length < 86_400) return `${sign}${Math.floor(length / 3600)}${NBSP}h ${Math.floor((length % 3600) / 60)}${NBSP}min`;
  return `${sign}${number(Math.floor(length / 86_400))}${NBSP}d`;
}

function signOf(crumb: Crumb): Sign {
  const kind = `${crumb.type ?? ''} ${crumb.category ?? ''}`;
  if (crumb.level === 'error' || crumb.level === 'fatal' || crumb.type === 'error') return 'error';
  if (crumb.level === 'warning') return 'warning';
  if (/http|xhr|fetch|request/.test(kind)) return 'http';
  if (/query|sql|db|redis/.test(kind)) return 'query';
  if (/navigation|route/.test(kind)) return 'navigation';
  if (/^user|ui\.|touch/.test(kind)) return 'click';
  return /console/.test(kind) ? 'console' : 'log';
}

const SAID = ['url', 'method', 'status_code', 'http.response.status_code', 'from', 'to', 'duration', 'duration_ms', 'query', 'reason'];

function said(crumb: Crumb): string {
  const { url, method, from, to, query, reason } = crumb.data;
  const first = crumb.message ?? text(query);
  if (first) return first;
  if (typeof url === 'string') return [text(method), url].filter(Boolean).join(' ');
  if (from !== undefined || to !== undefined) return `${text(from) ?? ''} → ${text(to) ?? ''}`;
  const values = Object.entries(crumb.data).map(([name, value]) => `${name}: ${text(value) ?? ''}`);
  return text(reason) ?? (values.join(', ') || (crumb.category ?? crumb.type ?? ''));
}

function endOf(crumb: Crumb): string | null {
  const { data } = crumb;
  const status = text(data.status_code ?? data['http.response.status_code']);
  if (status) return status;
  const took = data.duration_ms ?? data.duration;
  return typeof took === 'number' ? `${number(took, 1)}${NBSP}ms` : null;
}

/** The crumbs as lines, the oldest first; `end` is when the error occurred. */
export function steps(crumbs: readonly Crumb[], end: number): Step[] {
  return crumbs.map((crumb) => {
    const sign = signOf(crumb);
    const line = said(crumb);
    const used =
      crumb.message || text(crumb.data.query) || typeof crumb.data.url === 'string' || 'from' in crumb.data || 'to' in crumb.data;
    const more = Object.entries(crumb.data).filter(([name, value]) => !SAID.includes(name) || (crumb.message && isObject(value)));
    const kind = crumb.category ?? crumb.type ?? 'log';
    return {
      sign,
      kind: kind === 'default' ? 'log' : kind.length > 40 ? `${kind.slice(0, 40)}…` : kind,
      when: before(moment(crumb.timestamp), end),
      text: line,
      end: endOf(crumb),
      level: sign === 'error' || sign === 'warning' ? sign : null,
      more: used ? Object.fromEntries(more) : {},
    };
  });
}
