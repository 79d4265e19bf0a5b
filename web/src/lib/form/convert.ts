/** Values as the API writes them, and as controls hold them: texts in text fields, local times, masked numbers. */
import { cep, cpf } from '../formats';
import type { Spec } from './specs';

export type Held = string | boolean | string[] | unknown;
export type Body = Record<string, unknown>;

const two = (n: number) => String(n).padStart(2, '0');

/** `2025-11-27T17:32:00Z` → `2025-11-27T14:32`, the local time that a field of the browser holds. */
export function localTime(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return '';
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** (11) 98765-4321, in either language: so it is typed, and so the mask leaves it. */
const phone = (text: string) => text.replace(/^(?:\+55)?(\d{2})(\d{4,5})(\d{4})$/, '($1) $2-$3');

/** What a control holds for a value of the API. A phone is shown in its Brazilian form in either language, as it is typed. */
export function hold(spec: Spec, value: unknown): Held {
  if (spec.control === 'none') return value ?? null;
  if (spec.control === 'checkbox') return value === true;
  if (spec.control === 'labels') return Array.isArray(value) ? value.map(String) : [];
  if (value === null || value === undefined) return '';
  const text = String(value);
  const written: Partial<Record<Spec['control'], (text: string) => string>> = { 'datetime-local': localTime, cpf, cep, phone };
  return written[spec.control]?.(text) ?? text;
}

/** The value of the API for what a control holds; undefined for an empty one. */
export function release(spec: Spec, held: Held): unknown {
  if (spec.control === 'none' || spec.control === 'checkbox') return held ?? undefined;
  if (spec.control === 'labels') return (held as string[]).length ? held : undefined;
  if (held === '' || held === null || held === undefined) return undefined;
  const text = String(held);
  if (spec.control === 'datetime-local') {
    const at = new Date(text);
    return Number.isNaN(at.getTime()) ? text : at.toISOString().replace('.000Z', 'Z');
  }
  if (spec.field.type === 'integer' || spec.field.type === 'number') {
    const number = Number(text.replace(',', '.'));
    return Number.isNaN(number) ? text : number; // the server says that it is no number
  }
  return text;
}

/** What an emptied field means: null where that is allowed, an empty list, the default. */
export function emptied(spec: Spec): unknown {
  if (spec.control === 'labels') return [];
  if (spec.field.nullable) return null;
  return spec.field.default !== undefined ? spec.field.default : spec.field.type === 'string' ? '' : null;
}

export function read(body: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? (at as Body)[part] : undefined), body);
}

export function write(body: Body, pointer: string, value: unknown): void {
  const parts = pointer.split('/').slice(1);
  const last = parts.pop() ?? '';
  let at = body;
  for (const part of parts) {
    if (typeof at[part] !== 'object' || at[part] === null) at[part] = {};
    at = at[part] as Body;
  }
  at[last] = value;
}

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
