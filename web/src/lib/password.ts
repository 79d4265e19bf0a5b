/** The server's rules for passwords (docs/accounts.md), as far as they can be told while one types. The server has the last word. */

export type Rule = 'length' | 'identity' | 'repeated' | 'common';
const SHORTEST = 8;
const LONGEST = 128;

/** The commonest of Brazil and the world, as stems: with digits behind them they are as common. */
const STEMS =
  /^(senha|mudar|password|qwerty|admin|brasil|flamengo|corinthians|palmeiras|vasco|santos|gremio|cruzeiro|123456|abc|iloveyou|teamo|jesus|welcome|bemvindo)[\d!@#.]*$/i;

function row(password: string): boolean {
  const codes = [...password].map((letter) => letter.codePointAt(0) ?? 0);
  const step = (codes[1] ?? 0) - (codes[0] ?? 0);
  return Math.abs(step) === 1 && codes.every((code, index) => index === 0 || code - (codes[index - 1] ?? 0) === step);
}

/** Which rules a password keeps, in the order they are told. */
export function rulesOf(password: string, username: string, email: string): { rule: Rule; kept: boolean }[] {
  const length = [...password].length;
  const folded = password.normalize('NFC').toLowerCase();
  const identities = [username, email, email.split('@')[0] ?? ''].map((one) => one.trim().toLowerCase()).filter(Boolean);
  return [
    { rule: 'length', kept: length >= SHORTEST && length <= LONGEST },
    { rule: 'repeated', kept: length > 0 && new Set(password).size > 1 },
    { rule: 'common', kept: length > 0 && !STEMS.test(password) && !row(password) },
    { rule: 'identity', kept: length > 0 && !identities.includes(folded) },
  ];
}
