import { describe, expect, it } from 'vitest';
import { curl, platformOf, PLATFORMS, readDsn, slug } from './snippets';

const dsn = 'https://9f3c2be81d7a4460b5c1e90d4417a71e@erros.exemplo.com.br:8443/7';
const filling = { ...readDsn(dsn), release: 'loja@1.0.0', remove: 'apague' };

describe('how to connect', () => {
  it('reads what a DSN is made of', () => {
    expect(readDsn(dsn)).toEqual({ dsn, key: '9f3c2be81d7a4460b5c1e90d4417a71e', origin: 'https://erros.exemplo.com.br:8443' });
  });

  it('puts the real DSN into each platform’s code, once', () => {
    for (const one of PLATFORMS.filter((platform) => !platform.terminal))
      expect([one.id, one.code(filling).split(dsn).length - 1]).toEqual([one.id, 1]);
    expect(new Set(PLATFORMS.map((one) => one.id)).size).toBe(PLATFORMS.length);
  });

  it('reports without an SDK by the key', () => {
    const command = curl(filling);
    expect(command).toContain(`'https://erros.exemplo.com.br:8443/api/v1/errors'`);
    expect(command).toContain('Bearer 9f3c2be81d7a4460b5c1e90d4417a71e');
    expect(command).not.toContain('@erros');
  });

  it('finds the platform of a project, whatever its text', () => {
    expect(platformOf('python')?.id).toBe('python');
    expect(platformOf('PHP')?.id).toBe('php');
    expect(platformOf('python-flask')?.id).toBe('python');
    expect(platformOf('cobol')).toBeUndefined();
    expect(platformOf(null)).toBeUndefined();
  });

  it('makes names for releases', () => {
    expect(slug('Loja Virtual — São José')).toBe('loja-virtual-sao-jose');
    expect(slug('日本')).toBe('app');
  });
});
