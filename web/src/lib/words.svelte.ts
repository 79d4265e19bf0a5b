/**
 * Words. A text is a row `[English, Portuguese]` of a catalogue in src/words/; `{name}` is replaced by a value.
 * Where the number of things decides, a text is `{ one: '…', other: '…' }`, chosen by `n` (Intl.PluralRules).
 *
 *     const words = { new: [{ one: '{n} new error', other: '{n} new errors' }, { one: '{n} erro novo', other: '{n} erros novos' }] } satisfies Words;
 *     t(words.new, { n: 4 })
 */
import { language, setLanguage, type Language } from './language.svelte';

export type Text = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
export type Row = readonly [english: Text, portuguese: Text];
export type Words = Record<string, Row>;
export type Values = Record<string, string | number>;

function chosen(text: Text, values: Values | undefined): string {
  if (typeof text === 'string') return text;
  const n = Number(values?.n ?? 0);
  return text[new Intl.PluralRules(language()).select(n)] ?? text.other;
}

/** The text of a row in the language chosen. Numbers among the values are written as that language writes them. */
export function t(row: Row, values?: Values): string {
  const text = chosen(row[language() === 'en' ? 0 : 1], values);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values?.[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(language()).format(value) : value;
  });
}

/** The language as a property that can be set, for components. */
export const words = {
  get language() {
    return language();
  },
  set language(next: Language) {
    setLanguage(next);
  },
};
