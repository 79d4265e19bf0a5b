import { afterEach, expect, it } from 'vitest';
import { dropToken, heldToken, takeToken, tokenOf } from './fragment';

afterEach(() => dropToken('invitation'));

it('reads the token of a fragment', () => {
  expect(tokenOf('#token=abc')).toBe('abc');
  expect(tokenOf('#x=1&token=a%2Bb')).toBe('a+b');
  expect(tokenOf('#token=')).toBeNull();
  expect(tokenOf('')).toBeNull();
});

it('takes it out of the address, and keeps it until it is dropped', () => {
  window.history.replaceState(null, '', '/app/invitation?next=1#token=s3cret');
  expect(takeToken('invitation')).toBe('s3cret');
  expect(window.location.href).toMatch(/\/app\/invitation\?next=1$/);
  expect(takeToken('invitation')).toBe('s3cret');
  expect(heldToken('reset')).toBeNull();
  dropToken('invitation');
  expect(takeToken('invitation')).toBeNull();
});
