/**
 * The token of a link, which stands in the fragment. It leaves the address bar before anything is drawn, and stays in memory until it is
 * used, so that one can sign in or register meanwhile.
 */
export type LinkPage = 'invitation' | 'reset' | 'club';

/** What the token is called there: a club's link is `/app/clubs#invitation=…`. */
const NAMES: Record<LinkPage, string> = { invitation: 'token', reset: 'token', club: 'invitation' };

const held = new Map<LinkPage, string>();

/** The token of a fragment; null where there is none. */
export function tokenOf(fragment: string, page: LinkPage): string | null {
  const token = new URLSearchParams(fragment.replace(/^#/, '')).get(NAMES[page]);
  return token?.trim() || null;
}

/** Takes the token out of the address, if one stands there. Called by the page at once. */
export function takeToken(page: LinkPage): string | null {
  const token = tokenOf(window.location.hash, page);
  if (token) {
    held.set(page, token);
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  }
  return held.get(page) ?? null;
}

/** The token that waits, as an invitation does while somebody registers. */
export const heldToken = (page: LinkPage): string | null => held.get(page) ?? null;

export function dropToken(page: LinkPage): void {
  held.delete(page);
}
