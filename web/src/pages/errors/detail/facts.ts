/** The facts beside the story, and where each leads. */
import { href } from '../../../lib/place.svelte';
import { isObject, text, type Any, type Pair } from './event';

/** The list of all errors with this value. Tags are asked for as `name:value`, numbers and booleans as in JSON. */
export function listed(filter: string, value: string): string {
  return href('/errors', { status: 'all', [filter]: value });
}

export function listedTag(name: string, value: unknown): string | null {
  if (value === null || value === undefined || typeof value === 'object' || name.includes(':')) return null;
  return listed('tag', `${name}:${String(value)}`);
}

export interface Share {
  name: string;
  events: number;
  percent: number;
}

/** Environments by their share, the largest first; whole percents that are 100 together. */
export function shares(environments: readonly { name: string; events: number }[]): Share[] {
  const total = environments.reduce((sum, one) => sum + one.events, 0);
  const made = environments.map((one) => {
    const exact = total > 0 ? (one.events / total) * 100 : 0;
    return { name: one.name, events: one.events, percent: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  let left = total > 0 ? 100 - made.reduce((sum, one) => sum + one.percent, 0) : 0;
  for (const one of [...made].sort((a, b) => b.rest - a.rest)) if (left-- > 0) one.percent++;
  return made.sort((a, b) => b.events - a.events).map(({ name, events, percent }) => ({ name, events, percent }));
}

const USER = ['id', 'username', 'name', 'email', 'ip_address'];
const HIDDEN = '[filtered]';

/** By which of its values the list can be asked for the errors of a user. */
export function userKey(user: Any): string | null {
  const known = USER.map((name) => text(user[name])).find((value) => Boolean(value) && value !== HIDDEN);
  return known ?? null;
}

/** Contexts as one list: `browser: Firefox 153`, what has a name and a version; the rest of each below its name. */
export function contexts(all: Any): { heads: Pair[]; rest: [string, Any][] } {
  const heads: Pair[] = [];
  const rest: [string, Any][] = [];
  for (const [name, value] of Object.entries(all)) {
    if (!isObject(value)) {
      heads.push([name, value]);
      continue;
    }
    const { name: called, version, type: _, ...more } = value;
    const head = [text(called), text(version)].filter(Boolean).join(' ');
    if (head) heads.push([name, head]);
    if (typeof more.trace_id === 'string') {
      heads.push(['trace_id', more.trace_id]);
      delete more.trace_id;
    }
    if (Object.keys(more).length) rest.push([name, more]);
  }
  return { heads, rest };
}
