// The addresses of the console, from its own table (web/src/routes.ts), as far as their pages are there.
import { existsSync, readFileSync } from 'node:fs';

const SRC = new URL('../../../web/src/', import.meta.url);

export interface Route {
  path: string;
  need: 'nobody' | 'anybody' | 'viewer' | 'editor' | 'admin' | 'owner' | 'operator';
  room?: string;
}

const table = readFileSync(new URL('routes.ts', SRC), 'utf8');
const ROW = /\{ path: '([^']+)',\s*page: '([^']+)',.*?need: '(\w+)',?\s*(?:room: '(\w+)')?/g;
export const ROUTES: Route[] = [...table.matchAll(ROW)]
  .filter(([, , page]) => existsSync(new URL(`pages/${page}`, SRC)))
  .map(([, path, , need, room]) => ({ path: path ?? '', need: need as Route['need'], room }));

/** Whether a page is there: for tests of what needs one. */
export const routed = (path: string): boolean => ROUTES.some((one) => one.path === path);
