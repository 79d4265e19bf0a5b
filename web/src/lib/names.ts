/** Names of fields and their values, by the catalogue. Light: the schemas themselves are in form/specs.ts. */
import { fields } from '../words/fields';
import { values } from '../words/values';
import { t, type Row } from './words.svelte';

/** A field in the reduced form that build/reduce.mjs makes of the OpenAPI document. */
export interface SchemaField {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'any';
  format?: string;
  pattern?: string;
  enum?: (string | number | null)[];
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  default?: unknown;
  readOnly?: boolean;
  writeOnly?: boolean;
  required?: boolean;
  nullable?: boolean;
  lines?: boolean;
  fields?: Record<string, SchemaField>;
  items?: SchemaField;
}

/** What a field is called; its own name where the catalogue has none (a test sees to it that it has). */
export function fieldName(name: string): string {
  const row: Row | undefined = (fields as Record<string, Row>)[name];
  return row ? t(row) : name;
}

/** The row of a value of an enumeration. */
export function valueRow(field: string, value: string | number): Row | undefined {
  return values[field]?.[String(value)] ?? values.any?.[String(value)];
}

/** What a value of an enumeration is called. */
export function valueName(field: string, value: string | number | null): string {
  if (value === null) return '—';
  const row = valueRow(field, value);
  return row ? t(row) : String(value);
}
