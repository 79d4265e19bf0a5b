import { describe, expect, it } from 'vitest';
import { linkOf, tokenOf } from './invited.svelte';

const token = 'abcDEF123_-abcDEF123_-abcDEF123_-abcDEF1234';

describe('an invitation to a club', () => {
  it('is read from its link, or alone', () => {
    expect(tokenOf(linkOf(token))).toBe(token);
    expect(tokenOf(`  ${token}\n`)).toBe(token);
    expect(linkOf(token)).toContain('/app/clubs#invitation=');
  });

  it('is nothing else', () => {
    for (const text of ['', 'oi', 'https://example.com/', `https://example.com/#token=${token}`, '../../etc/passwd', `${token}/accept`])
      expect(tokenOf(text)).toBeNull();
  });
});
