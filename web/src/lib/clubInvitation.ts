/**
 * What came in the fragment of the address that opened the console: the token of an invitation to a club. It leaves the address bar at once
 * and waits in memory, also while somebody signs in first; whoever asks for it gets it once.
 */
const NAMES = ['invitation'] as const;
type Name = (typeof NAMES)[number];

const kept = new Map<Name, string>();

/** Takes what is in the fragment, at the start and where a link within the console has one. */
export function readFragment(): void {
  const values = new URLSearchParams(window.location.hash.slice(1));
  for (const name of NAMES) {
    const value = values.get(name);
    if (!value) continue;
    kept.set(name, value);
    history.replaceState(history.state, '', window.location.pathname + window.location.search);
  }
}

export function takeFragment(name: Name): string | null {
  const value = kept.get(name) ?? null;
  kept.delete(name);
  return value;
}
