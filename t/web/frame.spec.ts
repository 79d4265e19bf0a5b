// Signing in, the menu, languages: what belongs to no room.
import { expect, test } from './lib/test.ts';

test.describe('somebody whom nobody knows', () => {
  test.use({ who: 'nobody' });

  test('is asked to sign in, and comes to the errors', async ({ page, office, open }) => {
    const { person } = await office.member('owner');
    await open('/');
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await page.getByLabel('Username or e-mail').fill(person.email);
    await page.getByLabel('Password', { exact: true }).fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(/\/app\/errors$/);
  });
});

test('a reload keeps the session', async ({ page, open }) => {
  await open('/nowhere');
  await expect(page.getByRole('navigation', { name: 'Menu' })).toBeVisible();
});
