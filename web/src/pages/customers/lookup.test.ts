import { expect, test } from 'vitest';
import { Problem } from '../../lib/problem';
import { Lookup, type Found } from './lookup.svelte';

const found = (cep: string): Found => ({ cep, street: 'Rua', district: 'Centro', city: 'Salvador', state: 'BA', source: 'viacep' });

test('asks once a CEP is whole, and only once', async () => {
  const asked: string[] = [];
  const lookup = new Lookup(undefined, async (cep) => (asked.push(cep), found(cep)));
  await lookup.typed('40060-05');
  await lookup.typed('40060-055');
  await lookup.typed('40060055');
  expect(asked).toEqual(['40060055']);
  expect(lookup.found?.city).toBe('Salvador');
});

test('what was found goes when the CEP is changed', async () => {
  const lookup = new Lookup(found('40060055'));
  await lookup.typed('40060-05');
  expect(lookup.found).toBeNull();
  expect(lookup.asking).toBe(false);
});

test('a late answer to an older CEP is thrown away', async () => {
  const answers: Record<string, (found: Found) => void> = {};
  const lookup = new Lookup(undefined, (cep) => new Promise((done) => (answers[cep] = done)));
  const first = lookup.typed('40060-055');
  const second = lookup.typed('01001-000');
  answers['01001000']?.(found('01001000'));
  answers['40060055']?.(found('40060055'));
  await Promise.all([first, second]);
  expect(lookup.found?.cep).toBe('01001000');
});

test('says that there is none, and asks again on demand', async () => {
  let none = true;
  const lookup = new Lookup(undefined, async (cep) => {
    if (none) throw new Problem({ status: 404, code: 'cep_not_found', detail: 'x' });
    return found(cep);
  });
  await lookup.typed('40060-055');
  expect(lookup.fault).toMatch(/CEP/);
  none = false;
  await lookup.again();
  expect(lookup.fault).toBeUndefined();
  expect(lookup.found).not.toBeNull();
});
