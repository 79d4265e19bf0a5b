import { expect, it } from 'vitest';
import { agentOf } from './agent';

it('tells browsers and systems apart', () => {
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
  const edge = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0';
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1';
  const android = 'Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0';
  expect(agentOf(chrome)).toEqual({ browser: 'Chrome', system: 'Linux' });
  expect(agentOf(edge)).toEqual({ browser: 'Edge', system: 'Windows' });
  expect(agentOf(iphone)).toEqual({ browser: 'Safari', system: 'iPhone' });
  expect(agentOf(android)).toEqual({ browser: 'Firefox', system: 'Android' });
});

it('calls programs by their name, and nothing nothing', () => {
  expect(agentOf('curl/8.5.0')).toEqual({ browser: 'curl', system: null });
  expect(agentOf(' ')).toBeNull();
  expect(agentOf(null)).toBeNull();
});
