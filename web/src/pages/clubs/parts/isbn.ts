/** Whether what was typed into a search is an ISBN; whether it is right the service says. */
import type { Problem } from '../../../lib/problem';

/** The 10 or 13 characters of an ISBN, as people paste it; null for other words. */
export function isbnOf(text: string): string | null {
  const bare = text.replace(/^\s*ISBN(-1[03])?\s*:?/i, '').replace(/[\s\p{Pd}]/gu, '');
  return /^(\d{9}[\dXx]|\d{13})$/.test(bare) ? bare.toUpperCase() : null;
}

/** The id of the book that has the ISBN already, which the service names in the fault's sentence. */
export function existingBook(problem: Problem): string | null {
  const texts = [...problem.errors.map((fault) => fault.detail), problem.detail];
  for (const text of texts) {
    const id = /\/books\/([0-9a-f-]{36})/i.exec(text)?.[1];
    if (id) return id;
  }
  return null;
}
