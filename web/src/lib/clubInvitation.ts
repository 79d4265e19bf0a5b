/**
 * The invitation to a club that somebody came with: `/app/clubs#invitation=…`. Its token leaves the address bar before anything is drawn, and
 * waits in memory, also while the person signs in first; the room of clubs takes it.
 */
let waiting: string | null = null;

/** Takes the token out of the address, if one stands there. */
export function readInvitation(): void {
  const token = new URLSearchParams(window.location.hash.slice(1)).get('invitation');
  if (!token) return;
  waiting = token;
  history.replaceState(history.state, '', window.location.pathname + window.location.search);
}

/** The token that waits; once. */
export function takeInvitation(): string | null {
  const token = waiting;
  waiting = null;
  return token;
}
