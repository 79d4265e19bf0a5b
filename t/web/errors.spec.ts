// The list of errors: filters, chart, triage by pointer and by keyboard, what is new, what stands where nothing is.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './lib/test.ts';
import { Api } from './lib/api.ts';
import { HOSTILE, LONG, newProject, settled, type Project } from './lib/data.ts';
import { everyLook, expectNoAxe, expectNoSideways, ready, shot } from './lib/looks.ts';

const rows = (page: Page): Locator => page.getByRole('table', { name: /^(Errors|Erros)$/ }).locator('[role=row][data-id]');
const row = (page: Page, title: string): Locator => rows(page).filter({ hasText: title });
const check = (page: Page, title: string): Promise<void> => row(page, title).getByRole('checkbox').check();
const bar = (page: Page): Locator => page.getByRole('region', { name: /^(Selection|Seleção)$/ });
const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

/** Reports by the project's key, which is a token of its own. */
const report = (project: Project, ...bodies: object[]) => new Api(project.key).post('/errors', bodies);

/** Five errors that differ in all that one filters and sorts by; the newest is the first. */
async function five(api: Api): Promise<Project> {
  const project = await newProject(api, 'Pedidos');
  const one = (title: string, level: string, environment: string, origin: string, hours: number, events: number) =>
    Array.from({ length: events }, () => ({ title, level, environment, origin, occurred_at: ago(hours), fingerprint: [title] }));
  await report(
    project,
    ...one('Conexão recusada', 'error', 'production', 'api-pedidos', 1, 2),
    ...one('Certificado vence logo', 'warning', 'staging', 'worker-nfe', 2, 5),
    ...one('Memória esgotada', 'fatal', 'production', 'api-pedidos', 30, 1),
    ...one('Pix expirado', 'info', 'dev', 'notebook', 50, 3),
    {
      title: 'Estoque negativo',
      level: 'debug',
      environment: 'homologação',
      origin: 'api-estoque',
      occurred_at: ago(400),
      details: 'saldo da loja 7',
    },
  );
  await settled(api, project, 12);
  return project;
}

const titles = async (page: Page, expected: string[]): Promise<void> => {
  await expect(rows(page)).toHaveCount(expected.length);
  for (const [index, title] of expected.entries()) await expect(rows(page).nth(index)).toContainText(title);
};

test('the list is filtered, searched and ordered; the address keeps it', async ({ api, open, page }) => {
  await five(api);
  await open('/errors');
  await titles(page, ['Conexão recusada', 'Certificado', 'Memória', 'Pix', 'Estoque']);
  await expect(page.getByText('5 unresolved')).toBeVisible();
  expect(new URL(page.url()).search).toBe('');

  await page.getByRole('combobox', { name: 'Order by' }).selectOption({ label: 'Level' });
  await titles(page, ['Memória', 'Conexão', 'Certificado', 'Pix', 'Estoque']);
  await page.getByRole('combobox', { name: 'Order by' }).selectOption({ label: 'Frequency' });
  await expect(rows(page).first()).toContainText('Certificado');
  await expect(rows(page).nth(1)).toContainText('Pix');

  const environment = page.getByRole('combobox', { name: 'Environment' });
  await expect(environment.getByRole('option', { name: 'homologação' })).toBeAttached();
  expect((await environment.getByRole('option').allTextContents()).slice(0, 4)).toEqual(['All', 'production', 'staging', 'dev']);
  await environment.selectOption('production');
  await titles(page, ['Conexão', 'Memória']);
  await page.reload();
  await titles(page, ['Conexão', 'Memória']);
  await expect(environment).toHaveValue('production');
  await page.getByRole('main').getByRole('button', { name: 'Clear' }).click();
  await expect(rows(page)).toHaveCount(5);
  expect(new URL(page.url()).search).toBe('');

  const search = page.getByRole('searchbox', { name: 'Search' });
  const by = page.getByRole('combobox', { name: 'Search by' });
  await search.fill('saldo');
  await titles(page, ['Estoque']);
  await by.selectOption({ label: 'Origin' });
  await search.fill('pedidos');
  await titles(page, ['Conexão', 'Memória']);
  await by.selectOption({ label: 'Level' });
  await search.fill('warn');
  await titles(page, ['Certificado']);
  await search.fill('zzz');
  await expect(page.getByRole('heading', { name: /zzz/ })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows(page)).toHaveCount(5);
  await page.getByRole('radio', { name: '24 h' }).check({ force: true });
  await titles(page, ['Conexão', 'Certificado']);
});

test('what is selected is archived, resolved, reopened, deleted', async ({ api, open, page }) => {
  await five(api);
  await open('/errors');
  await expect(bar(page)).toHaveCount(0);
  await check(page, 'Conexão');
  await check(page, 'Pix');
  await expect(bar(page)).toContainText('2 selected');
  await bar(page).getByRole('button', { name: 'Resolve' }).click();
  await titles(page, ['Certificado', 'Memória', 'Estoque']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await titles(page, ['Conexão', 'Certificado', 'Memória', 'Pix', 'Estoque']);

  await check(page, 'Memória');
  await bar(page).getByRole('button', { name: 'Archive' }).click();
  await expect(rows(page)).toHaveCount(4);
  await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Archived' });
  await titles(page, ['Memória']);
  await check(page, 'Memória');
  await bar(page).getByRole('button', { name: 'Reopen' }).click();
  await expect(rows(page)).toHaveCount(0);

  await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'All' });
  await expect(rows(page)).toHaveCount(5);
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await expect(bar(page)).toContainText('5 selected');
  await bar(page).getByRole('button', { name: 'Clear' }).click();
  await expect(bar(page)).toHaveCount(0);
  await check(page, 'Certificado');
  await check(page, 'Pix');
  await bar(page).getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('Delete 2 errors?');
  await expect(dialog).toContainText('8 events');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expectNoAxe(page, 'delete');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(rows(page)).toHaveCount(5);
  await bar(page).getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete 2 errors' }).click();
  await expect(rows(page)).toHaveCount(3);
});

test('errors are merged into one, and given to somebody', async ({ api, office, open, page }) => {
  const { person } = await office.member('editor');
  await five(api);
  await open('/errors');
  await check(page, 'Conexão');
  await check(page, 'Certificado');
  await bar(page).getByRole('button', { name: 'Merge' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('combobox', { name: 'Into' }).selectOption({ label: 'Certificado vence logo · 5 events' });
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await expect(rows(page)).toHaveCount(4);
  await expect(row(page, 'Certificado')).toContainText('7');

  await check(page, 'Memória');
  await check(page, 'Pix');
  await bar(page).getByRole('button', { name: 'Assign' }).click();
  await dialog.getByRole('combobox', { name: 'Assignee' }).selectOption({ label: person.username });
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(bar(page)).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Assignee' }).selectOption({ label: person.username });
  await titles(page, ['Memória', 'Pix']);
  await page.getByRole('combobox', { name: 'Assignee' }).selectOption({ label: 'Nobody' });
  await expect(rows(page)).toHaveCount(2);
});

test('triage by keyboard alone', async ({ api, open, page }) => {
  await five(api);
  await open('/errors');
  await expect(rows(page)).toHaveCount(5);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'Conexão').getByRole('link')).toBeFocused();
  await expect(row(page, 'Conexão')).toHaveCSS('outline-style', 'solid'); // the row has the ring of its link
  for (const key of ['j', 'x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
  await expect(bar(page)).toContainText('3 selected');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toHaveCount(0);
  await page.keyboard.press('k');
  await expect(row(page, 'Memória').getByRole('link')).toBeFocused();
  await page.keyboard.press('e');
  await expect(row(page, 'Memória')).toHaveCount(0);
  await expect(row(page, 'Pix').getByRole('link')).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await page.keyboard.press('e');
  await titles(page, ['Pix', 'Estoque']);
  await expect(row(page, 'Pix').getByRole('link')).toBeFocused();
  await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Resolved' });
  await titles(page, ['Conexão', 'Certificado', 'Memória']);
});

test('back from an error leads to the same place', async ({ api, open, page }) => {
  const project = await newProject(api);
  const many = Array.from({ length: 70 }, (_, i) => ({
    title: `Falha ${'abcdefghij'[i % 10]}${'klmnopq'[Math.floor(i / 10)]}`,
    occurred_at: ago(i / 10),
  }));
  await report(project, ...many);
  await settled(api, project, 70);
  await open('/errors?environment=production');
  await expect(rows(page)).toHaveCount(50);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(rows(page)).toHaveCount(70);
  const link = rows(page).nth(60).getByRole('link');
  await link.scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => scrollY);
  const title = (await link.textContent()) ?? '';
  await link.click();
  await expect(page).toHaveURL(/\/errors\/[0-9a-f-]{36}$/);
  await page.goBack();
  await expect(rows(page)).toHaveCount(70);
  await expect(row(page, title).getByRole('link')).toBeFocused();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(scrolled);
});

test('what is new waits; the chart, as a table too, and a period of one’s own', async ({ api, open, page }) => {
  const project = await five(api);
  await page.clock.install();
  await open('/errors');
  await expect(rows(page)).toHaveCount(5);
  await report(project, { title: 'Acabou de chegar' }, { title: 'Outro que chegou' });
  await settled(api, project, 14);
  await page.clock.runFor(16_000);
  const news = page.getByRole('button', { name: '2 new errors' });
  await expect(news).toBeVisible();
  await expect(rows(page)).toHaveCount(5);
  await news.click();
  await expect(rows(page)).toHaveCount(7);
  await expect(row(page, 'Acabou')).toContainText('New');

  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(page.getByRole('columnheader', { name: 'Fatal' })).toBeVisible();
  await expectNoAxe(page, 'chart as a table');
  await page.getByRole('button', { name: 'Show as chart' }).click();
  await page.getByRole('slider', { name: 'Events by level' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/since=/);
  await expect(page.getByRole('radio', { name: 'Other…' })).toBeChecked();
});

test('who only reads has nothing to press; a refusal goes back with its reason', async ({ api, another, open, page, watch }) => {
  await five(api);
  const viewer = await another('viewer');
  await open('/errors', viewer);
  await expect(rows(viewer)).toHaveCount(5);
  await expect(viewer.getByRole('main').getByRole('checkbox')).toHaveCount(0);

  await open('/errors');
  watch.allow(/403/);
  const refusal = { status: 403, code: 'forbidden', title: 'Forbidden', detail: 'Your role does not allow this.', needs: 'editor' };
  await page.route('**/api/v1/errors/bulk', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
  );
  await check(page, 'Pix');
  await bar(page).getByRole('button', { name: 'Resolve' }).click();
  await expect(page.getByRole('alert')).toContainText('Your role does not allow this.');
  await expect(rows(page)).toHaveCount(5);
});

test('nothing yet, nothing reported, a list that does not load', async ({ api, open, page, watch }) => {
  await open('/errors');
  await expect(page.getByRole('link', { name: 'New project' })).toHaveAttribute('href', '/app/projects/new');
  await expectNoAxe(page, 'no project');
  await shot(page, 'errors-no-project');
  const project = await newProject(api);
  await page.reload();
  await expect(page.getByRole('link', { name: 'How to connect' })).toHaveAttribute('href', `/app/projects/${project.id}`);
  await expectNoAxe(page, 'nothing reported');
  await report(project, { title: `${HOSTILE}${LONG}`, origin: LONG.slice(0, 250), environment: 'x'.repeat(64), level: 'fatal' });
  await settled(api, project, 1);
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveTitle(/Errors/);
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 700 });
    await expectNoSideways(page, `hostile ${width}`);
  }
  watch.allow(/500/);
  await page.route('**/api/v1/errors?**', (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"code":"internal","status":500,"detail":"It failed."}' }),
  );
  await page.getByRole('combobox', { name: 'Status' }).selectOption('all');
  await expect(page.getByText('It failed.')).toBeVisible();
  await expectNoAxe(page, 'failed');
  await page.unroute('**/api/v1/errors?**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rows(page)).toHaveCount(1);
});

test.describe('on a phone, in Portuguese', () => {
  test.use({ width: 'phone', lang: 'pt-BR' });
  test('filters stand in a sheet, actions at the foot', async ({ api, open, page }) => {
    await five(api);
    await open('/errors');
    await expect(rows(page)).toHaveCount(5);
    await expect(page.getByRole('combobox', { name: 'Ambiente' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Filtros' }).click();
    const sheet = page.getByRole('dialog', { name: 'Filtros' });
    for (const name of ['Ambiente', 'Status', 'Projeto', 'Responsável', 'Buscar por', 'Ordenar por'])
      await expect(sheet.getByRole('combobox', { name, exact: true })).toBeVisible();
    await expect(sheet.getByRole('radiogroup', { name: 'Período' })).toBeVisible();
    await sheet.getByRole('combobox', { name: 'Ambiente' }).selectOption('production');
    await expectNoAxe(page, 'sheet');
    await shot(page, 'errors-sheet');
    await sheet.getByRole('button', { name: 'Mostrar 2 erros' }).click();
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole('button', { name: 'Buscar' }).click();
    await expect(page.getByRole('searchbox', { name: 'Buscar' })).toBeFocused();
    await check(page, 'Memória');
    await expect(bar(page)).toBeVisible();
    await expectNoAxe(page, 'phone, selected');
    await bar(page).getByRole('button', { name: 'Arquivar' }).click();
    await expect(rows(page)).toHaveCount(1);
  });
});

test('every look', async ({ api, open, page }) => {
  await five(api);
  await open('/errors?status=all');
  await everyLook(
    page,
    async (look) => {
      await expect(rows(page)).toHaveCount(5);
      await expectNoAxe(page, `errors ${look.lang} ${look.theme} ${look.width}`);
      await expectNoSideways(page);
      await shot(page, 'errors', look);
    },
    { again: async () => ready(page) },
  );
});
