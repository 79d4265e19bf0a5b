// How a page can look: width, theme, language. And what must hold in each of them.
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import { expect, type Locator, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';

export type Lang = 'en' | 'pt-BR';
export type Theme = 'light' | 'dark';
export const WIDTHS = { narrow: [320, 640], phone: [390, 844], tablet: [768, 1024], desktop: [1280, 800] } as const;
export type Width = keyof typeof WIDTHS;
export interface Look {
  lang: Lang;
  theme: Theme;
  width: Width;
}

const SHOTS = process.env.SHOTS ?? new URL('../../../build/web/shots', import.meta.url).pathname;

/** Reloads the page in a language, as somebody who chose it once. */
export async function speak(page: Page, lang: Lang): Promise<void> {
  await page.evaluate((value) => localStorage.setItem('balcao.language', value), lang);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
}

export const setTheme = (page: Page, theme: Theme) => page.emulateMedia({ colorScheme: theme });

export async function setWidth(page: Page, width: Width): Promise<void> {
  const [wide, high] = WIDTHS[width];
  await page.setViewportSize({ width: wide, height: high });
}

/**
 * Goes through looks of one page: two languages (each by a reload, so the state must be in the address, or `again` makes it anew), two
 * themes, the widths 390 and 1280; eight in all unless there are fewer.
 */
export async function everyLook(
  page: Page,
  see: (look: Look) => Promise<void>,
  { langs = ['en', 'pt-BR'], themes = ['light', 'dark'], widths = ['phone', 'desktop'], loads = false, again }: Looks = {},
): Promise<void> {
  for (const lang of langs) {
    await speak(page, lang);
    if (!loads) await ready(page);
    await again?.(lang);
    for (const width of widths) {
      await setWidth(page, width);
      for (const theme of themes) {
        await setTheme(page, theme);
        await see({ lang, theme, width });
      }
    }
  }
}
interface Looks {
  langs?: Lang[];
  themes?: Theme[];
  widths?: Width[];
  /** The page shows something that loads, and stays so. */
  loads?: boolean;
  again?: (lang: Lang) => Promise<void>;
}

/** Waits until the page stands: its h1 is there and nothing says that it loads. */
export async function ready(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
}

/** axe without a finding, all of its rules. `within` limits it to a part, `except` leaves out selectors (say why in the spec). */
export async function expectNoAxe(
  page: Page,
  what = page.url(),
  { within, except = [] }: { within?: string; except?: string[] } = {},
): Promise<void> {
  await settle(page);
  // axe itself, without its package for Playwright, which takes a second more for each look at a page.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = (await page.evaluate(
    ([include, exclude, options]) => (window as unknown as { axe: typeof axe }).axe.run({ include, exclude }, options),
    [[[within ?? 'html']], except.map((selector) => [selector]), { resultTypes: ['violations'] }] as [string[][], string[][], RunOptions],
  )) as AxeResults;
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, html, failureSummary }) =>
        `${id} (${help}) at ${target.join(' ')}: ${html.slice(0, 160)}\n  ${failureSummary?.replaceAll('\n', ' ')}`,
    ),
  );
  expect(told, `axe: ${what}`).toEqual([]);
}

/** Ends what moves, so that colours are judged, and pictures taken, as they stay. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (const one of document.getAnimations()) if (one.effect?.getComputedTiming().iterations !== Infinity) one.finish();
  });
}

/** Nothing is wider than the window; the message names what is. */
export async function expectNoSideways(page: Page, what = page.url()): Promise<void> {
  const wide = await page.evaluate(() => {
    const root = document.scrollingElement ?? document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const beyond = [...document.querySelectorAll<HTMLElement>('body *')].filter(
      (one) => one.getBoundingClientRect().right > root.clientWidth + 1,
    );
    return [`${root.scrollWidth} > ${root.clientWidth}`, ...beyond.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))];
  });
  expect(wide, `no sideways scrolling: ${what}`).toEqual([]);
}

/** A picture of the whole page for a person to look at: build-check/web/shots/NAME.png. Names: `errors-empty`, with a look appended. */
export async function shot(page: Page, name: string, look?: Look): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await settle(page);
  const file = look ? `${name}-${WIDTHS[look.width][0]}-${look.theme}-${look.lang === 'en' ? 'en' : 'pt'}` : name;
  await page.screenshot({ path: `${SHOTS}/${file}.png`, fullPage: true, animations: 'disabled', caret: 'hide' });
}

// --- keyboard ---

/** Presses Tab (or `key`) until something has the focus; fails after `most`. */
export async function tabTo(page: Page, target: Locator, { key = 'Tab', most = 80 } = {}): Promise<void> {
  for (let pressed = 0; pressed < most; pressed++) {
    if (await target.evaluate((one) => one === document.activeElement).catch(() => false)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${most} × ${key} never reach ${target}: the focus is at ${await focused(page)}`);
}

/** What has the focus, as its beginning in HTML. */
export const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 160) ?? 'nothing');

/** The focus is somewhere, and can be seen: an outline, a border or a shadow that is not there without it. */
export async function expectFocusVisible(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const one = document.activeElement as HTMLElement | null;
    if (!one || one === document.body) return 'nothing has the focus';
    const look = () => {
      // Some controls draw the ring around the box in which they stand.
      const parts: (HTMLElement | null)[] = [one, one.parentElement, one.parentElement?.parentElement ?? null];
      return parts
        .map((part) => part && getComputedStyle(part))
        .map((style) => style && [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.backgroundColor].join())
        .join('|');
    };
    const having = look();
    one.blur();
    const without = look();
    one.focus({ preventScroll: true });
    return having === without ? `no visible focus: ${one.outerHTML.slice(0, 160)}` : '';
  });
  expect(seen).toBe('');
}
