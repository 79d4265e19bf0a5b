import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = `${dirname(fileURLToPath(import.meta.url))}/`;
const css = readFileSync(`${here}tokens.css`, 'utf8');
/** The custom properties of the block that begins with a selector. */
function block(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries([...body.matchAll(/(--[\w-]+):\s*(#[\da-f]+|transparent);/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
}

const light = block(':root');
const dark = block(":root[data-theme='dark']");

/** Relative luminance and contrast of WCAG 2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['--ground', '--surface', '--sunken', '--hover'];
const least: [tokens: string[], on: string[], ratio: number][] = [
  [['--text'], grounds, 12],
  [['--text-2'], grounds, 7],
  [['--text-3'], grounds, 4.8],
  [['--text-2', '--accent', '--danger'], [...grounds, '--accent-soft'], 4.5],
  [['--text-3'], ['--accent-soft'], 4.5],
  [['--fatal-text', '--error-text', '--warning-text', '--info-text', '--debug-text'], ['--surface', '--hover', '--accent-soft'], 4.5],
  [['--warning-text'], ['--warning-soft'], 4.5],
  [['--danger'], ['--danger-soft'], 4.5],
  [['--text'], ['--mark', '--accent-soft', '--danger-soft'], 4.5],
  [['--accent-on'], ['--accent', '--accent-hover'], 7],
  [['--danger-on'], ['--danger', '--danger-hover'], 4.5],
  [['--edge', '--fatal', '--error', '--warning', '--info', '--debug'], ['--surface'], 3],
];

describe('tokens', () => {
  it('are the same in the dark, whoever asked for it', () => expect(block(":root:not([data-theme='light'])")).toEqual(dark));
  it('have a dark value for each light colour', () => expect(Object.keys(dark).sort()).toEqual(Object.keys(light).sort()));
  describe.each([
    ['light', light],
    ['dark', dark],
  ])('%s', (_, theme) => {
    const pairs = least.flatMap(([tokens, on, ratio]) => tokens.flatMap((token) => on.map((ground) => [token, ground, ratio] as const)));
    it.each(pairs)('%s on %s is at least %f', (token, ground, ratio) => {
      expect(contrast(theme[token] ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(ratio - 0.05);
    });
  });
  it('are the only colours, and no part has a style attribute', () => {
    const found: string[] = [];
    for (const name of readdirSync(here, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(svelte|css)$/.test(name) || name === 'tokens.css') continue;
      const text = readFileSync(`${here}${name}`, 'utf8');
      for (const m of text.matchAll(/#[\da-f]{3,8}\b(?=\s*[;,)])|\b(?:rgba?|hsla?|oklch)\(|\sstyle="|!important|@html/gi))
        found.push(`${name}: ${m[0]}`);
    }
    expect(found).toEqual([]);
  });
});
