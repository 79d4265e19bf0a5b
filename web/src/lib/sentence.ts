/** What a person is told of a fault or a problem. Light: lists use it without the forms. */
import { codes, OURS } from '../words/codes';
import { t, type Row } from './words.svelte';

/** The sentence of a fault: the console's where it is a clerk's, else the server's. */
export function sentence(fault: { code: string; detail: string }): string {
  const row: Row | undefined = (codes as Record<string, Row>)[fault.code];
  return row && (OURS.has(fault.code) || !fault.detail) ? t(row) : fault.detail;
}
