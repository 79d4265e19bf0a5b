// The page of one error: it reads like a story, and everything one decides about an error is decided here.
import { HOSTILE, LONG, newProject, type Project, sendEvents, settled } from './lib/data.ts';
import { everyLook, expectFocusVisible, expectNoAxe, expectNoSideways, ready, setWidth, shot, tabTo } from './lib/looks.ts';
import { Api } from './lib/api.ts';
import { expect, test } from './lib/test.ts';

const START = Date.now();
const seconds = (before: number) => new Date(START - before * 1000).toISOString();
const library = (name: string, lineno: number) => ({
  function: name,
  module: 'celery.app.trace',
  filename: 'celery/app/trace.py',
  abs_path: '/srv/venv/lib/python3.13/site-packages/celery/app/trace.py',
  lineno,
  in_app: false,
});
const ours = (name: string, file: string, lineno: number, more: object = {}) => ({
  function: name,
  module: file.replace('.py', '').replaceAll('/', '.'),
  filename: file,
  lineno,
  in_app: true,
  ...more,
});

/** What an SDK of a Django application with Celery sends; a chain of two. */
function chain(more: object = {}): object {
  return {
    platform: 'python',
    timestamp: seconds(5),
    server_name: 'worker-emissao-nfe-02',
    environment: 'production',
    release: 'pedidos@2.14.0',
    exception: {
      values: [
        {
          type: 'IntegrityError',
          value: 'duplicate key value violates unique constraint',
          stacktrace: { frames: [ours('registrar', 'pedidos/nfe/emissao.py', 98), library('execute', 105)] },
        },
        {
          type: 'NotaFiscalDuplicada',
          value: 'chave já autorizada pela SEFAZ-SP',
          mechanism: { type: 'celery', handled: false },
          stacktrace: {
            frames: [
              ours('emitir_nota', 'pedidos/tarefas.py', 57),
              ...[1, 2, 3, 4].map((line) => library(`trace_${line}`, line)),
              ours('autorizar', 'pedidos/nfe/emissao.py', 142, {
                pre_context: ['        if resposta.duplicada:'],
                context_line: '            raise NotaFiscalDuplicada(nota.chave) from erro',
                post_context: ['        return resposta'],
                vars: { tentativa: 3, senha: 'abc' },
              }),
            ],
          },
        },
      ],
    },
    breadcrumbs: {
      values: [
        {
          timestamp: seconds(9),
          type: 'http',
          category: 'httplib',
          data: { method: 'POST', url: 'https://sefaz.example/nfe', status_code: 200 },
        },
        { timestamp: seconds(6), category: 'query', message: 'SELECT 1 FROM pedidos_nota' },
      ],
    },
    tags: { uf: 'SP', caixa: 7 },
    user: { id: '31', username: 'antonio.duprat' },
    request: { url: 'https://loja.example/pedidos/48213/nota', method: 'POST', headers: { Authorization: 'Bearer abc' } },
    contexts: { runtime: { name: 'CPython', version: '3.13.1' } },
    extra: { pedido: { numero: 48213 } },
    ...more,
  };
}

async function made(api: Api, ...events: object[]): Promise<{ id: string; project: Project }> {
  const project = await newProject(api, 'Pedidos');
  await sendEvents(api, project, ...events);
  const [error] = await settled(api, project, events.length);
  return { id: String(error?.id), project };
}
/** Reported without an SDK, by a project's key. */
async function plain(api: Api, ...bodies: object[]): Promise<{ project: Project; rows: Record<string, unknown>[] }> {
  const project = await newProject(api);
  await new Api(project.key).post('/errors', bodies);
  return { project, rows: await settled(api, project, bodies.length) };
}

test('it tells what happened, where in the code, what led there', async ({ api, open, page }) => {
  const { id } = await made(api, chain());
  await open(`/errors/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Error on worker-emissao-nfe-02 at .*\d/);
  for (const name of ['Title', 'Details', 'Events', 'Collected by', 'Tags'])
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  const main = page.getByRole('main');
  await expect(main.getByText('NotaFiscalDuplicada: chave já autorizada pela SEFAZ-SP').first()).toBeVisible();
  // The chain, the outermost first.
  await expect(main.getByRole('heading', { level: 3 })).toHaveText([/NotaFiscalDuplicada/, /IntegrityError/]);
  // Ours stands open with its source and variables, a secret is hidden, libraries are folded and counted.
  await expect(main.getByText('raise NotaFiscalDuplicada(nota.chave) from erro').first()).toBeVisible();
  await expect(main.getByText('tentativa', { exact: true })).toBeVisible();
  await expect(main.getByText('hidden', { exact: true }).first()).toBeVisible();
  await expect(main.getByText('4 library frames · celery')).toBeVisible();
  await expect(main.getByText('trace_3', { exact: true })).toBeHidden();
  await page.getByRole('radio', { name: /^All/ }).check();
  await expect(main.getByText('trace_3', { exact: true })).toBeVisible();
  // The trail ends in the error.
  const steps = page.getByRole('list', { name: 'Trail' }).getByRole('listitem');
  await expect(steps).toHaveText([/POST https:\/\/sefaz\.example\/nfe.*200/s, /SELECT 1 FROM pedidos_nota/, /NotaFiscalDuplicada/]);
  await expect(steps.first()).toContainText(/−4\ss/);
  await expect(main.getByText('antonio.duprat')).toBeVisible();
  await expect(main.getByText('pedido.numero')).toBeVisible();
});

test('tags, releases and environments lead to the list', async ({ api, open, page }) => {
  const { id } = await made(api, chain());
  await open(`/errors/${id}`);
  await expect(page.getByRole('link', { name: '7', exact: true })).toHaveAttribute('href', /tag=caixa%3A7/);
  await expect(page.getByRole('link', { name: 'production', exact: true })).toHaveAttribute('href', /environment=production/);
  await expect(page.getByRole('link', { name: 'pedidos@2.14.0' }).first()).toHaveAttribute('href', /release=/);
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(page).toHaveURL(/\/app\/errors$/);
});

test('status, by button, by menu and by key; each can be undone', async ({ api, open, page }) => {
  const { id } = await made(api, chain());
  await open(`/errors/${id}`);
  const status = async () => (await api.get(`/errors/${id}`)).status;
  await page.getByRole('button', { name: 'Resolve', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Reopen', exact: true })).toBeVisible();
  await expect.poll(status).toBe('resolved');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(status).toBe('unresolved');
  await page.getByRole('button', { name: 'Ways to archive' }).click();
  await page.getByRole('menuitem', { name: 'Until 100 more events' }).click();
  await expect(page.getByText('Archived until 100 more events')).toBeVisible();
  await expect.poll(async () => (await api.get(`/errors/${id}`)).until).toEqual({ events: 100 });
  await page.getByRole('button', { name: 'Reopen', exact: true }).click();
  await expect.poll(status).toBe('unresolved');
  await page.getByRole('button', { name: 'Ways to resolve' }).click();
  await page.getByRole('menuitem', { name: 'Resolve in the next release' }).click();
  await expect.poll(async () => (await api.get(`/errors/${id}`)).until).toEqual({ release: 'next' });
  await page.getByRole('button', { name: 'Reopen', exact: true }).click();
  await expect.poll(status).toBe('unresolved');
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('e');
  await expect.poll(status).toBe('resolved');
});

test('archived until a number or a time that one chooses', async ({ api, open, page }) => {
  const { id } = await made(api, chain());
  await open(`/errors/${id}`);
  const other = async () => {
    await page.getByRole('button', { name: 'Ways to archive' }).click();
    await page.getByRole('menuitem', { name: 'Until another number or a time…' }).click();
  };
  await other();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByLabel('How many more events').fill('0');
  await dialog.getByRole('button', { name: 'Archive' }).click();
  await expect(dialog.getByText('Enter a whole number from 1 on.')).toBeVisible();
  await dialog.getByLabel('How many more events').fill('7');
  await dialog.getByRole('button', { name: 'Archive' }).click();
  await expect.poll(async () => (await api.get(`/errors/${id}`)).until).toEqual({ events: 7 });
});

test('a refused change goes back and says why', async ({ api, open, page }) => {
  const { id } = await made(api, chain());
  await open(`/errors/${id}`);
  await page.route(`**/api/v1/errors/${id}`, (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({
          status: 403,
          contentType: 'application/problem+json',
          json: { status: 403, code: 'forbidden', detail: 'Only editors.' },
        })
      : route.fallback(),
  );
  await page.getByRole('button', { name: 'Resolve', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('The change was not saved.');
  await expect(page.getByRole('button', { name: 'Resolve', exact: true })).toBeVisible();
});

test('somebody takes care of it', async ({ api, office, open, page }) => {
  const { person } = await office.member('editor');
  const { id } = await made(api, chain());
  await open(`/errors/${id}`);
  await page.getByRole('combobox', { name: 'Assignee' }).selectOption(person.id);
  await expect.poll(async () => (await api.get(`/errors/${id}`)).assignee).toBe(person.id);
  await expect(page.getByText(/^Assigned to /)).toBeVisible();
});

test('from event to event, by button, by key, by address', async ({ api, open, page }) => {
  const { id } = await made(api, ...[1, 2, 3].map((n) => chain({ extra: { lote: `lote-${n}` } })));
  await open(`/errors/${id}`);
  await expect(page.getByText('lote-3')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next event' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Previous event' }).click();
  await expect(page.getByText('lote-2')).toBeVisible();
  await page.reload();
  await expect(page.getByText('lote-2')).toBeVisible();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('[');
  await expect(page.getByText('lote-1')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Previous event' })).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await expect(page.getByText('lote-3')).toBeVisible();
  await page.goto(`/app/errors/${id}?event=0190aaaa-0000-7000-8000-000000000000`);
  await expect(page.getByText('This event is not stored any more.')).toBeVisible();
  await expect(page.getByText('lote-3')).toBeVisible();
});

test('to the neighbours of the list that one came from', async ({ api, open, page }) => {
  const { project } = await plain(api, ...['Primeiro', 'Segundo', 'Terceiro'].map((title) => ({ title, origin: title.toLowerCase() })));
  await open(`/errors?project=${project.id}&sort=-events`);
  const names = await page
    .getByRole('main')
    .getByRole('link', { name: /^(Primeiro|Segundo|Terceiro)$/ })
    .allInnerTexts();
  await page.getByRole('link', { name: names[0] ?? '', exact: true }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText((names[0] ?? '').toLowerCase());
  await expect(page.getByText('1 of 3')).toBeVisible();
  await expect(heading).toBeFocused();
  await page.keyboard.press('j');
  await expect(heading).toContainText((names[1] ?? '').toLowerCase());
  await expect(heading).toBeFocused();
  await page.keyboard.press('j');
  await expect(page.getByText('3 of 3')).toBeVisible();
  await expect(heading).toBeFocused();
  await page.keyboard.press('k');
  await expect(page.getByText('2 of 3')).toBeVisible();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`project=${project.id}`));
});

test('comments are written, changed and deleted by keyboard', async ({ api, open, page }) => {
  const { id } = await made(api, chain());
  await open(`/errors/${id}`);
  const field = page.getByRole('textbox', { name: 'New comment' });
  await tabTo(page, field);
  await expectFocusVisible(page);
  await page.keyboard.type('A SEFAZ mudou o retorno 539.');
  await page.keyboard.press('Control+Enter');
  const comment = page.getByRole('article');
  await expect(comment).toContainText('A SEFAZ mudou o retorno 539.');
  await expect(field).toHaveValue('');
  const edit = comment.getByRole('button', { name: 'Edit comment' });
  await edit.focus();
  await page.keyboard.press('Enter');
  const editing = comment.getByRole('textbox');
  await expect(editing).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type(' Outra vez.');
  await page.keyboard.press('Control+Enter');
  await expect(comment).toContainText('retorno 539. Outra vez.');
  await expect(comment.getByRole('button').first()).toBeFocused();
  await comment.getByRole('button', { name: 'Delete comment' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).press('Enter');
  await expect(comment).toHaveCount(0);
  await expect(field).toBeFocused();
  expect((await api.get(`/errors/${id}/comments`)).items).toEqual([]);
});

test('why grouped, and errors that were merged are split', async ({ api, open, page }) => {
  const { rows } = await plain(api, { title: 'Backup falhou', origin: 'a' }, { title: 'Pedido sem itens', origin: 'b' });
  const [into, other] = rows.map((row) => String(row.id));
  await api.post('/errors/merge', { into, ids: [other] });
  await open(`/errors/${into}`);
  await page.getByRole('button', { name: 'Why grouped' }).click();
  const sheet = page.getByRole('dialog', { name: 'Why grouped' });
  await expect(sheet.getByText('message: Backup falhou')).toBeVisible();
  await sheet.getByRole('checkbox', { name: 'Group 2' }).check();
  await expectNoAxe(page, 'why grouped');
  await sheet.getByRole('button', { name: 'Split' }).click();
  await expect(page.getByText('Split into an error of its own')).toBeVisible();
  expect((await api.get(`/errors/${into}`)).groups).toHaveLength(1);
});

test('the JSON as it was received', async ({ api, open, page }) => {
  const { id } = await made(api, chain({ extra: { longo: '12345678901234567890' } }));
  await open(`/errors/${id}`);
  await page.getByRole('button', { name: 'JSON as received' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('"longo": "12345678901234567890"')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Copy the JSON' })).toBeVisible();
  await expectNoAxe(page, 'JSON');
});

test('as Markdown', async ({ api, open, page }) => {
  const { id } = await made(api, chain());
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(`/errors/${id}`);
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect(page.getByText('Copied', { exact: true })).toBeAttached();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('## NotaFiscalDuplicada');
  expect(text).toContain('> autorizar at pedidos/nfe/emissao.py:142');
  expect(text).toContain('Caused by:');
});

test('deleted, with a question that says how many events', async ({ api, open, page }) => {
  const { id } = await made(api, chain(), chain());
  await open(`/errors/${id}`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete this error and its 2 events?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Delete this error' }).click();
  await expect(page).toHaveURL(/\/app\/errors/);
  await page.goto(`/app/errors/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such error');
  await expect(page.getByRole('link', { name: 'Go to the errors' })).toBeVisible();
});

test('an error of another organization, and no id at all, are not found', async ({ open, page }) => {
  await open('/errors/0190aaaa-0000-7000-8000-000000000000');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such error');
  await open('/errors/abc');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such error');
});

test.describe('by somebody who only reads', () => {
  test.use({ who: 'viewer', lang: 'pt-BR', width: 'phone', theme: 'dark' });
  test('nothing is offered that is refused', async ({ api, open, page }) => {
    const { id } = await made(api, chain());
    await open(`/errors/${id}`);
    await ready(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Erro no worker-emissao-nfe-02 em /);
    for (const name of ['Título', 'Detalhes', 'Eventos', 'Coletado por'])
      await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    for (const name of ['Resolver', 'Arquivar', 'Responsável', 'Comentar', 'Mais ações'])
      await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Por que agrupado' })).toBeVisible();
    await expectNoAxe(page);
  });
});

test.describe('on a phone', () => {
  test.use({ width: 'phone', lang: 'pt-BR' });
  test('one resolves at the foot, and takes care of it', async ({ api, office, open, page }) => {
    const { person } = await office.member('owner');
    const { id } = await made(api, chain());
    await open(`/errors/${id}`);
    await page.getByRole('button', { name: 'Responsável' }).click();
    await page.getByRole('menuitemcheckbox', { name: new RegExp(person.username) }).click();
    await expect.poll(async () => (await api.get(`/errors/${id}`)).assignee).toBe(person.id);
    await page.getByRole('button', { name: 'Resolver', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Reabrir', exact: true })).toBeVisible();
  });
});

test('hostile, endless and turning texts are only text', async ({ api, open, page }) => {
  const { id } = await made(
    api,
    chain({
      exception: {
        values: [
          {
            type: LONG,
            value: HOSTILE + 'y'.repeat(60_000),
            stacktrace: { frames: [ours(LONG, `${LONG}.py`, 1, { context_line: 'x'.repeat(9000), vars: { [LONG]: HOSTILE } })] },
          },
        ],
      },
      tags: { [LONG.slice(0, 200)]: LONG.slice(0, 200) },
      user: { username: HOSTILE, email: LONG },
      extra: { [HOSTILE]: LONG },
      breadcrumbs: { values: [{ category: LONG, message: HOSTILE }] },
    }),
  );
  await open(`/errors/${id}`);
  await ready(page);
  await expect(page.getByText('⟦U+202E⟧').first()).toBeVisible();
  await expect(page).not.toHaveTitle('XSS');
  await expectNoSideways(page);
  await setWidth(page, 'narrow');
  await expectNoSideways(page, '320 px');
  await shot(page, 'error/hostile-320');
});

test('2,000 frames are counted, not drawn', async ({ api, open, page }) => {
  const frames = Array.from({ length: 2000 }, (_, line) => ours(`passo_${line}`, 'arvore.py', line, { context_line: 'x = 1' }));
  const { id } = await made(api, chain({ exception: { values: [{ type: 'RecursionError', value: 'fundo', stacktrace: { frames } }] } }));
  await open(`/errors/${id}`);
  await expect(page.getByText('passo_1999', { exact: true })).toBeVisible();
  await expect(page.getByText(/frames are not here/)).toBeVisible();
  await expect(page.getByText('Not all that was sent is shown.')).toBeVisible();
  await page.getByRole('button', { name: /^Show \d+ more frames$/ }).click();
});

test('waiting, failing and coming back', async ({ api, open, page }) => {
  const { id } = await made(api, chain());
  await page.route(`**/api/v1/errors/${id}`, (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', json: { status: 500, code: 'internal', detail: 'It broke.' } }),
  );
  await open(`/errors/${id}`);
  await expect(page.getByRole('alert')).toContainText('The error didn’t load');
  await expectNoAxe(page, 'failing');
  await page.unroute(`**/api/v1/errors/${id}`);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Exception', exact: true })).toBeVisible();
});

test('every look', async ({ api, open, page }) => {
  const { id } = await made(api, chain(), chain({ environment: 'staging' }));
  await api.post(`/errors/${id}/comments`, { text: 'A SEFAZ mudou o retorno 539 ontem à noite.' });
  await open(`/errors/${id}`);
  await ready(page);
  await everyLook(page, async (look) => {
    await expectNoSideways(page);
    await expectNoAxe(page, `error ${JSON.stringify(look)}`);
    await shot(page, 'error/chain', look);
  });
});

test('a plain report, a browser’s report and a message read well', async ({ api, open, page }) => {
  const { project, rows } = await plain(api, {
    title: 'Backup falhou',
    level: 'fatal',
    origin: '10.0.4.17',
    details: 'pg_dump: refused\n\tat line 2',
  });
  await open(`/errors/${String(rows[0]?.id)}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('10.0.4.17');
  await expect(page.getByText('pg_dump: refused')).toBeVisible();
  const report = {
    'csp-report': {
      'document-uri': 'https://loja.example/carrinho',
      'effective-directive': 'script-src',
      'blocked-uri': 'https://mau.example/x.js',
    },
  };
  const path = `/api/${project.number}/security/?sentry_key=${project.key}`;
  await api.ask('POST', path, { body: JSON.stringify(report), headers: { 'Content-Type': 'application/csp-report' } });
  await sendEvents(api, project, {
    platform: 'node',
    logentry: { message: 'Pedido %s sem itens', params: ['48213'], formatted: 'Pedido 48213 sem itens' },
  });
  const all = await settled(api, project, 3);
  const of = (part: string) => String(all.find((row) => String(row.title).includes(part))?.id);
  await open(`/errors/${of('mau.example')}`);
  await expect(page.getByText(/The page https:\/\/loja\.example\/carrinho wanted https:\/\/mau\.example\/x\.js/)).toBeVisible();
  await open(`/errors/${of('48213')}`);
  await expect(page.getByText('Pedido %s sem itens')).toBeVisible();
});
