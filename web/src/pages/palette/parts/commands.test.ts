import { describe, expect, it } from 'vitest';
import { fold, matching } from './commands';
import { hrefOf } from './finder.svelte';

const all = [{ title: 'Erros', first: true }, { title: 'Organização', first: true }, { title: 'Trabalhar em Padaria São José' }];
const found = (query: string) => matching(all, query).map((one) => one.title);

describe('the palette', () => {
  it('shows the first ones before anything is typed', () => expect(found(' ')).toEqual(['Erros', 'Organização']));

  it('finds beginnings of words, without accents and case, in any order', () => {
    expect(found('organizacao')).toEqual(['Organização']);
    expect(found('jose trab')).toEqual(['Trabalhar em Padaria São José']);
    expect(found('rros')).toEqual([]);
    expect(fold('ÇÃO')).toBe('cao');
  });

  it('knows where everything is seen', () => {
    expect(hrefOf({ type: 'event', id: 'e1', error: 'r1' })).toBe('/errors/r1?event=e1');
    expect(hrefOf({ type: 'book', id: 'b1', error: null })).toBe('/books/b1');
  });
});
