import { afterEach, expect, it } from 'vitest';
import { dropToken, heldToken, takeToken, tokenOf } from './fragment';

afterEach(() => {
  dropToken('invitation');
  dropToken('club');
  window.history.replaceState(null, '', '/');
});

it('reads the token of a fragment', () => {
  expect(tokenOf('#token=abc', 'reset')).toBe('abc');
  expect(tokenOf('#x=1&token=a%2Bb', 'reset')).toBe('a+b');
  expect(tokenOf('#token=', 'reset')).toBeNull();
  expect(tokenOf('', 'reset')).toBeNull();
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

it('of a club leaves the address bar at once', () => {
  window.history.replaceState(null, '', '/app/clubs?q=a#invitation=abc_123');
  expect(takeToken('club')).toBe('abc_123');
  expect(window.location.href).toMatch(/\/app\/clubs\?q=a$/);
  expect(heldToken('club')).toBe('abc_123');
  dropToken('club');
  expect(heldToken('club')).toBeNull();
});

it('of a club leaves other fragments alone', () => {
  window.history.replaceState(null, '', '/app/reset#token=abc');
  expect(takeToken('club')).toBeNull();
  expect(window.location.hash).toBe('#token=abc');
});
