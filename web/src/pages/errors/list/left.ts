/** The list as somebody left it for one of its errors, so that Back leads to the same place. In memory only. */
import type { Live } from '../../../lib/live.svelte';
import type { ErrorRow } from './rows';

export interface Left {
  organization: string;
  query: string;
  list: Live<ErrorRow>;
  scroll: number;
  current: string | undefined;
  selected: string[];
}

let left: Left | null = null;

export function leave(place: Left | null): void {
  left = place;
}

/** What was left with these filters; once. */
export function comeBack(organization: string, query: string): Left | null {
  const found = left && left.organization === organization && left.query === query ? left : null;
  left = null;
  return found;
}
