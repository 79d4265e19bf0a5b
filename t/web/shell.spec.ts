// The frame of every page: menu, languages, themes, keys, addresses, and what happens when something does not answer.
import type { Page } from '@playwright/test';
import { expectFocusVisible, expectNoAxe, setTheme, shot, tabTo } from './lib/looks.ts';
import { routed } from './lib/routes.ts';
import { expect, test } from './lib/test.ts';

const menu = (page: Page) => page.getByRole('navigation', { name: 'Menu' });
const h1 = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test.describe('the menu', () => {
  const ENTRIES = {
    en: ['Errors', 'Projects', 'Tasks', 'Customers', 'Clubs', 'Organization', 'Users', 'Your account'],
    'pt-BR': ['Erros', 'Projetos', 'Tarefas', 'Clientes', 'Clubes', 'Organização', 'Usuários', 'Sua conta'],
  };
  for (const lang of ['en', 'pt-BR'] as const)
    for (const who of ['viewer', 'operator'] as const)
      test.describe(`${who} ${lang}`, () => {
        test.use({ who, lang });
        test('offers what one may do', async ({ page, open, say }) => {
          await open('/tasks');
          const users = say('Users', 'Usuários');
          const wanted = ENTRIES[lang].filter((name) => who === 'operator' || name !== users);
          const links = menu(page)
            .getByRole('link')
            .filter({ has: page.locator('.name') }); // not the mark's
          await expect(links).toHaveCount(wanted.length);
          const names = await links.evaluateAll((all) => all.map((one) => one.querySelector('.name')?.textContent ?? one.textContent));
          expect(names).toEqual(wanted);
          await expect(menu(page).getByRole('combobox', { name: say('Language', 'Idioma') })).toBeVisible();
          await expect(page.getByRole('combobox', { name: say('Working in', 'Trabalhando em') })).toBeVisible();
          await expect(menu(page).getByRole('button', { name: say('Sign out', 'Sair') })).toBeVisible();
        });
      });

  test('says where one is', async ({ page, open }) => {
    await open('/tasks');
    await menu(page)
      .getByRole('link', { name: /^Clubs/ })
      .click();
    await expect(page).toHaveURL(/\/app\/clubs$/);
    if (routed('/clubs')) await expect(menu(page).locator('[aria-current="page"]')).toHaveText(/Clubs/);
  });

  test.describe('on a phone', () => {
    test.use({ width: 'phone' });
    test('opens by Menu, keeps the focus, closes by Escape and by going somewhere', async ({ page, open }) => {
      await open('/tasks');
      await expect(menu(page)).toBeHidden();
      const button = page.getByRole('button', { name: 'Menu' });
      await button.click();
      await expect(menu(page)).toBeVisible();
      await expectNoAxe(page, 'the menu on a phone');
      await shot(page, 'menu-390-light-en');
      await page.keyboard.press('Escape');
      await expect(menu(page)).toBeHidden();
      await expect(button).toBeFocused();
      await button.click();
      await menu(page)
        .getByRole('link', { name: /^Projects/ })
        .click();
      await expect(page).toHaveURL(/\/app\/projects$/);
      await expect(menu(page)).toBeHidden();
    });

    test('what is touched is 44 px', async ({ page, open }) => {
      await open('/tasks');
      await page.getByRole('button', { name: 'Menu' }).click();
      await expect(menu(page)).toBeVisible();
      const small = await page
        .getByRole('dialog')
        .locator('a, button, select')
        .evaluateAll((all) =>
          all
            // A select stands in a box that has the border.
            .map((one) => ({
              text: one.textContent?.trim().slice(0, 30),
              box: (one.closest('select')?.parentElement ?? one).getBoundingClientRect(),
            }))
            .filter(({ box }) => box.width > 0 && box.height < 43.5)
            .map(({ text, box }) => `${text}: ${box.height}`),
        );
      expect(small).toEqual([]);
    });
  });
});

test.describe('a page that one’s role does not open', () => {
  test('says who may', async ({ page, open }) => {
    test.skip(!routed('/users'), 'its page is not there yet');
    await open('/users');
    await expect(page.getByText('Only operators see this page.')).toBeVisible();
    await expectNoAxe(page);
  });
});

test.describe('the language', () => {
  test('is the browser’s, then the one that was chosen, also in another tab and after signing out', async ({ page, context, open }) => {
    await open('/tasks');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await menu(page).getByRole('combobox', { name: 'Language' }).selectOption('Português');
    await expect(page.locator('html')).toHaveAttribute('lang', 'pt-BR');
    await expect(menu(page).getByRole('link', { name: /^Tarefas/ })).toBeVisible();
    await page.reload();
    await expect(menu(page).getByRole('link', { name: /^Tarefas/ })).toBeVisible();
    const other = await open('/tasks', await context.newPage());
    await expect(menu(other).getByRole('link', { name: /^Tarefas/ })).toBeVisible();
    await page.getByRole('button', { name: 'Sair' }).click();
    await expect(h1(page, 'Entrar')).toBeVisible();
  });

  test('is what the server is asked for', async ({ page, open }) => {
    await open('/tasks');
    await menu(page).getByRole('combobox', { name: 'Language' }).selectOption('Português');
    const request = page.waitForRequest(/\/api\/v1\/(?!token)/);
    await page.reload();
    expect(await (await request).headerValue('accept-language')).toBe('pt-BR');
  });

  for (const [locale, wanted] of [
    ['pt-PT', 'pt-BR'],
    ['de-DE', 'en'],
  ] as const)
    test(`of a browser in ${locale} is ${wanted}`, async ({ browser, watch }) => {
      const context = await browser.newContext({ locale, ignoreHTTPSErrors: true, baseURL: process.env.BASE });
      await watch.over(context);
      const page = await context.newPage();
      await page.goto('/app/login');
      await expect(page.locator('html')).toHaveAttribute('lang', wanted);
      await context.close();
    });
});

test('the theme follows the system at once', async ({ page, open }) => {
  await open('/tasks');
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await setTheme(page, 'dark');
  await expect.poll(ground).not.toBe(light);
});

test.describe('addresses', () => {
  test('where there is nothing the way back is offered', async ({ page, open }) => {
    await open('/tasks');
    await open('/nothing/at/all');
    await expect(h1(page, 'Page not found')).toBeVisible();
    await expect(page).toHaveTitle('Page not found · balcão');
    await expectNoAxe(page);
    await shot(page, 'missing-1280-light-en');
    await page.getByRole('button', { name: 'Back' }).click();
    await expect(page).toHaveURL(/\/app\/tasks$/);
    await open('/nothing/at/all');
    await page.getByRole('link', { name: 'Go to the errors' }).click();
    await expect(page).toHaveURL(/\/app\/errors$/);
  });

  for (const odd of ['/tasks/', '/%E0%A4%A', '/errors/%00', '/<script>alert(1)</script>', '/errors/../../x', '/' + 'a'.repeat(2000)])
    test(`an odd one gets a page: ${odd.slice(0, 40)}`, async ({ page }) => {
      await page.goto(`/app${odd}`);
      await expect(page.locator('body')).not.toBeEmpty();
      // nginx refuses what is no address at all; everything else is a page of the console.
      if ((await page.title()).includes('balcão')) await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    });

  test('Back and Forward go through the pages, and the focus goes to their heading', async ({ page, open }) => {
    await open('/tasks');
    await menu(page)
      .getByRole('link', { name: /^Customers/ })
      .click();
    await expect(page).toHaveURL(/\/app\/customers$/);
    await menu(page)
      .getByRole('link', { name: /^Organization/ })
      .click();
    await expect(page).toHaveURL(/\/app\/organization$/);
    await expect.poll(() => page.evaluate(() => document.querySelector('main')?.contains(document.activeElement))).toBe(true);
    await page.goBack();
    await expect(page).toHaveURL(/\/app\/customers$/);
    await page.goForward();
    await expect(page).toHaveURL(/\/app\/organization$/);
    await page.reload();
    await expect(page).toHaveURL(/\/app\/organization$/);
    await expect(menu(page)).toBeVisible();
  });
});

test.describe('keys', () => {
  test('? tells them, Escape gives the focus back', async ({ page, open }) => {
    await open('/tasks');
    const link = menu(page).getByRole('link', { name: /^Projects/ });
    await link.focus();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(help).toBeVisible();
    await expect(help.getByText('Resolve an error, complete a task')).toBeVisible();
    await expectNoAxe(page, 'the keys');
    await page.keyboard.press('Escape');
    await expect(help).toBeHidden();
    await expect(link).toBeFocused();
  });

  test('? in a field is text', async ({ page, open }) => {
    await page.context().clearCookies();
    await page.goto('/app/login');
    const name = page.getByLabel('Username or e-mail');
    await name.click();
    await page.keyboard.type('a?/');
    await expect(name).toHaveValue('a?/');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    void open;
  });

  test('the first Tab offers to skip the menu, and every stop shows the focus', async ({ page, open }) => {
    await open('/tasks');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    await expect(skip).toBeFocused();
    await expectFocusVisible(page);
    for (let stop = 0; stop < 14; stop++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement === document.body)) break;
      await expectFocusVisible(page);
    }
    await skip.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.querySelector('main')?.contains(document.activeElement))).toBe(true);
  });

  test('the menu is used without a mouse', async ({ page, open }) => {
    await open('/tasks');
    await tabTo(page, menu(page).getByRole('link', { name: /^Customers/ }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/app\/customers$/);
  });
});

test.describe('less motion', () => {
  test('nothing moves for those who ask for that', async ({ page, open }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open('/tasks');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    const moving = () =>
      page.evaluate(() =>
        document
          .getAnimations()
          .filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().activeDuration) > 50)
          .map((one) => (one.effect as KeyframeEffect).target?.outerHTML.slice(0, 100)),
      );
    expect(await moving()).toEqual([]);
    await open('/system');
    expect(await moving()).toEqual([]);
  });
});

test.describe('when something does not answer', () => {
  test('without a network a line says so, and goes when it is back', async ({ page, open, say }) => {
    await open('/tasks');
    const line = page.getByText(say('No connection. What you typed is kept on this screen.', ''));
    await page.context().setOffline(true);
    await expect(line).toBeVisible();
    await expectNoAxe(page, 'no network');
    await shot(page, 'no-network-1280-light-en');
    await page.context().setOffline(false);
    await expect(line).toBeHidden();
  });

  for (const [status, sentence] of [
    [429, /The service is busy\. Trying again in \d+ s\./],
    [503, /The service is down\. Trying again in \d+ s\./],
  ] as const)
    test(`${status} waits as long as the service says, says so, and tries again`, async ({ page, open }) => {
      let asked = 0;
      // The first answer tells to wait, the second comes from the service.
      await page.route('**/api/v1/organizations?*', async (route) => {
        if (asked++ > 0) return route.continue();
        const body = JSON.stringify({ title: 'x', status, code: status === 429 ? 'rate_limited' : 'unavailable' });
        await route.fulfill({ status, body, headers: { 'Retry-After': '3', 'Content-Type': 'application/problem+json' } });
      });
      await open('/tasks');
      await expect(page.getByText(sentence)).toBeVisible();
      await expectNoAxe(page, `the line of ${status}`);
      await expect.poll(() => asked).toBe(2);
      await expect(page.getByText(sentence)).toBeHidden();
    });

  test('a part that an upgrade took away offers to reload', async ({ page, open }) => {
    await open('/nowhere');
    let gone = true;
    await page.route(/\/app\/assets\/.*\.js$/, (route) => (gone ? route.fulfill({ status: 404, body: '' }) : route.continue()));
    const [path, title] = routed('/tasks') ? ['tasks', 'Tasks'] : ['system', ''];
    if (title)
      await menu(page)
        .getByRole('link', { name: /^Tasks/ })
        .click();
    else await page.evaluate(() => history.pushState(null, '', '/app/system') ?? dispatchEvent(new PopStateEvent('popstate')));
    await expect(h1(page, 'This page has changed')).toBeVisible();
    await expectNoAxe(page, 'a part that is gone');
    gone = false;
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(h1(page, 'This page has changed')).toHaveCount(0);
    await expect(page).toHaveURL(new RegExp(`/app/${path}$`));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });

  test('a slow answer shows that something comes', async ({ page, open }) => {
    test.skip(!routed('/tasks'), 'its page is not there yet');
    let release = () => {};
    const held = new Promise<void>((done) => (release = done));
    await page.route('**/api/v1/tasks?*', async (route) => {
      await held;
      await route.continue();
    });
    await open('/tasks');
    const comes = page.getByRole('main').getByRole('status').filter({ hasText: 'Loading' });
    await expect(comes).toHaveCount(1);
    await expectNoAxe(page, 'the skeleton of a list');
    release();
    await expect(comes).toHaveCount(0);
  });
});
