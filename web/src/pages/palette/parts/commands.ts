/** What the palette offers without asking the service: pages, new things, other organizations. */
import BookOpen from '@lucide/svelte/icons/book-open';
import Building from '@lucide/svelte/icons/building-2';
import CircleUser from '@lucide/svelte/icons/circle-user';
import Languages from '@lucide/svelte/icons/languages';
import LogOut from '@lucide/svelte/icons/log-out';
import Moon from '@lucide/svelte/icons/moon';
import Plus from '@lucide/svelte/icons/plus';
import Sun from '@lucide/svelte/icons/sun';
import { language, setLanguage } from '../../../lib/language.svelte';
import { go } from '../../../lib/place.svelte';
import { organizations } from '../../../lib/organizations.svelte';
import { session } from '../../../lib/session.svelte';
import { theme } from '../../../lib/theme.svelte';
import { t } from '../../../lib/words.svelte';
import { entries } from '../../../menu';
import { rowOf, rows, type Need } from '../../../routes';
import type { PaletteItem } from '../../../ui/types';
import { palette as words } from '../../../words/palette';
import { shell } from '../../../words/shell';

export interface Command extends PaletteItem {
  run?: () => void;
  /** What is shown before anything is typed. */
  first?: boolean;
}

const mayOpen = (need: Need): boolean =>
  need === 'operator' ? session.user?.operator === true : need === 'anybody' || (need !== 'nobody' && session.can(need));

const pages = (): Command[] => [
  ...entries
    .filter((one) => mayOpen(one.need) && rowOf(one.path))
    .map((one) => ({ id: one.path, title: t(one.name), icon: one.icon, kind: t(words.page), href: one.path, first: true })),
  { id: '/account', title: t(shell.account), icon: CircleUser, kind: t(words.page), href: '/account', first: true },
];

/** Every `…/new` of the table of addresses that is there and that one's role opens. */
const creations = (): Command[] => [
  ...rows
    .filter((row) => row.path.endsWith('/new') && mayOpen(row.need) && rowOf(row.path))
    .map((row) => ({ id: row.path, title: t(row.name), icon: Plus, kind: t(words.create), href: row.path, first: true })),
  ...(rowOf('/tasks')
    ? [{ id: 'new task', title: t(words.newTask), icon: Plus, kind: t(words.create), run: () => void newTask(), first: true }]
    : []),
];

const PATIENCE_MS = 3_000;

/** Goes to the tasks, whose first field makes a new one, and puts the focus there. */
async function newTask(): Promise<void> {
  await go('/tasks');
  const found = () => {
    const label = [...document.querySelectorAll('main label')].find((one) => one.textContent?.trim() === t(words.newTask));
    const field = label instanceof HTMLLabelElement ? label.control : null;
    field?.focus();
    return field !== null;
  };
  if (found()) return;
  const observer = new MutationObserver(() => found() && observer.disconnect());
  observer.observe(document.body, { subtree: true, childList: true });
  setTimeout(() => observer.disconnect(), PATIENCE_MS);
}

const places = (all: { value: string; label: string }[]): Command[] =>
  all
    .filter((one) => one.value !== session.organization?.id)
    .map((one) => ({
      id: `work ${one.value}`,
      title: t(words.workIn, { name: one.label }),
      icon: Building,
      kind: t(words.organization),
      run: () => void organizations.work(one.value),
    }));

function looks(): Command[] {
  const dark = theme.now === 'dark' || (theme.now === 'system' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  const english = language() === 'en';
  const kind = t(words.action);
  return [
    {
      id: 'theme',
      title: t(dark ? words.toLight : words.toDark),
      icon: dark ? Sun : Moon,
      kind,
      run: () => (theme.now = dark ? 'light' : 'dark'),
    },
    {
      id: 'language',
      title: t(english ? words.toPortuguese : words.toEnglish),
      icon: Languages,
      kind,
      run: () => setLanguage(english ? 'pt-BR' : 'en'),
    },
    { id: 'docs', title: t(shell.apiDocs), icon: BookOpen, kind, run: () => window.location.assign('/docs/') },
    { id: 'out', title: t(shell.signOut), icon: LogOut, kind, run: () => void session.logout() },
  ];
}

export const commands = (organizations: { value: string; label: string }[]): Command[] => [
  ...pages(),
  ...creations(),
  ...places(organizations),
  ...looks(),
];

/** Without accents and case. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The commands that have all words of what was typed, at beginnings of their words; the first ones before anything is typed. */
export function matching<T extends { title: string; first?: boolean }>(all: T[], query: string): T[] {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return all.filter((one) => one.first);
  return all.filter((one) => {
    const has = fold(one.title).split(/[\s\-/]+/);
    return wanted.every((word) => has.some((part) => part.startsWith(word)));
  });
}
