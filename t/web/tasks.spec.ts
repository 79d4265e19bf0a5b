// The room of tasks.
import { HOSTILE, LONG, newTask } from './lib/data.ts';
import { everyLook, expectNoAxe, expectNoSideways, focused, ready, setWidth, shot } from './lib/looks.ts';
import { expect, test } from './lib/test.ts';

const DAY = 86_400_000;
const at = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

test('Enter adds a task, and stays for the next one', async ({ api, open, page }) => {
  await open('/tasks');
  const field = page.getByLabel('New task');
  await field.fill('Pagar o aluguel');
  await field.press('Enter');
  await expect(field).toHaveValue('');
  await expect(field).toBeFocused();
  await page.keyboard.type('Comprar fermento');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Pagar o aluguel' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Comprar fermento' })).toBeEnabled();
  await expect.poll(async () => (await api.get('/tasks')).items.length).toBe(2);
});

test('what is refused comes back into the field, with the reason', async ({ open, page }) => {
  await open('/tasks');
  const field = page.getByLabel('New task');
  await field.fill('x'.repeat(201));
  await field.press('Enter');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue('x'.repeat(201));
  await expect(page.getByRole('checkbox', { name: 'xxx' })).toHaveCount(0);
});

test('a row is there before the answer', async ({ open, page }) => {
  await open('/tasks');
  let answer = () => {};
  await page.route('**/api/v1/tasks', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    await new Promise<void>((done) => (answer = done));
    return route.continue();
  });
  await page.getByLabel('New task').fill('Devagar');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Devagar' })).toBeDisabled();
  answer();
  await expect(page.getByRole('checkbox', { name: 'Devagar' })).toBeEnabled();
});

test('a task is done, struck through, and undone', async ({ api, open, page }) => {
  const { id } = await newTask(api, { title: 'Pagar o aluguel' });
  await open('/tasks');
  const box = page.getByRole('checkbox', { name: 'Pagar o aluguel' });
  await box.check();
  await expect(page.getByText('Pagar o aluguel', { exact: true }).first()).toHaveCSS('text-decoration-line', 'line-through');
  await expect.poll(async () => (await api.get(`/tasks/${id}`)).status).toBe('done');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(box).not.toBeChecked();
  await expect.poll(async () => (await api.get(`/tasks/${id}`)).status).toBe('pending');
});

test('a refused change goes back and says why', async ({ api, open, page }) => {
  await newTask(api, { title: 'Pagar o aluguel' });
  await open('/tasks');
  const body = JSON.stringify({ status: 500, code: 'internal', detail: 'Something broke here.' });
  await page.route('**/api/v1/tasks/*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body }));
  const box = page.getByRole('checkbox', { name: 'Pagar o aluguel' });
  await box.click();
  await expect(page.getByRole('alert')).toContainText('Something broke here.');
  await expect(box).not.toBeChecked();
});

test('overdue, today, upcoming and undated are told apart', async ({ api, open, page }) => {
  const evening = new Date();
  evening.setUTCHours(26, 59, 0, 0); // 23:59 in São Paulo
  await newTask(api, { title: 'Velha', due_at: at(-3), priority: 4 });
  await newTask(api, { title: 'De hoje', due_at: evening.getTime() - Date.now() > DAY ? at(0.01) : evening.toISOString() });
  await newTask(api, { title: 'Depois', due_at: at(9), labels: ['fiscal'] });
  await newTask(api, { title: 'Um dia' });
  await open('/tasks');
  const names = ['Overdue', 'Today', 'Upcoming', 'No date'];
  for (const name of names) await expect(page.getByRole('rowheader', { name })).toBeVisible();
  await expect(page.getByRole('row', { name: 'Velha' })).toContainText('Urgent');
  await expect(page.getByRole('row', { name: 'Depois' })).toContainText('fiscal');
});

test('the panel changes all fields, and filters stay in the address', async ({ api, open, page }) => {
  const { id } = await newTask(api, { title: 'Renovar o certificado', labels: ['fiscal'] });
  await newTask(api, { title: 'Outra' });
  await open('/tasks?label=fiscal');
  await expect(page.getByRole('checkbox', { name: 'Outra' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Renovar o certificado' }).click();
  const panel = page.getByRole('complementary', { name: 'Task' });
  await panel.getByLabel('Title').fill('Renovar o certificado A1');
  await panel.getByLabel('Priority').selectOption({ label: 'High' });
  await panel.getByLabel('Due').fill('2031-02-03T14:30');
  await panel.getByLabel('Labels').fill('loja');
  await panel.getByLabel('Labels').press('Enter');
  await panel.getByLabel('Description').fill('No site da certificadora.');
  await page.keyboard.press('Control+Enter');
  await expect(panel).toHaveCount(0);
  await expect(page).toHaveURL(/\?label=fiscal$/);
  await expect(page.getByRole('link', { name: 'Renovar o certificado A1' })).toBeFocused();
  expect(await api.get(`/tasks/${id}`)).toMatchObject({
    title: 'Renovar o certificado A1',
    priority: 3,
    due_at: '2031-02-03T17:30:00Z',
    labels: ['fiscal', 'loja'],
    description: 'No site da certificadora.',
  });
});

test('leaving a changed task asks; staying keeps what was typed', async ({ api, open, page }) => {
  await newTask(api, { title: 'Um' });
  await newTask(api, { title: 'Dois' });
  await open('/tasks');
  await page.getByRole('link', { name: 'Um' }).click();
  await page.getByLabel('Title').fill('Um, mudado');
  await page.getByRole('link', { name: 'Dois' }).click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByLabel('Title')).toHaveValue('Um, mudado');
  await page.getByRole('link', { name: 'Dois' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByLabel('Title')).toHaveValue('Dois');
});

test('what two tabs changed is for the person to decide', async ({ api, open, page }) => {
  const { id } = await newTask(api, { title: 'Um' });
  await open(`/tasks?task=${id}`);
  await page.getByLabel('Title').fill('O meu');
  await api.patch(`/tasks/${id}`, { title: 'O outro', priority: 2 });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Keep theirs' })).toBeVisible();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await expect.poll(async () => api.get(`/tasks/${id}`)).toMatchObject({ title: 'O meu', priority: 2 });
});

test('by keyboard: j and k move, x selects, e completes, Esc clears', async ({ api, open, page }) => {
  for (const title of ['Um', 'Dois', 'Três']) await newTask(api, { title });
  await open('/tasks');
  await page
    .getByRole('link')
    .filter({ hasText: /^(Um|Dois|Três)$/ })
    .first()
    .focus();
  const first = await focused(page);
  await page.keyboard.press('j');
  expect(await focused(page)).not.toBe(first);
  await page.keyboard.press('x');
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('2');
  await expectNoAxe(page, 'tasks selected');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Selection' })).toHaveCount(0);
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('e');
  await expect.poll(async () => (await api.get('/tasks?status=done')).items.length).toBe(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await api.get('/tasks?status=done')).items.length).toBe(0);
});

test('deleting asks first', async ({ api, open, page }) => {
  const { id } = await newTask(api, { title: 'Um' });
  await open(`/tasks?task=${id}`);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete task' }).click();
  await expect(page.getByRole('checkbox', { name: 'Um' })).toHaveCount(0);
  await expect.poll(async () => (await api.get('/tasks')).items.length).toBe(0);
});

test('filters stand in the address and outlive a reload', async ({ api, open, page }) => {
  await newTask(api, { title: 'Reunião com a contadora' });
  await newTask(api, { title: 'Feita', status: 'done' });
  await open('/tasks');
  await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'All' });
  await page.getByRole('searchbox', { name: 'Search' }).fill('reuniao');
  await expect(page).toHaveURL(/status=all&q=reuniao/);
  await page.reload();
  await ready(page);
  await expect(page.getByRole('checkbox', { name: 'Reunião' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Feita' })).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Search' }).fill('nada disto');
  await expect(page.getByRole('heading', { name: 'Nothing matches “nada disto”' })).toBeVisible();
  await expectNoAxe(page, 'tasks, nothing found');
});

test.describe('on a narrow phone, in Portuguese, in the dark', () => {
  test.use({ lang: 'pt-BR', theme: 'dark', width: 'narrow' });
  test('hostile and long text stays text, and inside the window', async ({ api, open, page }) => {
    const { id } = await newTask(api, {
      title: HOSTILE.trim().slice(0, 200),
      labels: [LONG.slice(0, 50), 'b'.repeat(50)],
      due_at: at(-1),
      priority: 1,
    });
    await newTask(api, { title: LONG.slice(0, 200), description: LONG.repeat(5) });
    await open('/tasks');
    await expect(page.getByRole('checkbox')).toHaveCount(2);
    await expect(page).not.toHaveTitle('XSS');
    await expectNoSideways(page);
    await shot(page, 'tasks-hostile');
    await page.getByRole('button', { name: 'Filtros' }).click();
    await expectNoAxe(page, 'the sheet of filters');
    await page.keyboard.press('Escape');
    await open(`/tasks?task=${id}`);
    await expect(page.getByRole('dialog', { name: 'Tarefa' })).toBeVisible();
    await expectNoSideways(page);
    await expectNoAxe(page, 'the panel over the list');
    await shot(page, 'tasks-panel-narrow');
  });
});

test('an empty room says what it is for; a failing one, why', async ({ open, page, watch }) => {
  watch.allow(/./);
  await open('/tasks');
  await page.getByRole('button', { name: 'Write the first' }).click();
  await expect(page.getByLabel('New task')).toBeFocused();
  await expectNoAxe(page, 'tasks, empty');
  await shot(page, 'tasks-empty');
  const body = JSON.stringify({ status: 500, code: 'internal', detail: 'Something broke here.' });
  await page.route('**/api/v1/tasks?*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body }));
  await open('/tasks');
  await expect(page.getByRole('alert')).toContainText('Something broke here.');
  await expectNoAxe(page, 'tasks, failing');
  await page.unroute('**/api/v1/tasks?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('every look', async ({ api, open, page }) => {
  await newTask(api, { title: 'Trocar a resistência do forno 2', due_at: at(-2), priority: 3, labels: ['loja', 'manutenção'] });
  const { id } = await newTask(api, {
    title: 'Fechar a escala de dezembro',
    due_at: at(0.02),
    priority: 2,
    labels: ['equipe'],
    description: 'Pedir a data.',
  });
  await newTask(api, { title: 'Renovar o certificado A1', due_at: at(7) });
  await newTask(api, { title: 'Ideia: assinatura mensal de pão', labels: ['ideias'] });
  await open('/tasks');
  await everyLook(page, async (look) => {
    await expectNoAxe(page, `tasks ${look.lang} ${look.theme} ${look.width}`);
    await expectNoSideways(page);
    await shot(page, 'tasks', look);
  });
  await setWidth(page, 'desktop');
  await open(`/tasks?task=${id}`);
  await expectNoAxe(page, 'the panel beside the list');
  await shot(page, 'tasks-panel');
});
