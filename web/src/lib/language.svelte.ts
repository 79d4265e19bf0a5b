/**
 * The language of the console: after the browser until somebody chooses, then what was chosen.
 * Server answers follow it by `Accept-Language` (see send.ts).
 */
export type Language = 'en' | 'pt-BR';

const KEPT_AS = 'balcao.language';

/** The first of the browser's languages that we speak; English otherwise. */
export function preferred(languages: readonly string[]): Language {
  const known = languages.find((one) => /^(pt|en)\b/i.test(one));
  return known && /^pt/i.test(known) ? 'pt-BR' : 'en';
}

function kept(): Language | null {
  try {
    const value = localStorage.getItem(KEPT_AS);
    return value === 'en' || value === 'pt-BR' ? value : null;
  } catch {
    return null; // the browser forbids storage
  }
}

const first = kept() ?? preferred(navigator.languages ?? [navigator.language]);
let current = $state<Language>(first);
document.documentElement.lang = first;

export const language = (): Language => current;

export function setLanguage(next: Language): void {
  current = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(KEPT_AS, next);
  } catch {
    // It then holds for this page only.
  }
}
