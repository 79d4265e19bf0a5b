/** Invitations to a club: how their links look, and the one that somebody came with. */
import { BASE } from '../../../lib/place.svelte';

const IN_FRAGMENT = /^#invitation=([\w-]{16,200})$/;

/** The token is in the fragment, so that no log holds it. */
export const linkOf = (token: string): string => `${window.location.origin}${BASE}/clubs#invitation=${token}`;

/** The token of a link that was pasted, or of a token alone; null for anything else. */
export function tokenOf(text: string): string | null {
  const trimmed = text.trim();
  const token = trimmed.includes('#') ? IN_FRAGMENT.exec(trimmed.slice(trimmed.indexOf('#')))?.[1] : trimmed;
  return token && /^[\w-]{16,200}$/.test(token) ? token : null;
}

class Invited {
  /** Grows with each link that is made, so that lists of them are asked again. */
  made = $state(0);
}
export const invited = new Invited();
