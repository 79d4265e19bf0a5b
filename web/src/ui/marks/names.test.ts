import { describe, expect, it } from 'vitest';
import { initials } from './names';

describe('initials', () => {
  it.each([
    ['Maria das Dores', 'MD'],
    ['marina.albuquerque', 'MA'],
    ['élio', 'ÉL'],
    ['  João   da   Silva ', 'JS'],
    ['Sant’Anna', 'SA'],
    ['<b>Ana</b>', 'BA'],
    ['𝔘nicode', '𝔘N'],
    ['', '?'],
    ['— ·', '?'],
  ])('%s', (name, wanted) => expect(initials(name)).toBe(wanted));
});
