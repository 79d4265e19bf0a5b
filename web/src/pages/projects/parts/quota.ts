/** Limits and sizes, as people type them: bytes in MiB, nothing where the service's own limit counts. */
export interface Quota {
  events_per_minute: number | null;
  bytes_per_minute: number | null;
}

const MIB = 1024 ** 2;

/** 2147483648 → `2048`; what is no number stays, so that the server can say so. */
export function toMebibytes(bytes: unknown): string {
  if (bytes === null || bytes === undefined || bytes === '') return '';
  const count = Number(bytes);
  return Number.isNaN(count) ? String(bytes) : String(Number((count / MIB).toFixed(3)));
}

/** `2048` → 2147483648; null for an empty text. */
export function fromMebibytes(text: string): number | null {
  const count = Number(text.replace(',', '.'));
  return text.trim() === '' || Number.isNaN(count) ? null : Math.round(count * MIB);
}

export const count = (text: string): number | null => {
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? null : number;
};

export const isLimited = (quota: Quota): boolean => quota.events_per_minute !== null || quota.bytes_per_minute !== null;
