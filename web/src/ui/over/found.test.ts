import { describe, expect, it } from 'vitest';
import { pieces } from './found';

const marked = (text: string, query: string) =>
  pieces(text, query)
    .map((piece) => (piece.found ? `[${piece.text}]` : piece.text))
    .join('');

describe('found letters', () => {
  it.each([
    ['NotaFiscalDuplicada: chave', 'nota dup', '[Nota]Fiscal[Dup]licada: chave'],
    ['Enviar XML das notas', 'nota dup', 'Enviar XML das [nota]s'],
    ['Antônio Duprat', 'antonio', '[Antônio] Duprat'],
    ['Antonio', 'ANTÔ', '[Anto]nio'],
    ['São João', 'o', 'Sã[o] João'],
    ['aab', 'ab', 'a[ab]'],
    ['abc', 'ab bc', '[abc]'],
    ['İstanbul 𝔘', 'istan', '[İstan]bul 𝔘'],
    ['<b>', '.*', '<b>'],
    ['abc', '', 'abc'],
    ['', 'a', ''],
  ])('%s by %s', (text, query, wanted) => expect(marked(text, query)).toBe(wanted));
});
