import { beforeEach, describe, expect, it } from 'vitest';
import { preferred, setLanguage } from './language.svelte';
import { t, words, type Row } from './words.svelte';

const fresh: Row = [
  { one: '{n} new error', other: '{n} new errors' },
  { one: '{n} erro novo', other: '{n} erros novos' },
];

describe('words', () => {
  beforeEach(() => setLanguage('pt-BR'));

  it('chooses the language and remembers it', () => {
    expect(t(['Sign in', 'Entrar'])).toBe('Entrar');
    words.language = 'en';
    expect(t(['Sign in', 'Entrar'])).toBe('Sign in');
    expect(document.documentElement.lang).toBe('en');
    expect(localStorage.getItem('balcao.language')).toBe('en');
  });
  it('puts in values, numbers as the language writes them', () => {
    expect(t(fresh, { n: 1 })).toBe('1 erro novo');
    expect(t(fresh, { n: 1204 })).toBe('1.204 erros novos');
    setLanguage('en');
    expect(t(fresh, { n: 0 })).toBe('0 new errors');
    expect(t(fresh, { n: 1204 })).toBe('1,204 new errors');
  });
  it('keeps a text of the value as it is, and a placeholder without value', () => {
    expect(t(['Nothing matches “{query}”', 'Nada com “{query}”'], { query: '{n} $& <b>' })).toBe('Nada com “{n} $& <b>”');
    expect(t(['{a}', '{a}'])).toBe('{a}');
  });
});

describe('the browser’s language', () => {
  it('is the first that we speak', () => {
    expect(preferred(['de', 'pt-PT', 'en'])).toBe('pt-BR');
    expect(preferred(['de-AT', 'en-GB', 'pt'])).toBe('en');
    expect(preferred(['ja'])).toBe('en');
    expect(preferred(['ptx', 'pt'])).toBe('pt-BR');
  });
});
