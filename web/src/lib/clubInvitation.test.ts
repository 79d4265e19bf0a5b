import { afterEach, describe, expect, it } from 'vitest';
import { readFragment, takeFragment } from './fragment';

describe('what came in the fragment', () => {
  afterEach(() => history.replaceState(null, '', '/'));

  it('leaves the address bar at once, and is given once', () => {
    history.replaceState(null, '', '/app/clubs?q=a#invitation=abc_123');
    readFragment();
    expect(window.location.href).toMatch(/\/app\/clubs\?q=a$/);
    expect(takeFragment('invitation')).toBe('abc_123');
    expect(takeFragment('invitation')).toBeNull();
  });

  it('leaves other fragments alone', () => {
    history.replaceState(null, '', '/app/reset#token=abc');
    readFragment();
    expect(window.location.hash).toBe('#token=abc');
    expect(takeFragment('invitation')).toBeNull();
  });
});
