// Organization, account, users, the pages of links, the palette.
import { newPerson, unique } from './lib/api.ts';
import { newProject, newTask, reportErrors } from './lib/data.ts';
import { everyLook, expectNoAxe, expectNoSideways, ready, setWidth, shot } from './lib/looks.ts';
import { expect, test } from './lib/test.ts';

test('inviting by name: the link is shown once, accepted by who it is for, refused to others', async ({ page, open, office, another }) => {
  const guest = await newPerson();
  await open('/organization');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel('Username or e-mail').fill(guest.username);
  await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('viewer');
  await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
  const url = new URL(await page.getByLabel('Link').inputValue());
  await page.getByRole('button', { name: 'Done' }).click();

  const other = await another('editor');
  await other.goto(url.pathname + url.hash);
  await expect(other.getByRole('heading', { level: 1, name: 'Invitation' })).toBeVisible();
  expect(other.url()).not.toContain('token');
  await other.getByRole('button', { name: 'Accept invitation' }).click();
  await expect(other.getByText('This invitation is for another account')).toBeVisible();

  const nobody = await another('nobody');
  await nobody.goto(url.pathname + url.hash);
  await nobody.getByRole('link', { name: 'Sign in' }).click();
  await nobody.getByLabel('Username or e-mail').fill(guest.username);
  await nobody.getByLabel('Password', { exact: true }).fill(guest.password);
  await nobody.getByRole('button', { name: 'Sign in' }).click();
  await nobody.getByRole('button', { name: 'Accept invitation' }).click();
  const { organization } = await office.member('owner');
  await expect(nobody.getByRole('combobox', { name: 'Working in' })).toHaveValue(organization);
});

test('members: a role that can’t go goes back and says why; others change and leave', async ({ page, open, office }) => {
  const owner = await office.member('owner');
  const editor = await office.member('editor');
  await open('/organization');
  const mine = page.getByRole('combobox', { name: `Role of ${owner.person.username}` });
  await mine.selectOption('editor');
  await expect(page.getByText('always keeps an owner')).toBeVisible();
  await expect(mine).toHaveValue('owner');
  await page.getByRole('combobox', { name: `Role of ${editor.person.username}` }).selectOption('admin');
  await expect(page.getByText(`${editor.person.username} is now Admin`)).toBeVisible();
  await page.getByRole('button', { name: `Remove ${editor.person.username}` }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('row', { name: new RegExp(editor.person.username) })).toHaveCount(0);
});

test('invitations are withdrawn, activity is told in both languages', async ({ page, open, api, office }) => {
  const { organization } = await office.member('owner');
  await api.post(`/organizations/${organization}/invitations`, { user: 'contadora@example.com', role: 'viewer' });
  await open('/organization?view=invitations');
  await page.getByRole('button', { name: 'Withdraw: contadora@example.com' }).click();
  await expect(page.getByText('No open invitations')).toBeVisible();
  await open('/organization?view=activity');
  const log = page.getByRole('table', { name: /Activity|Atividade/ });
  await expect(log.getByText('withdrew an invitation')).toBeVisible();
  await everyLook(page, async (look) => {
    await expect(log.getByText(look.lang === 'en' ? 'withdrew an invitation' : 'cancelou um convite')).toBeVisible();
    await expectNoAxe(page, `activity ${look.lang} ${look.theme}`);
    await shot(page, 'organization-activity', look);
  });
});

test('a new organization is worked in at once, renamed, and deleted after its name was typed', async ({ page, open }) => {
  const name = `Sítio ${unique()}`;
  await open('/organization');
  const menu = async (item: string) => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await menu('New organization');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create organization' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await menu('Rename');
  await page.getByLabel('Name', { exact: true }).fill(`${name} 2`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} 2` })).toBeVisible();
  await menu('Delete organization');
  const button = page.getByRole('alertdialog').getByRole('button', { name: 'Delete organization' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel(/^Type/).fill(`${name} 2`);
  await button.click();
  await expect(page.getByRole('combobox', { name: 'Working in' }).locator('option', { hasText: name })).toHaveCount(0);
});

test.describe('a viewer', () => {
  test.use({ who: 'viewer' });
  test('sees the members, and may leave', async ({ page, open }) => {
    await open('/organization');
    await expect(page.getByRole('button', { name: 'Invite' })).toHaveCount(0);
    await expect(page.getByRole('tab')).toHaveCount(0);
    await expect(page.getByRole('combobox', { name: /^Role of/ })).toHaveCount(0);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Leave organization' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Leave organization' }).click();
    await expect(page.getByText(/^You left/)).toBeVisible();
    await open('/users');
    await expect(page.getByText('Only operators see this page.')).toBeVisible();
  });
});

test('the account in every look', async ({ page, open }) => {
  await open('/account');
  for (const name of ['Profile', 'Password', 'Sessions', 'Activity', 'Delete account'])
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  await ready(page);
  await everyLook(page, async (look) => {
    await expectNoAxe(page, `account ${look.lang} ${look.theme}`);
    await shot(page, 'account', look);
  });
  await setWidth(page, 'narrow');
  await expectNoSideways(page);
});

test('profile, password, sessions, keys and theme of the account', async ({ page, open, office, another }) => {
  const { person } = await office.member('owner');
  await another('owner'); // a second session
  await open('/account');
  await page.getByLabel('Name shown').fill('Dona Benta');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Profile saved')).toBeVisible();
  const row = page
    .getByRole('table', { name: 'Sessions' })
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: 'End', exact: true }) });
  await expect(row.first()).toBeVisible();
  const before = await row.count();
  await row.first().getByRole('button', { name: 'End', exact: true }).click();
  await expect(row).toHaveCount(before - 1);

  await page.getByLabel('Current password').fill('not my password');
  await page.getByLabel('New password').fill(`Outro-Segredo-${unique()}`);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This is not your password.')).toBeVisible();
  await page.getByLabel('Current password').fill(person.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed')).toBeVisible();

  await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('switch', { name: 'Single-letter keys' }).uncheck();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('switch', { name: 'Single-letter keys' })).not.toBeChecked();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('invitations to me are accepted in the account; the account ends with its password', async ({ page, open, office }) => {
  const { person } = await office.member('owner');
  const host = await newPerson();
  await host.api.patch(`/organizations/${host.home}`, { name: 'Padaria' });
  await host.api.post(`/organizations/${host.home}/invitations`, { user: person.username, role: 'editor' });
  await open('/account');
  await page.getByRole('button', { name: 'Accept the invitation to Padaria' }).click();
  await expect(page.getByText('You are now in Padaria')).toBeVisible();
  await page.getByRole('button', { name: 'Delete account' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText(/With you go/)).toContainText(person.username);
  await dialog.getByLabel('Password', { exact: true }).fill('wrong password');
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  await expect(dialog.getByText('This is not your password.')).toBeVisible();
  await dialog.getByLabel('Password', { exact: true }).fill(person.password);
  await dialog.getByRole('button', { name: 'Delete account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
});

test.describe('an operator', () => {
  test.use({ who: 'operator' });
  test('finds a user, disables and enables them', async ({ page, open }) => {
    const person = await newPerson();
    await open('/users');
    await page.getByRole('searchbox', { name: 'Search' }).fill(person.username);
    await page.getByRole('link', { name: person.username }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await expect(page.getByText('can’t sign in')).toBeVisible();
    await page.getByRole('button', { name: 'Enable' }).click();
    await expect(page.getByText(`${person.username} can sign in.`)).toBeVisible();
    await expectNoAxe(page);
  });
});

test.describe('a link that is not whole', () => {
  test.use({ who: 'nobody' });
  test('says so, without a token and with a dead one', async ({ page, open }) => {
    await open('/reset');
    await expect(page.getByText('This link isn’t whole')).toBeVisible();
    await page.goto('/app/login');
    await page.goto('/app/reset#token=nothing');
    await expect(page.getByLabel('New password')).toBeVisible();
    expect(page.url()).not.toContain('token');
    await page.getByLabel('New password').fill(`Outro-Segredo-${unique()}`);
    await page.getByRole('button', { name: 'Set password' }).click();
    await expect(page.getByText('This link no longer counts')).toBeVisible();
    await expectNoAxe(page);
  });
});

test('the palette goes, creates and finds by keyboard', async ({ page, open, api }) => {
  const word = unique();
  const project = await newProject(api);
  await newTask(api, { title: `Tarefa ${word}` });
  const [error] = await reportErrors(api, project, { title: `Falha ${word}` });
  const { items } = await api.get(`/errors/${String(error?.id)}/events`);
  await open('/projects');
  const field = page.getByRole('combobox', { name: 'Go to, or find by name or id' });
  const look = async (text: string) => {
    await page.keyboard.press('Control+k');
    await field.fill(text);
  };
  await look(word);
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(2);
  await expectNoAxe(page);
  await page.keyboard.press('Escape');
  await look('new proj');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'New project' })).toBeVisible();
  await look(items[0].id);
  await expect(page.getByRole('listbox').getByRole('option', { name: /Event/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/app/errors/${String(error?.id)}\\?event=`));
});
