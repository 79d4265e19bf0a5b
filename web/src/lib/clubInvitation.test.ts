import { afterEach, describe, expect, it } from 'vitest';
import { readInvitation, takeInvitation } from './clubInvitation';

describe('the invitation to a club', () => {
  afterEach(() => history.replaceState(null, '', '/'));

  it('leaves the address bar at once, and is given once', () => {
    history.replaceState(null, '', '/app/clubs?q=a#invitation=abc_123');
    readInvitation();
    expect(window.location.href).toMatch(/\/app\/clubs\?q=a$/);
    expect(takeInvitation()).toBe('abc_123');
    expect(takeInvitation()).toBeNull();
  });

  it('leaves other fragments alone', () => {
    history.replaceState(null, '', '/app/reset#token=abc');
    readInvitation();
    expect(window.location.hash).toBe('#token=abc');
    expect(takeInvitation()).toBeNull();
  });
});
