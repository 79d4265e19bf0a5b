import { describe, expect, it } from 'vitest';
import { countOff, DEFAULTS, levelOf, listQuery, readFilters, writeFilters } from './filters';

const read = (text: string) => readFilters(new URLSearchParams(text));
const RANGE = { since: '2026-11-27T15:00:00.000Z', until: null };
const asked = (text: string) => listQuery(read(text), RANGE, 'America/Sao_Paulo') as Record<string, unknown>;

describe('the address', () => {
  it('has nothing of the defaults', () => {
    expect(writeFilters(DEFAULTS).toString()).toBe('');
    expect(read('')).toEqual(DEFAULTS);
  });
  it('gives back what it was made from', () => {
    const texts = [
      'environment=staging&status=all&assignee=me&sort=-events&field=level&q=aviso',
      'period=24h',
      'since=2026-11-25T15%3A00%3A00.000Z&until=2026-11-25T18%3A00%3A00.000Z',
      'tag=loja%3ACentro&tag=browser%3AChrome&release=loja%401.4.2',
      'event=0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000',
    ];
    for (const text of texts) expect(writeFilters(read(text)).toString()).toBe(text);
  });
  it('is left at the defaults where it says nothing', () => {
    expect(read('status=open&sort=title&field=body&period=1y&since=yesterday')).toEqual(DEFAULTS);
  });
  it('finds an event whatever its status', () => {
    expect(read('event=0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000').status).toBe('all');
    expect(read('event=0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000&status=resolved').status).toBe('resolved');
  });
});

describe('what the API is asked', () => {
  it('is one list with total and sparklines', () => {
    expect(asked('')).toEqual({ sort: '-last_seen', limit: 50, count: true, spark: '14d', tz: 'America/Sao_Paulo' });
  });
  it('is bounded by every period but the usual one', () => {
    expect(asked('period=24h')).toMatchObject({ since: RANGE.since, spark: '24h' });
    expect(asked('period=14d')).not.toHaveProperty('since');
  });
  it('has the field only with a search', () => {
    expect(asked('field=origin')).not.toHaveProperty('field');
    expect(asked('field=origin&q=api')).toMatchObject({ field: 'origin', q: 'api' });
  });
  it('has the level by its own name', () => {
    expect(asked('field=level&q=Aviso')).toMatchObject({ field: 'level', q: 'warning' });
    expect(asked('field=level&q=grave')).toMatchObject({ q: 'grave' });
  });
  it('has all tags', () => {
    expect(asked('tag=a:1&tag=b:2&logger=x')).toMatchObject({ tag: ['a:1', 'b:2'], logger: 'x' });
  });
});

it('counts what is off its default, not the order', () => {
  expect(countOff(read('sort=-level&field=origin'))).toBe(0);
  expect(countOff(read('environment=dev&q=x&tag=a:1&period=24h'))).toBe(4);
  expect(countOff(read('environment=dev&q=x'), ['q'])).toBe(1);
});

it('knows levels in both languages by their beginning', () => {
  expect(['fat', 'ERRO', 'warn', 'avi', 'inf', 'debug', 'x', ' '].map(levelOf)).toEqual([
    'fatal',
    'error',
    'warning',
    'warning',
    'info',
    'debug',
    null,
    null,
  ]);
});
