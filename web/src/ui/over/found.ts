/** Which letters of a text a query found: accents and case don't count, each word of the query by itself. */
export type Piece = { text: string; found: boolean };

const fold = (letter: string) => letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The text in pieces, found ones told apart; every letter of the text is there once, in its order. */
export function pieces(text: string, query: string): Piece[] {
  const letters = Array.from(text);
  const folded = letters.map(fold);
  /* where each letter of the folded text comes from: folding may make a letter longer or empty */
  const from = folded.flatMap((part, i) => Array.from(part, () => i));
  const plain = Array.from(folded.join(''));
  const hit = new Array<boolean>(letters.length).fill(false);
  for (const word of query.trim().split(/\s+/).filter(Boolean)) {
    const wanted = Array.from(Array.from(word).map(fold).join(''));
    const at = wanted.length ? plain.findIndex((_, i) => wanted.every((letter, j) => plain[i + j] === letter)) : -1;
    if (at >= 0) for (let i = at; i < at + wanted.length; i += 1) hit[from[i] ?? 0] = true;
  }
  const found: Piece[] = [];
  letters.forEach((letter, i) => {
    const last = found.at(-1);
    if (last && last.found === hit[i]) last.text += letter;
    else found.push({ text: letter, found: hit[i] ?? false });
  });
  return found;
}
