/** Initials of a name: those of its first and last word (“Maria das Dores” → MD), of a user's name its first two letters; never more than two. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = (text: string | undefined, n: number) => Array.from(text?.replace(/[^\p{L}\p{N}]/gu, '') ?? '').slice(0, n);
  const two = words.length > 1 ? [...letters(words[0], 1), ...letters(words[words.length - 1], 1)] : letters(words[0], 2);
  return two.join('').toUpperCase() || '?';
}
