/** Grouping rules, as the page edits them: one pattern of one kind, and what to group by. */
import type { Rule } from './types';

export const KINDS = ['type', 'value', 'module', 'function', 'path', 'logger'] as const;
export type Kind = (typeof KINDS)[number];

export interface Draft {
  /** For the page alone, so that a row stays itself when it moves. */
  key: number;
  kind: Kind;
  pattern: string;
  parts: string[];
}

let made = 0;
export const draft = (kind: Kind = 'type', pattern = '', parts: string[] = []): Draft => ({ key: ++made, kind, pattern, parts });

/** A rule of the API has exactly one of the kinds as a member. */
export function fromRule(rule: Rule): Draft {
  const kind = KINDS.find((one) => rule[one] !== undefined && rule[one] !== null) ?? 'type';
  return draft(kind, rule[kind] ?? '', [...rule.parts]);
}

export const toRule = ({ kind, pattern, parts }: Draft): Rule => ({ [kind]: pattern.trim(), parts }) as Rule;

/** `/fingerprint_rules/3/parts/0` → `{ index: 3, at: 'parts' }`; null for a pointer that is no rule's. */
export function placeOf(pointer: string | undefined): { index: number; at: 'pattern' | 'parts' } | null {
  const found = /^\/fingerprint_rules\/(\d+)(?:\/(\w+))?/.exec(pointer ?? '');
  return found ? { index: Number(found[1]), at: found[2] === 'parts' ? 'parts' : 'pattern' } : null;
}

/** The rows with the one at `from` moved by `step`; as they were at either end. */
export function moved<T>(rows: T[], from: number, step: number): T[] {
  const to = from + step;
  const next = [...rows];
  const [row] = next.splice(from, 1);
  if (row === undefined || to < 0 || to >= rows.length) return rows;
  next.splice(to, 0, row);
  return next;
}
