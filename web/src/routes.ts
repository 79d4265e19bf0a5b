/**
 * Every address of the console in one table. A page is a file of src/pages/<room>/ (its parts stand in a folder below);
 * a row whose file is not there is not routed, and shows what unknown addresses show. The first row that fits an address counts,
 * so `new` stands before `:id`.
 */
import type { Component } from 'svelte';
import type { Role } from './lib/roles';
import type { Row } from './lib/words.svelte';
import { shell as words } from './words/shell';

/** Who may open a page: `nobody`: only without a session; `anybody`; a role in the organization; `operator`. */
export type Need = Role | 'operator' | 'anybody' | 'nobody';

export interface PageRow {
  path: string;
  /** The file below src/pages/. */
  page: string;
  /** What it is called in the menu, or in the palette. */
  name: Row;
  need: Need;
  /** The menu's entry that is current on it. */
  room?: string;
  /** A page of its own, without the menu. */
  bare?: true;
}

// prettier-ignore
export const rows: PageRow[] = [
  { path: '/',              page: 'home/Home.svelte',                 name: words.home,          need: 'viewer' },
  { path: '/login',         page: 'login/Login.svelte',               name: words.signIn,        need: 'nobody', bare: true },
  { path: '/register',      page: 'register/Register.svelte',         name: words.createAccount, need: 'nobody', bare: true },
  { path: '/forgot',        page: 'links/Forgot.svelte',              name: words.forgot,        need: 'nobody', bare: true },
  { path: '/confirm',       page: 'links/Confirm.svelte',             name: words.confirm,       need: 'anybody', bare: true },
  { path: '/reset',         page: 'links/Reset.svelte',               name: words.reset,         need: 'anybody', bare: true },
  { path: '/undo',          page: 'links/Undo.svelte',                name: words.undo,          need: 'anybody', bare: true },
  { path: '/invitation',    page: 'links/Invitation.svelte',          name: words.invitation,    need: 'anybody', bare: true },
  { path: '/errors',        page: 'errors/List.svelte',               name: words.errors,        need: 'viewer', room: 'errors' },
  { path: '/errors/:id',    page: 'errors/Detail.svelte',             name: words.error,         need: 'viewer', room: 'errors' },
  { path: '/projects',      page: 'projects/List.svelte',             name: words.projects,      need: 'viewer', room: 'projects' },
  { path: '/projects/new',  page: 'projects/New.svelte',              name: words.newProject,    need: 'admin',  room: 'projects' },
  { path: '/projects/:id',  page: 'projects/Detail.svelte',           name: words.projects,      need: 'viewer', room: 'projects' },
  { path: '/tasks',         page: 'tasks/Tasks.svelte',               name: words.tasks,         need: 'viewer', room: 'tasks' },
  { path: '/customers',     page: 'customers/List.svelte',            name: words.customers,     need: 'viewer', room: 'customers' },
  { path: '/customers/new', page: 'customers/New.svelte',             name: words.newCustomer,   need: 'editor', room: 'customers' },
  { path: '/customers/:id', page: 'customers/Detail.svelte',          name: words.customers,     need: 'viewer', room: 'customers' },
  { path: '/clubs',         page: 'clubs/List.svelte',                name: words.clubs,         need: 'viewer', room: 'clubs' },
  { path: '/clubs/new',     page: 'clubs/New.svelte',                 name: words.newClub,       need: 'viewer', room: 'clubs' },
  { path: '/clubs/:id',     page: 'clubs/Detail.svelte',              name: words.clubs,         need: 'viewer', room: 'clubs' },
  { path: '/books/:id',     page: 'books/Detail.svelte',              name: words.book,          need: 'viewer', room: 'clubs' },
  { path: '/organization',  page: 'organization/Organization.svelte', name: words.organization,  need: 'viewer', room: 'organization' },
  { path: '/account',       page: 'account/Account.svelte',           name: words.account,       need: 'viewer', room: 'account' },
  { path: '/users',         page: 'users/List.svelte',                name: words.users,         need: 'operator', room: 'users' },
  { path: '/users/:id',     page: 'users/Detail.svelte',              name: words.users,         need: 'operator', room: 'users' },
  { path: '/system',        page: 'system/System.svelte',             name: words.system,        need: 'anybody', bare: true },
];

type Load = () => Promise<{ default: Component }>;
const files = import.meta.glob<{ default: Component }>('./pages/*/*.svelte') as Record<string, Load>;

export const loadOf = (row: PageRow): Load | undefined => files[`./pages/${row.page}`];

/** Whether an address fits a pattern: `:id` is one part, whatever it holds. */
export function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  return (
    wanted.length === parts.length && wanted.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]))
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // no page has such a name: it will say so
  }
}

/** The named parts of an address: `{ id }`. */
export function paramsOf(pattern: string, path: string): Record<string, string> {
  const parts = path.split('/');
  const named = pattern.split('/').map((part, index): [string, string] => [part, parts[index] ?? '']);
  return Object.fromEntries(named.filter(([part]) => part.startsWith(':')).map(([part, value]) => [part.slice(1), decoded(value)]));
}

/** The page of an address; undefined where there is none. */
export function rowOf(path: string): PageRow | undefined {
  const row = rows.find((one) => fits(one.path, path));
  return row && loadOf(row) ? row : undefined;
}
