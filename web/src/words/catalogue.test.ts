import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rows } from '../routes';
import { entries } from '../menu';
import { valueRow } from '../lib/names';
import type { Row, Text, Words } from '../lib/words.svelte';
import { codes, OURS } from './codes';
import { fields } from './fields';
import { values } from './values';

/** The document that `balcao openapi` prints; `npm run schema` says where it is. */
const document = JSON.parse(readFileSync('openapi.json', 'utf8'));

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every node of the document, with the name of the field or parameter it is the schema of. */
function* walk(node: unknown, name: string | null = null): Generator<{ node: Node; name: string | null }> {
  if (!isNode(node)) return;
  yield { node, name };
  if (typeof node.name === 'string' && node.in === 'query') return yield* walk(node.schema, node.name);
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties' && isNode(value)) for (const [field, schema] of Object.entries(value)) yield* walk(schema, field);
    else yield* walk(value, key === 'items' || key === 'oneOf' || key === 'anyOf' || /^\d+$/.test(key) ? name : null);
  }
}

const written = (text: Text): boolean =>
  typeof text === 'string' ? text.trim() !== '' : Object.values(text).every((one) => one.trim() !== '');
const isRow = (row: Row | undefined): boolean => row !== undefined && row.length === 2 && row.every(written);

/** Placeholders have to be the same in both languages. */
const placeholders = (text: Text) =>
  [...new Set((typeof text === 'string' ? [text] : Object.values(text)).flatMap((one) => one.match(/\{\w+\}/g) ?? []))].sort().join();

const catalogues = import.meta.glob<Record<string, unknown>>('./*.ts', { eager: true });
const isCatalogue = (value: unknown): value is Words =>
  isNode(value) && Object.values(value).every((row) => Array.isArray(row) && row.length === 2);

describe('every field, value, code and route has a name in both languages', () => {
  it('fields', () => {
    const names = new Set<string>();
    for (const { node, name } of walk(document)) {
      if (name && !node.$ref) names.add(name);
      if (isNode(node.properties)) Object.keys(node.properties).forEach((one) => names.add(one));
    }
    expect(names.size).toBeGreaterThan(100);
    expect([...names].filter((name) => !isRow((fields as Record<string, Row>)[name]))).toEqual([]);
  });

  it('values of enumerations', () => {
    const missing = new Set<string>();
    for (const { node, name } of walk(document)) {
      // An order is chosen by words of its page; states and codes of a country stand as they are.
      if (!name || !Array.isArray(node.enum) || name === 'sort') continue;
      for (const value of node.enum) {
        if (value === null || (name === 'state' && /^[A-Z]{2}$/.test(value))) continue;
        if (!isRow(valueRow(name, value))) missing.add(`${name}: ${value}`);
      }
    }
    expect([...missing]).toEqual([]);
  });

  it('codes', () => {
    const all: string[] = [...document['x-problem-codes'].map((one: { code: string }) => one.code), ...document['x-fault-codes']];
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter((code) => !isRow((codes as Record<string, Row>)[code]))).toEqual([]);
    expect([...OURS].filter((code) => !(code in codes))).toEqual([]);
  });

  it('routes', () => {
    expect([...rows, ...entries].filter((row) => !isRow(row.name)).map((row) => row.path)).toEqual([]);
    expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length);
    expect(entries.filter((entry) => !rows.some((row) => row.path === entry.path && row.room === entry.room))).toEqual([]);
  });

  it('the catalogues hold whole rows, with the same placeholders in both languages', () => {
    const all = Object.entries(catalogues).flatMap(([file, module]) =>
      Object.values(module)
        .filter(isCatalogue)
        .flatMap((words) => Object.entries(words).map(([key, row]) => ({ where: `${file} ${key}`, row }))),
    );
    for (const [name, words] of Object.entries(values))
      all.push(...Object.entries(words).map(([key, row]) => ({ where: `${name} ${key}`, row })));
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(({ row }) => !isRow(row) || placeholders(row[0]) !== placeholders(row[1])).map(({ where }) => where)).toEqual([]);
  });
});
