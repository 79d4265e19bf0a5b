import { describe, expect, it } from 'vitest';
import { draft, fromRule, moved, placeOf, toRule } from './rules';

describe('grouping rules', () => {
  it('come from the API and go back as they were', () => {
    const rule = { path: '*/pagamentos/*', parts: ['pagamentos', '{{ error.type }}'] };
    const row = fromRule(rule as never);
    expect([row.kind, row.pattern]).toEqual(['path', '*/pagamentos/*']);
    expect(toRule(row)).toEqual(rule);
    expect(toRule(draft('logger', ' app.* ', ['a']))).toEqual({ logger: 'app.*', parts: ['a'] });
  });

  it('know the rule of a fault', () => {
    expect(placeOf('/fingerprint_rules/3')).toEqual({ index: 3, at: 'pattern' });
    expect(placeOf('/fingerprint_rules/0/parts/1')).toEqual({ index: 0, at: 'parts' });
    expect(placeOf('/fingerprint_rules/2/type')).toEqual({ index: 2, at: 'pattern' });
    expect(placeOf('/name')).toBeNull();
    expect(placeOf(undefined)).toBeNull();
  });

  it('move up and down, not beyond either end', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });
});
