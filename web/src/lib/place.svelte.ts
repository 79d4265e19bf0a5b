/**
 * Where the console is: the address and how to change it. All addresses here are without the base `/app`.
 * It stands between the pages and the router, whose history and blockers it uses.
 */
import { blockNavigation, type RouterApi, type Routes } from 'sv-router';
import { paramsOf, rowOf } from '../routes';

export const BASE = '/app';

let router: RouterApi<Routes> | undefined;
let quiet = false; // while only the query changes nobody is asked whether to leave

export function useRouter(made: RouterApi<Routes>): void {
  router = made;
}

export type Query = URLSearchParams | Record<string, string | number | boolean | null | undefined>;

/** A query without what is empty. */
export function queryText(query: Query | undefined): string {
  if (!query) return '';
  const entries = query instanceof URLSearchParams ? [...query] : Object.entries(query);
  const kept = entries.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = new URLSearchParams(kept.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text && `?${text}`;
}

export const href = (path: string, query?: Query): string => `${BASE}${path}${queryText(query)}`;

export const place = {
  /** `/errors/0190…` */
  get path(): string {
    const path = router ? String(router.route.pathname) : '/';
    return path.length > 1 ? path.replace(/\/+$/, '') : path;
  },
  get params(): Record<string, string> {
    const row = rowOf(place.path);
    return row ? paramsOf(row.path, place.path) : {};
  },
  /** The query as it stands in the address; changes with it. */
  get query(): URLSearchParams {
    void router?.route.search; // the router says when it changes, but turns texts into numbers
    return new URLSearchParams(window.location.search);
  },
};

export interface GoOptions {
  query?: Query;
  replace?: boolean;
  /** Whether the page scrolls to its top; true. */
  scroll?: boolean;
}

/** Goes to a page. Forms with unsaved text ask first. */
export async function go(path: string, options: GoOptions = {}): Promise<void> {
  const move = router as unknown as { navigate(path: string, options: object): Promise<unknown> } | undefined;
  await move?.navigate(path, {
    search: queryText(options.query),
    replace: options.replace ?? false,
    scrollToTop: options.scroll === false ? false : 'instant',
  });
}

/** Changes filters in the address, in place: no new entry of the history, no scrolling, no question. */
export async function setQuery(query: Query): Promise<void> {
  if (queryText(query) === window.location.search) return;
  quiet = true;
  try {
    await go(place.path, { query, replace: true, scroll: false });
  } finally {
    quiet = false;
  }
}

/** Asks before the page is left while `dirty`; returns how to stop that. */
export function guard(dirty: () => boolean, ask: () => Promise<boolean>): () => void {
  return blockNavigation({
    beforeUnload: () => !dirty(),
    onNavigate: async () => quiet || !dirty() || (await ask()),
  });
}

/** A place to come back to after signing in: only ever one of our own pages, else `home`. */
export function nextOf(query: URLSearchParams, home: string): { path: string; query: URLSearchParams } {
  const next = query.get('next') ?? '';
  if (!next.startsWith('/') || next.startsWith('//') || /[\\\s]/.test(next) || next.startsWith('/login') || next.startsWith('/register'))
    return { path: home, query: new URLSearchParams() };
  const [path = '/', search = ''] = next.split('?');
  return { path, query: new URLSearchParams(search) };
}

/** Clicks that are not the router's: with a key held, or to what is not a page of the console. */
export function leaveToBrowser(event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link) return false;
  const elsewhere = link.origin !== window.location.origin || !(link.pathname === BASE || link.pathname.startsWith(`${BASE}/`));
  return elsewhere || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}
