// How the console is delivered: headers, compression, weights. No page is looked at.
import type { APIRequestContext, Page } from '@playwright/test';
import { newTask } from './lib/data.ts';
import { routed } from './lib/routes.ts';
import { expect, test } from './lib/test.ts';

const CSP = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const KIB = 1024;

test.use({ who: 'nobody' });

const assets = async (request: APIRequestContext): Promise<string[]> => {
  const html = await (await request.get('/app/')).text();
  return [...html.matchAll(/(?:src|href)="(\/app\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
};

test('/ leads to the console', async ({ context }) => {
  const response = await context.request.get('/', { maxRedirects: 0 });
  expect(response.status()).toBe(302);
  expect(new URL(response.headers().location ?? '', response.url()).pathname).toBe('/app/');
  expect(new URL(response.headers().location ?? '', response.url()).origin).toBe(new URL(response.url()).origin);
});

for (const path of ['/app/', '/app/errors', '/app/clubs/new', '/app/no/such/page', '/app/errors?q=%3Cscript%3E'])
  test(`${path} is the page, never kept, with its policy exactly`, async ({ context }) => {
    const response = await context.request.get(path);
    expect(response.status()).toBe(200);
    const headers = response.headers();
    expect(headers['content-security-policy']).toBe(CSP);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['cache-control']).toMatch(/no-cache|no-store|max-age=0/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    const html = await response.text();
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?:\/\//i); // nothing that the policy would refuse, no other host
  });

test('what it loads has a name of its contents, is kept for a year, and compressed when it was built', async ({ context }) => {
  const found = await assets(context.request);
  expect(found.length).toBeGreaterThanOrEqual(2);
  for (const path of found) {
    expect(path).toMatch(/[-.][\w-]{8,}\.(js|css)$/);
    const response = await context.request.get(path, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(response.status(), path).toBe(200);
    const headers = response.headers();
    expect(headers['cache-control'], path).toBe('public, max-age=31536000, immutable');
    expect(headers['content-encoding'], path).toBe('gzip');
    expect(headers.vary, path).toMatch(/accept-encoding/i);
    // A length is told for what stands in a file, not for what nginx compresses on its way.
    expect(Number(headers['content-length']), path).toBeGreaterThan(0);
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['content-security-policy'], path).toBe(CSP);
  }
});

test('where there is no such file the answer is 404, not the page', async ({ context }) => {
  for (const path of ['/app/assets/', '/app/assets/main-00000000.js']) {
    const response = await context.request.get(path);
    expect(response.status(), path).toBe(404);
    expect(await response.text(), path).not.toContain('id="app"');
  }
});

test('nobody frames it, and it loads nothing of the documentation', async ({ context }) => {
  const response = await context.request.get('/app/');
  expect(response.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  expect((await context.request.get('/docs/')).status()).toBe(200);
});

/** The compressed JavaScript that came until now. */
async function weigh(page: Page, act: () => Promise<unknown>): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await act();
  return (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0);
}

test('the first h1 of sign-in needs 120 KiB of JavaScript at most', async ({ page, open }) => {
  const bytes = await weigh(page, () => open('/login'));
  test.info().annotations.push({ type: 'tells', description: `sign-in: ${(bytes / KIB).toFixed(1)} KiB` });
  expect(bytes).toBeGreaterThan(10 * KIB);
  expect(bytes).toBeLessThanOrEqual(120 * KIB);
});

test.describe('signed in', () => {
  test.use({ who: 'owner' });
  for (const path of ['/errors', '/tasks'])
    test(`the first h1 of ${path} needs 120 KiB of JavaScript at most`, async ({ page, api, open }) => {
      await newTask(api);
      const bytes = await weigh(page, () => open(path));
      test.info().annotations.push({ type: 'tells', description: `${path}: ${(bytes / KIB).toFixed(1)} KiB` });
      expect(bytes).toBeGreaterThan(10 * KIB);
      expect(bytes).toBeLessThanOrEqual(120 * KIB);
      test.skip(!routed(path), 'its page is not there yet');
    });

  test('a list comes with one request', async ({ page, api, open }) => {
    test.skip(!routed('/tasks'), 'its page is not there yet');
    await newTask(api, { title: 'Regar as plantas' });
    let asked = 0;
    page.on('request', (request) => {
      if (/\/api\/v1\/tasks/.test(request.url())) asked++;
    });
    await open('/tasks');
    await expect(page.getByText('Regar as plantas')).toBeVisible();
    expect(asked).toBe(1);
  });
});
