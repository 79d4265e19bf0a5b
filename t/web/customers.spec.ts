// The room of customers.
import type { Page } from '@playwright/test';
import { cpf, HOSTILE, LONG, newCustomer } from './lib/data.ts';
import { everyLook, expectNoAxe, expectNoSideways, ready, setWidth, shot } from './lib/looks.ts';
import { expect, test } from './lib/test.ts';

const masked = (digits: string) => digits.replace(/(...)(...)(...)(..)/, '$1.$2.$3-$4');

/** Answers of a CEP service that the test decides. */
async function ceps(
  page: Page,
  answer: (cep: string) => { status: number; body: object; headers?: Record<string, string> },
): Promise<void> {
  await page.route('**/api/v1/cep/*', (route) => {
    const { status, body, headers } = answer(route.request().url().slice(-8));
    return route.fulfill({
      status,
      headers,
      contentType: status < 300 ? 'application/json' : 'application/problem+json',
      body: JSON.stringify(body),
    });
  });
}
const SE = {
  cep: '01001000',
  street: 'Praça da Sé',
  district: 'Sé',
  city: 'São Paulo',
  state: 'SP',
  ibge: null,
  ddd: '11',
  source: 'viacep',
};

async function fillIn(page: Page, number: string, email: string): Promise<void> {
  await page.getByLabel('Name').fill('Conceição Aparecida dos Santos');
  await page.getByLabel('CPF').pressSequentially(number);
  await page.getByLabel('Phone').pressSequentially('71991230044');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('CEP').pressSequentially('01001000');
}

test('a new customer: masks while typing, the CEP fills in the address', async ({ api, open, page }) => {
  const number = cpf();
  await open('/customers');
  await page.getByRole('link', { name: 'New customer' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'New customer' })).toBeVisible();
  await fillIn(page, number, 'conceicao@exemplo.com.br');
  await expect(page.getByLabel('CPF')).toHaveValue(masked(number));
  await expect(page.getByLabel('Phone')).toHaveValue('(71) 99123-0044');
  await expect(page.getByLabel('CEP')).toHaveValue('01001-000');
  for (const [name, value] of [
    ['Street', 'Praça da Sé'],
    ['District', 'Sé'],
    ['City', 'São Paulo'],
    ['State', 'SP'],
  ] as const) {
    await expect(page.getByLabel(name)).toHaveValue(value);
    await expect(page.getByLabel(name)).not.toBeEditable();
  }
  await page.getByLabel('Number').fill('100');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Conceição Aparecida dos Santos' })).toBeVisible();
  await expect(page).toHaveURL(/\/customers\/[0-9a-f-]{36}$/);
  await expect(page.getByText(masked(number))).toBeVisible();
  expect((await api.get('/customers')).items).toHaveLength(1);
});

test('faults stand at their fields, in the words of a clerk', async ({ open, page }) => {
  await open('/customers/new');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Name')).toBeFocused();
  await expect(page.getByText('5 fields to fix')).toBeVisible();
  await fillIn(page, '12345678900', 'conceicao@exemplo.com.br');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This CPF doesn’t add up. Check its last two digits.')).toBeVisible();
  await expect(page.getByLabel('CPF')).toBeFocused();
  await expect(page.getByText('1 field to fix: CPF')).toBeVisible();
  await expectNoAxe(page, 'a customer with a fault');
  await shot(page, 'customer-fault');
});

test('who has the CPF or the e-mail already is one click away', async ({ api, open, page }) => {
  const number = cpf();
  const other = await newCustomer(api, { name: 'Davi Ferreira', cpf: number, email: 'davi@exemplo.com.br' });
  await open('/customers/new');
  await fillIn(page, number, 'Davi@exemplo.com.br');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('CPF')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('link', { name: 'See Davi Ferreira' }).first()).toHaveAttribute('href', `/app/customers/${other.id}`);
  await page.getByRole('link', { name: 'See Davi Ferreira' }).first().click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Davi Ferreira' })).toBeVisible();
});

test('a CEP that does not exist, a town with one CEP, a service that is down', async ({ open, page }) => {
  let down = true;
  await ceps(page, (cep) => {
    if (cep === '00000001') return { status: 404, body: { status: 404, code: 'cep_not_found', detail: 'x' } };
    if (cep === '12140000') return { status: 200, body: { ...SE, cep, street: null, district: null, city: 'São Luiz do Paraitinga' } };
    if (!down) return { status: 200, body: { ...SE, cep } };
    return { status: 503, headers: { 'Retry-After': '3' }, body: { status: 503, code: 'cep_service_unavailable', detail: 'x' } };
  });
  await open('/customers/new');
  const field = page.getByLabel('CEP');
  await field.pressSequentially('00000001');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('There is no such CEP.').first()).toBeVisible();
  await field.fill('');
  await field.pressSequentially('12140000');
  await expect(page.getByLabel('City')).toHaveValue('São Luiz do Paraitinga');
  await expect(page.getByLabel('Street')).toBeEditable();
  await field.fill('');
  await field.pressSequentially('01001000');
  await expect(page.getByText(/The CEP service is down. Trying again in \d s./).first()).toBeVisible();
  await expectNoAxe(page, 'a CEP that waits');
  down = false;
  await expect(page.getByLabel('Street')).toHaveValue('Praça da Sé');
});

test('search by CPF, e-mail or phone never enters an address', async ({ api, open, page }) => {
  const number = cpf();
  await newCustomer(api, { name: 'Davi Ferreira', cpf: number, email: 'davi@exemplo.com.br', phone: '(31) 98811-2200' });
  await newCustomer(api, { name: 'Beatriz Yamamoto' });
  await open('/customers');
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  for (const [by, text] of [
    ['CPF', masked(number)],
    ['E-mail', 'davi@'],
    ['Phone', '2200'],
  ] as const) {
    await page.getByRole('combobox', { name: 'Search by' }).selectOption({ label: by });
    await expect(page.getByRole('link', { name: 'Beatriz Yamamoto' })).toBeVisible();
    await page.getByRole('searchbox', { name: 'Search' }).fill(text);
    await expect(page.getByRole('link', { name: 'Beatriz Yamamoto' })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Davi Ferreira' })).toBeVisible();
    expect(page.url()).toMatch(/\/app\/customers$/);
  }
  expect(urls.filter((url) => /davi|2200|%40|cpf=|email=|phone=/.test(url) || url.includes(number))).toEqual([]);
  await page.getByRole('combobox', { name: 'Search by' }).selectOption({ label: 'Name' });
  await page.getByRole('searchbox', { name: 'Search' }).fill('yamamóto');
  await expect(page.getByRole('link', { name: 'Davi Ferreira' })).toHaveCount(0);
  await expect(page).toHaveURL(/q=yamam/);
});

test('lists show a masked CPF, and so does everything to who only reads', async ({ api, open, page, another }) => {
  const number = cpf();
  const { id } = await newCustomer(api, { name: 'Davi Ferreira', cpf: number });
  await open('/customers');
  await expect(page.getByText(`***.${number.slice(3, 6)}.${number.slice(6, 9)}-**`)).toBeVisible();
  const reader = await another('viewer');
  await open(`/customers/${id}`, reader);
  await expect(reader.getByText(`***.${number.slice(3, 6)}.${number.slice(6, 9)}-**`)).toBeVisible();
  for (const name of ['Edit', 'Delete', 'Save']) await expect(reader.getByRole('button', { name, exact: true })).toHaveCount(0);
  await open('/customers', reader);
  await expect(reader.getByRole('link', { name: 'New customer' })).toHaveCount(0);
  const editor = await another('editor');
  await open(`/customers/${id}`, editor);
  await expect(editor.getByRole('button', { name: 'Edit' })).toBeVisible();
  await expect(editor.getByRole('button', { name: 'Delete', exact: true })).toHaveCount(0);
});

test('two people change a customer: mine or theirs', async ({ api, open, page }) => {
  const { id } = await newCustomer(api, { name: 'Davi Ferreira', number: '10' });
  await open(`/customers/${id}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Number').fill('20');
  await api.patch(`/customers/${id}`, { number: '30', complement: 'Fundos' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Keep mine' })).toBeVisible();
  await expectNoAxe(page, 'a conflict');
  await shot(page, 'customer-conflict');
  await page.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(page.getByText('30', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Number').fill('20');
  await api.patch(`/customers/${id}`, { number: '40' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await expect(page.getByText('20', { exact: true })).toBeVisible();
  expect((await api.get(`/customers/${id}`)).address).toMatchObject({ number: '20', complement: 'Fundos' });
});

test('leaving asks only where something was changed, and nothing is kept outside the page', async ({ api, open, page }) => {
  const { id } = await newCustomer(api);
  await open(`/customers/${id}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByLabel('Street')).toHaveValue('Praça da Sé');
  await page.getByRole('link', { name: 'Customers' }).first().click();
  await expect(page).toHaveURL(/\/app\/customers$/);
  const number = cpf();
  await open('/customers/new');
  await page.getByLabel('CPF').pressSequentially(number);
  await page.getByRole('link', { name: 'Customers' }).first().click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await expect(page.getByLabel('CPF')).toHaveValue(masked(number));
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept.replace(/\D/g, '')).not.toContain(number);
});

test('deleting asks, and leads back to the list', async ({ api, open, page }) => {
  const { id } = await newCustomer(api, { name: 'Davi Ferreira' });
  await open(`/customers/${id}`);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('alertdialog')).toContainText('Davi Ferreira');
  await page.getByRole('button', { name: 'Delete 1 customer' }).click();
  await expect(page).toHaveURL(/\/app\/customers$/);
  expect((await api.get('/customers')).items).toEqual([]);
  await open(`/customers/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Customer not found' })).toBeVisible();
  await expectNoAxe(page, 'a customer who is not there');
});

test.describe('on a narrow phone, in Portuguese', () => {
  test.use({ lang: 'pt-BR', width: 'narrow' });
  test('hostile and long text stays text, and inside the window', async ({ api, open, page }) => {
    const { id } = await newCustomer(api, {
      name: HOSTILE.trim().slice(0, 200),
      complement: LONG.slice(0, 100),
      email: `${'a'.repeat(60)}@${'b'.repeat(60)}.com.br`,
    });
    await newCustomer(api, { name: LONG.slice(0, 200) });
    for (const path of ['/customers', `/customers/${id}`, `/customers/${id}?edit=1`, '/customers/new']) {
      await open(path);
      await ready(page);
      await expectNoSideways(page, path);
      await expectNoAxe(page, path);
      await expect(page).not.toHaveTitle('XSS');
    }
    await open(`/customers/${id}`);
    await shot(page, 'customer-hostile');
  });
});

test('an empty room says what it is for; a failing one, why', async ({ open, page }) => {
  await open('/customers');
  await expect(page.getByRole('heading', { name: 'No customers yet' })).toBeVisible();
  await expectNoAxe(page, 'customers, empty');
  await shot(page, 'customers-empty');
  const body = JSON.stringify({ status: 500, code: 'internal', detail: 'Something broke here.' });
  await page.route('**/api/v1/customers?*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body }));
  await open('/customers');
  await expect(page.getByRole('alert')).toContainText('Something broke here.');
  await expectNoAxe(page, 'customers, failing');
});

test('every look', async ({ api, open, page }) => {
  for (const name of ['Adalberto Nóbrega', 'Beatriz Yamamoto', 'Davi Ferreira']) await newCustomer(api, { name });
  const { id } = await newCustomer(api, { name: 'Conceição Aparecida dos Santos', number: '100', complement: 'Sobrado' });
  for (const [path, name] of [
    ['/customers', 'customers'],
    [`/customers/${id}`, 'customer'],
    ['/customers/new', 'customer-new'],
  ] as const) {
    await open(path);
    await everyLook(page, async (look) => {
      await expectNoAxe(page, `${name} ${look.lang} ${look.theme} ${look.width}`);
      await expectNoSideways(page);
      await shot(page, name, look);
    });
    await setWidth(page, 'desktop');
  }
});
