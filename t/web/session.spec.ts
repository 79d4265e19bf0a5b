// Who is signed in: signing in, registering, signing out, sessions that end, tabs, organizations.
import type { Page } from '@playwright/test';
import { newPerson, unique } from './lib/api.ts';
import { until } from './lib/data.ts';
import { expectNoAxe } from './lib/looks.ts';
import { routed } from './lib/routes.ts';
import { expect, test } from './lib/test.ts';

const menu = (page: Page) => page.getByRole('navigation', { name: 'Menu' });

async function signIn(page: Page, name: string, password: string, say = (english: string, _: string) => english) {
  await page.getByLabel(say('Username or e-mail', 'Usuário ou e-mail')).fill(name);
  await page.getByLabel(say('Password', 'Senha'), { exact: true }).fill(password);
  await page.getByRole('button', { name: say('Sign in', 'Entrar') }).click();
}

test.describe('signing in', () => {
  test.use({ who: 'nobody' });

  for (const lang of ['en', 'pt-BR'] as const) {
    test.describe(lang, () => {
      test.use({ lang });
      test('by keyboard alone, after what was forgotten and a wrong password', async ({ page, office, open, say }) => {
        const { person } = await office.member('owner');
        await open('/login');
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('Sign in', 'Entrar'));
        const name = page.getByLabel(say('Username or e-mail', 'Usuário ou e-mail'));
        const password = page.getByLabel(say('Password', 'Senha'), { exact: true });
        await expect(name).toBeFocused();
        await page.keyboard.press('Enter');
        await expect(name).toHaveAttribute('aria-invalid', 'true');
        await expect(name).toHaveAccessibleDescription(say('Enter your username or e-mail.', 'Informe seu usuário ou e-mail.'));
        await expectNoAxe(page, 'sign-in with faults');
        await page.keyboard.type(person.username);
        await page.keyboard.press('Tab');
        await expect(password).toBeFocused();
        await page.keyboard.type('Errada-de-todo-1');
        await page.keyboard.press('Enter');
        await expect(page.getByRole('alert')).toBeVisible();
        await expectNoAxe(page, 'sign-in refused');
        await expect(password).toBeFocused();
        await page.keyboard.type(person.password); // over what was wrong, which is selected
        await page.keyboard.press('Enter');
        await expect(page).toHaveURL(/\/app\/errors$/);
        await expect(menu(page)).toBeVisible();
      });
    });
  }

  test('the e-mail does as well, and leads to where one wanted to go', async ({ page, office }) => {
    const { person } = await office.member('owner');
    await page.goto('/app/organization?tab=x');
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await signIn(page, person.email, person.password);
    await expect(page).toHaveURL(/\/app\/organization\?tab=x$/);
  });

  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/login']) {
    test(`never leads away: next=${next}`, async ({ page, office, open }) => {
      const { person } = await office.member('owner');
      await open(`/login?next=${encodeURIComponent(next)}`);
      await signIn(page, person.username, person.password);
      await expect(page).toHaveURL(/\/app\/errors$/);
    });
  }

  test('leaves nothing that a script could take', async ({ page, office, open, context }) => {
    const { person } = await office.member('owner');
    await open('/login');
    await signIn(page, person.username, person.password);
    await expect(menu(page)).toBeVisible();
    const kept = await page.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]));
    expect(kept).not.toMatch(/eyJ|[\w-]{40,}/); // a JWT, or what is as long as a token
    expect(kept).not.toContain(person.password);
    const cookies = await context.cookies();
    expect(cookies.map(({ name, httpOnly, secure, sameSite, path }) => ({ name, httpOnly, secure, sameSite, path }))).toEqual([
      { name: '__Host-balcao', httpOnly: true, secure: true, sameSite: 'Strict', path: '/' },
    ]);
    expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length))).toBe(0);
  });
});

test.describe('registering', () => {
  test.use({ who: 'nobody' });

  test('with the rules of passwords, a name that is taken, and in', async ({ page, office, open }) => {
    const { person } = await office.member('owner');
    const name = `p${unique()}`;
    await open('/login');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Create an account' })).toBeVisible();
    const meter = page.getByRole('meter');
    await page.getByLabel('Username').fill(person.username);
    await page.getByLabel('E-mail').fill(`${name}@example.com`);
    const password = page.getByLabel('Password', { exact: true });
    await password.fill('senha123');
    await expect(meter).toHaveJSProperty('value', 3);
    await expect(page.getByRole('listitem').filter({ hasText: 'None that many people use' })).toContainText('not yet');
    await password.fill('Uma frase bem longa 7');
    await expect(meter).toHaveJSProperty('value', 4);
    await page.getByRole('button', { name: 'Create an account' }).click();
    await expect(page.getByLabel('Username')).toBeFocused();
    await expect(page.getByLabel('Username')).toHaveAttribute('aria-invalid', 'true');
    await expectNoAxe(page, 'register with a fault');
    await page.getByLabel('Username').fill(name);
    await page.getByRole('button', { name: 'Create an account' }).click();
    await expect(menu(page)).toBeVisible();
    await expect(page).not.toHaveURL(/register/);
  });

  test('the server has the last word on passwords, at their field', async ({ page, open }) => {
    const name = `p${unique()}`;
    await open('/register');
    await page.getByLabel('Username').fill(name);
    await page.getByLabel('E-mail').fill(`${name}@example.com`);
    await page.getByLabel('Password', { exact: true }).fill('password1');
    await page.getByRole('button', { name: 'Create an account' }).click();
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
    await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  });
});

test('signing out in one tab signs out in all, and Back shows nothing', async ({ page, context, open }) => {
  await open('/organization');
  await menu(page)
    .getByRole('link', { name: /^Clubs/ })
    .click();
  const other = await open('/tasks', await context.newPage());
  await expect(menu(other)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  for (const tab of [page, other]) {
    await expect(tab.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await expect(tab).toHaveURL(/\/app\/login$/);
  }
  expect(await context.cookies()).toEqual([]);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await expect(menu(page)).toHaveCount(0);
});

test('signing in in one tab signs in in the other', async ({ page, context, office, open }) => {
  const { person } = await office.member('owner');
  await open('/tasks');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  const other = await open('/login', await context.newPage());
  await signIn(page, person.username, person.password);
  await expect(menu(page)).toBeVisible();
  await expect(menu(other)).toBeVisible();
});

test('each tab keeps its organization', async ({ page, context, api, open }) => {
  const name = `Filial ${unique()}`;
  const branch = await api.post('/organizations', { name });
  await open('/tasks');
  const other = await open('/tasks', await context.newPage());
  const choice = (tab: Page) => tab.getByRole('combobox', { name: 'Working in' });
  const before = await choice(other).inputValue();
  expect(before).not.toBe(branch.id);
  await choice(page).selectOption({ label: name });
  await expect(choice(page)).toHaveValue(branch.id);
  await expect(page.getByText(`Now working in ${name}`)).toBeVisible();

  // Each names its own with its refresh, so a reload leaves both where they are.
  for (const [tab, organization] of [
    [page, branch.id],
    [other, before],
  ] as const) {
    const refresh = tab.waitForRequest('**/api/v1/token/refresh');
    await tab.reload();
    expect((await refresh).postDataJSON()).toMatchObject({ cookie: true, organization });
    await expect(choice(tab)).toHaveValue(organization);
  }
  // A new tab begins where one worked last.
  const third = await open('/tasks', await context.newPage());
  await expect(choice(third)).toHaveValue(branch.id);
});

test('a tab whose organization is gone works in another', async ({ page, office, open }) => {
  const guest = await office.member('viewer');
  await open('/tasks');
  const visitor = await newPerson();
  expect(visitor.id).not.toBe(guest.person.id);
  await page.evaluate(() => sessionStorage.setItem('balcao.organization', '01890000-0000-7000-8000-000000000001'));
  await page.reload();
  await expect(menu(page)).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Working in' })).not.toHaveValue('01890000-0000-7000-8000-000000000001');
});

test.describe('a session that has ended', () => {
  test('asks to sign in over the page; what was typed is still there, and is sent', async ({ page, office, api, open }) => {
    test.skip(!routed('/customers/new'), 'its page is not there yet');
    const { person } = await office.member('owner');
    const name = `Joana ${unique()}`;
    await open('/customers/new');
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('E-mail').fill(`j${unique()}@example.com`);
    await api.post('/logout', { everywhere: true });
    await until('the token is refused', async () => (await api.answer('GET', '/users/me')).status === 401);
    const dialog = page.getByRole('dialog', { name: 'Sign in' });
    // Another request may have found out before.
    if (!(await dialog.isVisible()))
      await page
        .getByRole('button', { name: 'Save' })
        .click({ timeout: 3000 })
        .catch(() => null);
    await expect(dialog).toBeVisible();
    await expectNoAxe(page, 'signing in again', { within: 'dialog[open]' });
    await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
    await dialog.getByLabel('Password', { exact: true }).fill(person.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  });

  test('asks once for all that waits, and leaves by Sign out', async ({ page, api, open }) => {
    await open('/tasks');
    await expect(menu(page)).toBeVisible();
    await page.clock.install();
    await api.post('/logout', { everywhere: true });
    await until('the token is refused', async () => (await api.answer('GET', '/users/me')).status === 401);
    await page.clock.runFor(70_000); // the menu's numbers are asked for
    const dialog = page.getByRole('dialog', { name: 'Sign in' });
    await expect(dialog).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeVisible(); // there is nothing behind it to work with
    await dialog.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/app\/login$/);
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  });
});
