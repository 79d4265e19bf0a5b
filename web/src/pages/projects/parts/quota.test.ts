import { expect, it } from 'vitest';
import { count, fromMebibytes, isLimited, toMebibytes } from './quota';

it('writes bytes as MiB and reads them back', () => {
  expect(toMebibytes(2147483648)).toBe('2048');
  expect(fromMebibytes('2048')).toBe(2147483648);
  expect(fromMebibytes('1,5')).toBe(1572864);
  expect(toMebibytes(1572864)).toBe('1.5');
  expect(toMebibytes(null)).toBe('');
  expect(fromMebibytes(' ')).toBeNull();
});

it('takes nothing for the service’s own limit', () => {
  expect(count('')).toBeNull();
  expect(count('600')).toBe(600);
  expect(isLimited({ events_per_minute: null, bytes_per_minute: null })).toBe(false);
  expect(isLimited({ events_per_minute: 1, bytes_per_minute: null })).toBe(true);
});
