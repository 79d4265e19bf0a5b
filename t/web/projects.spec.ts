// Projects: from nothing to the first event, keys, settings, grouping rules, the end of one.
import { HOSTILE, LONG, newProject, reportErrors } from './lib/data.ts';
import { unique } from './lib/api.ts';
import { everyLook, expectNoAxe, expectNoSideways, ready, setWidth, shot, tabTo } from './lib/looks.ts';
import { expect, test } from './lib/test.ts';

test.describe('somebody new', () => {
  test.use({ who: 'nobody', width: 'phone', lang: 'pt-BR' });
  test('registers, names a project, pastes its code, sees the first event arrive', async ({ page, open }) => {
    const username = `p${unique()}`;
    await open('/register');
    await page.getByLabel('Usuário').fill(username);
    await page.getByLabel('E-mail').fill(`${username}@example.com`);
    await page.getByLabel('Senha', { exact: true }).fill(`Um-Segredo-${username}!`);
    await page.getByRole('button', { name: 'Criar conta' }).click();

    await expect(page.getByRole('heading', { level: 1, name: 'Novo projeto' })).toBeVisible();
    await page.getByLabel('Nome', { exact: true }).fill('Loja de bolos');
    await page.getByLabel('Organização').fill('Bolos da Dona');
    await page.getByRole('button', { name: 'Criar projeto' }).click();

    await expect(page.getByRole('heading', { level: 1, name: 'Loja de bolos' })).toBeVisible();
    await expect(page.getByText('Esperando o primeiro evento')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Copiar DSN' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Plataforma' }).selectOption('curl');
    const command = await page.getByRole('region', { name: 'No terminal' }).innerText();
    const key = /Bearer ([0-9a-f]{32})/.exec(command)?.[1];
    const told = await page.request.post('/api/v1/errors', { headers: { Authorization: `Bearer ${key}` }, data: { title: 'Bolo solado' } });
    expect(told.status()).toBe(202);
    await expect(page.getByText('O primeiro evento chegou')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Ver o erro' })).toHaveAttribute('href', /\/app\/errors\/[0-9a-f-]{36}/);
    await expectNoAxe(page);
  });
});

test('the room says what it is for while it is empty', async ({ page, open }) => {
  await open('/projects');
  await expect(page.getByText('No project yet')).toBeVisible();
  await everyLook(page, async (look) => {
    await expectNoAxe(page, `projects empty ${look.lang} ${look.theme}`);
    await shot(page, 'projects-empty', look);
  });
  await page.getByRole('link', { name: 'Novo projeto' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Novo projeto' })).toBeVisible();
});

test('/app/ leads to the first step, and to the errors once there is a project', async ({ page, open, api }) => {
  await page.goto('/app/');
  await expect(page).toHaveURL(/\/app\/projects\/new$/);
  await newProject(api);
  await page.goto('/app/');
  await expect(page).toHaveURL(/\/app\/errors$/);
  await open('/projects');
});

test('a project in every look, with hostile and long text', async ({ page, open, api }) => {
  const project = await newProject(api, `${HOSTILE}${LONG}`.slice(0, 200), 'python');
  await open(`/projects/${project.id}`);
  await expect(page.getByText(project.dsn).first()).toBeVisible();
  await everyLook(page, async (look) => {
    await expectNoAxe(page, `project ${look.lang} ${look.theme}`);
    await shot(page, 'project-connect', look);
  });
  await setWidth(page, 'narrow');
  for (const view of ['connect', 'keys', 'settings', 'grouping']) {
    await open(`/projects/${project.id}?view=${view}`);
    await ready(page);
    await expectNoSideways(page, view);
    await expectNoAxe(page, view);
  }
  expect(await page.title()).toContain('<img src=x'); // text, and nothing that ran
});

test('keys are made, renamed, limited and deleted', async ({ page, open, api }) => {
  const project = await newProject(api);
  await open(`/projects/${project.id}`);
  await page.getByRole('link', { name: 'Keys' }).click();
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Caixa');
  await page.getByLabel('Events a minute').fill('600');
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByRole('row', { name: /Caixa/ })).toContainText('limited');

  await page.getByRole('button', { name: 'Actions for Caixa' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Caixa 2');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: /Caixa 2/ })).toBeVisible();
  const { items } = await api.get(`/projects/${project.id}/keys`);
  expect(items.map((one: { quota: { events_per_minute: number | null } }) => one.quota.events_per_minute)).toEqual([null, 600]);

  await page.getByRole('button', { name: 'Actions for Caixa 2' }).click();
  await page.getByRole('menuitem', { name: 'Delete key' }).click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete key' }).click();
  await expect(page.getByRole('row', { name: /Caixa 2/ })).toHaveCount(0);
});

test('settings: a fault stands at its field, and leaving asks', async ({ page, open, api }) => {
  const project = await newProject(api);
  await open(`/projects/${project.id}?view=settings`);
  const days = page.getByLabel('Days kept');
  await days.fill('0');
  await page
    .getByRole('link', { name: 'Tasks' })
    .or(page.getByRole('link', { name: 'Organization' }))
    .first()
    .click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(days).toHaveAttribute('aria-invalid', 'true');
  await expect(days).toBeFocused();
  await days.fill('30');
  await page.getByLabel('More names to hide').fill('placa');
  await page.keyboard.press('Enter');
  await page.getByLabel('Space kept, in MiB').fill('512');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Settings saved')).toBeVisible();
  const now = await api.get(`/projects/${project.id}`);
  expect(now).toMatchObject({ retention_days: 30, keep_bytes: 512 * 1024 * 1024, scrub_names: ['placa'] });
});

test('settings: what another person changed is shown beside one’s own', async ({ page, open, api }) => {
  const project = await newProject(api, 'Loja');
  await open(`/projects/${project.id}?view=settings`);
  await page.getByLabel('Name', { exact: true }).fill('Minha loja');
  await api.patch(`/projects/${project.id}`, { name: 'Outra loja' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Minha loja' })).toBeVisible();
});

test('grouping rules: tried before they count', async ({ page, open, api }) => {
  const project = await newProject(api);
  await reportErrors(api, project, { title: 'Timeout A' }, { title: 'Queda B' });
  await open(`/projects/${project.id}?view=grouping`);
  await page.getByRole('button', { name: 'Add rule' }).click();
  await page.getByRole('combobox', { name: 'If' }).selectOption('value');
  await page.getByLabel('fits').fill('*');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Group by')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Group by').fill('tudo');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText(/join 2 errors into/)).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Rules saved')).toBeVisible();
  expect((await api.get(`/projects/${project.id}`)).fingerprint_rules).toEqual([{ value: '*', parts: ['tudo'] }]);
});

test('deleting says how much goes, by keyboard alone', async ({ page, open, api }) => {
  const project = await newProject(api);
  await reportErrors(api, project, { title: 'A' }, { title: 'B' });
  await open(`/projects/${project.id}`);
  await tabTo(page, page.getByRole('button', { name: 'More actions' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Grouping rules' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/2 errors go/)).toBeVisible();
  await tabTo(page, page.getByRole('alertdialog').getByRole('button', { name: 'Delete project' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('No project yet')).toBeVisible();
  await expect(api.get(`/projects/${project.id}`)).rejects.toThrow('404');
});

test.describe('somebody who only reads', () => {
  test.use({ who: 'viewer' });
  test('sees how to connect, and nothing that changes it', async ({ page, open, api }) => {
    const project = await newProject(api);
    await open('/projects');
    await expect(page.getByRole('link', { name: 'New project' })).toHaveCount(0);
    await open(`/projects/${project.id}`);
    await expect(page.getByRole('button', { name: 'Copy DSN' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Settings' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'More actions' })).toHaveCount(0);
    await open('/projects/new');
    await expect(page.getByText('Only admins can do this.')).toBeVisible();
  });
});

test('a service that is down is said, and tried again; a project that is not there leads back', async ({ page, open }) => {
  await page.route('**/api/v1/projects?*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: '{"code":"internal","title":"x","detail":"Something broke."}',
    }),
  );
  await page.goto('/app/projects');
  await expect(page.getByRole('alert')).toContainText('Something broke.');
  await page.unroute('**/api/v1/projects?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('No project yet')).toBeVisible();
  await open('/projects/0190aaaa-0000-7000-8000-000000000001');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
});
