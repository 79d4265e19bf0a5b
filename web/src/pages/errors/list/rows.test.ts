import { describe, expect, it } from 'vitest';
import { Problem } from '../../../lib/problem';
import { after, eventsOf, isNew, nextAfter, possible, putBack, short, type ErrorRow } from './rows';
import { missing } from './triage.svelte';

const now = new Date('2026-11-28T12:00:00Z');
const row = (id: string, more: Partial<ErrorRow> = {}): ErrorRow =>
  ({ id, status: 'unresolved', regressed: false, until: null, events: 2, first_seen: '2026-11-01T00:00:00Z', ...more }) as ErrorRow;
const rows = (ids: string) => [...ids].map((id) => row(id));
const ids = (all: ErrorRow[]) => all.map((one) => one.id).join('');
const set = (text: string) => new Set([...text]);

describe('a change', () => {
  it('takes rows away that the list does not show any more', () => {
    expect(ids(after(rows('abc'), set('b'), 'resolve', 'unresolved'))).toBe('ac');
    expect(ids(after(rows('abc'), set('b'), 'delete', 'all'))).toBe('ac');
  });
  it('changes them where every status is shown', () => {
    expect(after(rows('ab'), set('b'), 'archive', 'all').map((one) => one.status)).toEqual(['unresolved', 'archived']);
  });
  it('is undone at the place where the rows stood', () => {
    const before = rows('abcde');
    expect(ids(putBack(rows('ae'), before, set('bcd')))).toBe('abcde');
    expect(ids(putBack(rows('cde'), before, set('ab')))).toBe('abcde');
    expect(ids(putBack(rows('xce'), before, set('d')))).toBe('xcde');
    expect(ids(putBack([], before, set('bd')))).toBe('bd');
  });
  it('gives undone rows the values they had', () => {
    const before = [row('a'), row('b', { status: 'archived' })];
    const changed = after(before, set('ab'), 'resolve', 'all');
    expect(putBack(changed, before, set('ab')).map((one) => one.status)).toEqual(['unresolved', 'archived']);
  });
});

it('goes on with the next row, else with the one before', () => {
  expect(nextAfter(rows('abcd'), set('b'), 'b')).toBe('c');
  expect(nextAfter(rows('abcd'), set('bcd'), 'c')).toBe('a');
  expect(nextAfter(rows('ab'), set('ab'), 'a')).toBe(undefined);
});

it('offers what changes something', () => {
  expect([...possible([row('a')])].sort()).toEqual(['archive', 'delete', 'resolve']);
  expect([...possible([row('a', { status: 'resolved' })])].sort()).toEqual(['archive', 'delete', 'reopen']);
});

it('knows what is new: within a day, and not what came back', () => {
  expect(isNew(row('a', { first_seen: '2026-11-28T01:00:00Z' }), now)).toBe(true);
  expect(isNew(row('a', { first_seen: '2026-11-27T01:00:00Z' }), now)).toBe(false);
  expect(isNew(row('a', { first_seen: '2026-11-28T01:00:00Z', regressed: true }), now)).toBe(false);
});

it('sums events, shortens titles', () => {
  expect(eventsOf(rows('abc'))).toBe(6);
  expect([short('Pedido 41', 20), short('Pedido 41', 7)]).toEqual(['Pedido 41', 'Pedido…']);
});

it('reads which errors a refusal says are gone', () => {
  const fault = (pointer: string) => ({ pointer, code: 'not_found', detail: '' });
  const problem = new Problem({ status: 404, code: 'not_found', errors: [fault('/ids/1'), fault('/ids/9'), fault('/action')] });
  expect(missing(problem, ['a', 'b'])).toEqual(['b']);
  expect(missing(new Problem({ status: 422, code: 'validation', errors: [fault('/ids/1')] }), ['a', 'b'])).toEqual([]);
});
