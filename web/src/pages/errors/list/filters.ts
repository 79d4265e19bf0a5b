/** The filters of the list: what stands in the address, and what the API is asked for. Those at their defaults stand nowhere. */
import type { operations } from '../../../lib/schema';
import { levels as levelWords } from '../../../words/ui';
import { LEVELS, type LevelName } from './levels';

export type ErrorQuery = NonNullable<operations['get_errors']['parameters']['query']>;
export type StatsQuery = NonNullable<operations['get_errors_stats']['parameters']['query']>;

/** Values of the comboboxes; '' is *All*. */
export interface Filters {
  environment: string;
  status: string;
  project: string;
  assignee: string;
  sort: string;
  field: string;
  q: string;
  /** `24h`, `14d`, or `other` with `since` and `until`. */
  period: string;
  since: string;
  until: string;
  /** What links from an error ask for: `release`, `tag` … in the order of the address. */
  more: [name: string, value: string][];
}

// prettier-ignore
export const DEFAULTS: Filters = {
  environment: '', status: 'unresolved', project: '', assignee: '', sort: '-last_seen', field: 'description', q: '',
  period: '14d', since: '', until: '', more: [],
};

export const STATUSES = ['unresolved', 'resolved', 'archived', 'all'] as const;
export const SORTS = ['-last_seen', '-level', '-events'] as const;
export const FIELDS = ['description', 'level', 'origin'] as const;
/** Filters that have no control of their own: they come with links, and are shown as chips. */
export const MORE = ['tag', 'release', 'user', 'transaction', 'logger', 'level', 'event'] as const;
const SIMPLE = ['environment', 'status', 'project', 'assignee', 'sort', 'field', 'q'] as const;
const QUERY_LENGTH = 200;

const among = (value: string | null, known: readonly string[], usual: string): string =>
  value !== null && known.includes(value) ? value : usual;

const isTime = (text: string | null): text is string => text !== null && !Number.isNaN(Date.parse(text));

/** What an address says. What it can't mean is left at the default. */
export function readFilters(query: URLSearchParams): Filters {
  const since = query.get('since');
  const until = query.get('until');
  const other = isTime(since) || isTime(until);
  return {
    environment: query.get('environment') ?? '',
    status: among(query.get('status'), STATUSES, query.has('event') ? 'all' : DEFAULTS.status),
    project: query.get('project') ?? '',
    assignee: query.get('assignee') ?? '',
    sort: among(query.get('sort'), SORTS, DEFAULTS.sort),
    field: among(query.get('field'), FIELDS, DEFAULTS.field),
    q: (query.get('q') ?? '').slice(0, QUERY_LENGTH),
    period: other ? 'other' : among(query.get('period'), ['24h', '14d'], DEFAULTS.period),
    since: isTime(since) ? since : '',
    until: isTime(until) ? until : '',
    more: [...query].filter(([name, value]) => (MORE as readonly string[]).includes(name) && value !== ''),
  };
}

/** The address of filters. */
export function writeFilters(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  const usual = (name: (typeof SIMPLE)[number]) =>
    name === 'status' && filters.more.some(([more]) => more === 'event') ? 'all' : DEFAULTS[name];
  for (const name of SIMPLE) if (filters[name] !== usual(name)) query.set(name, filters[name]);
  if (filters.period === 'other') {
    if (filters.since) query.set('since', filters.since);
    if (filters.until) query.set('until', filters.until);
  } else if (filters.period !== DEFAULTS.period) query.set('period', filters.period);
  for (const [name, value] of filters.more) query.append(name, value);
  return query;
}

/** How many filters are not at their defaults; the order is none of them. */
export function countOff(filters: Filters, without: readonly (keyof Filters)[] = []): number {
  const off = (['environment', 'status', 'project', 'assignee', 'q', 'period'] as const).filter(
    (name) => !without.includes(name) && filters[name] !== DEFAULTS[name],
  );
  return off.length + filters.more.length;
}

/** Somebody who searches by level writes its name in their language, or the beginning of it. */
export function levelOf(text: string): LevelName | null {
  const wanted = text.trim().toLocaleLowerCase();
  if (!wanted) return null;
  return LEVELS.find((level) => [level, ...levelWords[level]].some((word) => word.toLocaleLowerCase().startsWith(wanted))) ?? null;
}

/** What `GET /errors` is asked for. `since` of 24 h moves on with the hours, so it is passed in. */
export function listQuery(filters: Filters, range: { since: string; until: string | null }, tz: string): ErrorQuery {
  const query: Record<string, unknown> = {
    sort: filters.sort,
    limit: 50,
    count: true,
    spark: filters.period === '24h' ? '24h' : '14d',
    tz,
  };
  for (const name of ['environment', 'project', 'assignee'] as const) if (filters[name]) query[name] = filters[name];
  if (filters.status !== DEFAULTS.status) query.status = filters.status;
  if (filters.q) {
    query.field = filters.field;
    query.q = filters.field === 'level' ? (levelOf(filters.q) ?? filters.q) : filters.q;
  }
  // An error that is not resolved does not vanish because it kept still: the usual period is the chart's only.
  if (filters.period !== DEFAULTS.period) {
    query.since = range.since;
    if (range.until) query.until = range.until;
  }
  const tags = filters.more.filter(([name]) => name === 'tag').map(([, value]) => value);
  if (tags.length) query.tag = tags;
  for (const [name, value] of filters.more) if (name !== 'tag') query[name] = value;
  return query as ErrorQuery;
}

/** Whose days are counted. */
export const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
