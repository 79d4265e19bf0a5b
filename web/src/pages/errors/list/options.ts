/** The values of the comboboxes that don't depend on data, and how a filter reads as a sentence. */
import { dateTime } from '../../../lib/formats';
import { t, type Row } from '../../../lib/words.svelte';
import type { Option } from '../../../ui/types';
import { triage as words } from '../../../words/triage';
import { DEFAULTS, type Filters } from './filters';

export const fieldOptions = (): Option[] => [
  { value: 'description', label: t(words.description) },
  { value: 'level', label: t(words.level) },
  { value: 'origin', label: t(words.origin) },
];

export const orderOptions = (): Option[] => [
  { value: '-last_seen', label: t(words.lastSeen) },
  { value: '-level', label: t(words.level) },
  { value: '-events', label: t(words.frequency) },
];

const PLACEHOLDERS: Record<string, Row> = { description: words.inDescription, level: words.inLevel, origin: words.inOrigin };
export const placeholder = (field: string): string => t(PLACEHOLDERS[field] ?? words.search);

const COUNTS: Record<string, Row> = {
  unresolved: words.unresolvedCount,
  resolved: words.resolvedCount,
  archived: words.archivedCount,
  all: words.allCount,
};
/** “1.284 não resolvidos” */
export const countText = (status: string, n: number): string => t(COUNTS[status] ?? words.allCount, { n });

/** “desde 25/11/2025 15:00 até …”, for a period that is none of the usual ones. */
export function periodText(filters: Filters): string {
  if (filters.period !== 'other') return t(filters.period === '24h' ? words.day : words.fortnight);
  const parts = [
    filters.since && t(words.since, { from: dateTime(filters.since) }),
    filters.until && t(words.upTo, { to: dateTime(filters.until) }),
  ];
  return parts.filter(Boolean).join(' ');
}

const WHERE: Record<string, Row> = { description: words.whereDescription, level: words.whereLevel, origin: words.whereOrigin };
const OF: Record<string, Row> = {
  unresolved: words.ofUnresolved,
  resolved: words.ofResolved,
  archived: words.ofArchived,
  all: words.ofAll,
};

/** Where a search looked: “no título e nos detalhes dos não resolvidos, em production”. */
export function where(filters: Filters, projectName: string | null): string {
  const first = `${t(WHERE[filters.field] ?? words.whereDescription)} ${t(OF[filters.status] ?? words.ofAll)}`;
  const rest = [
    projectName && t(words.inProject, { name: projectName }),
    filters.environment && t(words.inEnvironment, { name: filters.environment }),
    filters.period !== DEFAULTS.period && periodText(filters),
  ];
  return t(words.looked, { where: [first, ...rest.filter(Boolean)].join(', ') });
}
