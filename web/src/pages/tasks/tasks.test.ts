import { beforeEach, describe, expect, test } from 'vitest';
import { setLanguage } from '../../lib/language.svelte';
import { arranged, dueGroup, dueText, labelsOf, oneOf, STATUSES, wholeDay, type Task } from './tasks';

const now = new Date(2025, 10, 27, 14, 0);
const at = (day: number, hour = 9, minute = 0, month = 10, year = 2025) => new Date(year, month, day, hour, minute).toISOString();
const task = (id: string, due_at: string | null, more: Partial<Task> = {}): Task => ({
  id,
  title: id,
  description: null,
  status: 'pending',
  priority: 0,
  due_at,
  labels: [],
  created_at: at(1),
  updated_at: at(1),
  completed_at: null,
  version: 1,
  ...more,
});

beforeEach(() => setLanguage('pt-BR'));

describe('the group of a date', () => {
  test('yesterday and an hour ago are late, an hour to come is today', () => {
    expect(dueGroup(at(26), now)).toBe('late');
    expect(dueGroup(at(27, 13), now)).toBe('late');
    expect(dueGroup(at(27, 15), now)).toBe('today');
    expect(dueGroup(at(28), now)).toBe('next');
    expect(dueGroup(null, now)).toBe('undated');
  });
  test('a date without a time is late only when its day is over', () => {
    expect(dueGroup(at(27, 0), now)).toBe('today');
    expect(dueGroup(at(27, 23, 59), now)).toBe('today');
    expect(dueGroup(at(26, 0), now)).toBe('late');
    expect(wholeDay(new Date(2025, 0, 1, 12))).toBe(false);
  });
});

test('dates are as short as they can be', () => {
  expect(dueText(at(25), now)).toBe('25/11');
  expect(dueText(at(27, 18), now)).toBe('18:00');
  expect(dueText(at(27, 0), now)).toBe('hoje');
  expect(dueText(at(10, 9, 0, 0, 2026), now)).toBe('10/01/2026');
});

describe('the order', () => {
  const rows = [task('idea', null), task('soon', at(30)), task('late', at(20)), task('today', at(27, 18)), task('later', at(30, 18))];
  test('goes by group, then by date', () => {
    expect(arranged(rows, now, new Set()).map(({ row }) => row.id)).toEqual(['late', 'today', 'soon', 'later', 'idea']);
  });
  test('what is done goes last, but for what was just ticked off', () => {
    const ticked = rows.map((row) => (row.id === 'late' || row.id === 'soon' ? { ...row, status: 'done' as const } : row));
    expect(arranged(ticked, now, new Set(['late'])).map(({ row, group }) => `${row.id} ${group}`)).toEqual([
      'late late',
      'today today',
      'later next',
      'idea undated',
      'soon done',
    ]);
  });
});

test('labels, most used first', () => {
  const of = (...labels: string[]) => ({ labels });
  expect(labelsOf([of('loja', 'fiscal'), of('fiscal'), of('equipe')])).toEqual(['fiscal', 'equipe', 'loja']);
});

test('an address with an unknown value is the default', () => {
  expect(oneOf(STATUSES, 'later')).toBe('pending');
  expect(oneOf(STATUSES, 'done')).toBe('done');
});
