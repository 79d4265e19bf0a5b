import { describe, expect, it } from 'vitest';
import { Problem } from '../../../lib/problem';
import { existingBook, isbnOf } from './isbn';

describe('an ISBN in a search', () => {
  it('is read as people paste it', () => {
    expect(isbnOf('978-65-80309-31-3')).toBe('9786580309313');
    expect(isbnOf('ISBN-13: 978 65 80309 31 3')).toBe('9786580309313');
    expect(isbnOf('ISBN 85‐359‐0277‐5')).toBe('8535902775');
    expect(isbnOf('080442957x')).toBe('080442957X');
  });

  it('is no other word or number', () => {
    for (const text of ['torto arado', '1984', '97865803093', 'ISBN', '']) expect(isbnOf(text)).toBeNull();
  });

  it('names the book that has it', () => {
    const id = '01a2227f-a00f-7382-b55c-3b5d726ba6fa';
    const taken = { pointer: '/isbn', code: 'isbn_taken', detail: `It is /api/v1/books/${id}.` };
    expect(existingBook(new Problem({ status: 409, code: 'isbn_taken', errors: [taken] }))).toBe(id);
    expect(existingBook(new Problem({ status: 409, code: 'isbn_taken' }))).toBeNull();
  });
});
