import { expect, it } from 'vitest';
import { pieces } from './colours';

it('parts a line into words, texts and remarks, and loses nothing', () => {
  const line = '    dsn="https://k@host/7",  # apague "isto"';
  expect(
    pieces(line, '#')
      .map((one) => one.text)
      .join(''),
  ).toBe(line);
  expect(pieces(line, '#').filter((one) => one.kind)).toEqual([
    { text: '"https://k@host/7"', kind: 'text' },
    { text: '# apague "isto"', kind: 'remark' },
  ]);
  expect(pieces('import sentry_sdk', '#')[0]).toEqual({ text: 'import', kind: 'word' });
  expect(pieces('1 / 0', '#').map((one) => one.kind)).toEqual(['word', undefined, 'word']);
  expect(pieces('', '//')).toEqual([{ text: '' }]);
});
