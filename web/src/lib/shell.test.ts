import { afterEach, describe, expect, it, vi } from 'vitest';
import { fits, paramsOf, rowOf, rows } from '../routes';
import { focusHeading, followHeading, titleOf } from './heading';
import { globalKey, KEYS } from './keys.svelte';
import { leaving } from './leaving.svelte';
import { leaveToBrowser, nextOf, queryText } from './place.svelte';
import { rulesOf } from './password';
import { reaches } from './roles';

afterEach(() => document.body.replaceChildren());

describe('addresses', () => {
  it('fit their patterns, new before an id', () => {
    expect(fits('/errors/:id', '/errors/1')).toBe(true);
    expect(fits('/errors/:id', '/errors')).toBe(false);
    expect(fits('/errors/:id', '/errors/')).toBe(false);
    expect(rows.find((row) => fits(row.path, '/customers/new'))?.page).toBe('customers/New.svelte');
    expect(rowOf('/login')?.need).toBe('nobody');
    expect(rowOf('/no/such/page')).toBeUndefined();
  });
  it('name their parts, whatever they hold', () => {
    expect(paramsOf('/errors/:id', '/errors/a%20b')).toEqual({ id: 'a b' });
    expect(paramsOf('/errors/:id', '/errors/%E0')).toEqual({ id: '%E0' });
  });
  it('have a query without what is empty', () => {
    expect(queryText({ q: 'a b', project: '', page: null, n: 0 })).toBe('?q=a+b&n=0');
    expect(queryText({})).toBe('');
  });
  it('come back only to our own pages', () => {
    const next = (text: string) => nextOf(new URLSearchParams({ next: text }), '/errors').path;
    expect(next('/tasks?status=done')).toBe('/tasks');
    for (const bad of ['', 'https://evil.test', '//evil.test', '/\\evil.test', '/login', '/register', 'javascript:alert(1)'])
      expect(next(bad)).toBe('/errors');
  });
});

describe('clicks', () => {
  function click(href: string, init: MouseEventInit = {}): boolean {
    const link = document.createElement('a');
    link.href = href;
    document.body.append(link);
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...init });
    let left = false;
    window.addEventListener('click', (one) => one.preventDefault(), { once: true });
    document.addEventListener('click', (one) => (left = leaveToBrowser(one)), { once: true });
    link.dispatchEvent(event);
    return left;
  }
  it('on pages are the router’s, all others the browser’s', () => {
    expect(click('/app/errors')).toBe(false);
    expect(click('/docs/')).toBe(true);
    expect(click('/application')).toBe(true);
    expect(click('https://elsewhere.test/app/errors')).toBe(true);
    expect(click('/app/errors', { ctrlKey: true })).toBe(true);
    expect(click('/app/errors', { metaKey: true })).toBe(true);
    expect(click('/app/errors', { button: 1 })).toBe(true);
  });
});

describe('the h1', () => {
  it('names the window, also when it comes late', async () => {
    expect(titleOf('  Erros\n ')).toBe('Erros · balcão');
    expect(titleOf(null)).toBe('balcão');
    const stop = followHeading(document.body);
    document.body.innerHTML = '<main><h1>Tarefas</h1></main>';
    await vi.waitFor(() => expect(document.title).toBe('Tarefas · balcão'));
    stop();
  });
  it('takes the focus after a navigation, unless the page put it elsewhere', async () => {
    document.body.innerHTML = '<main></main>';
    const main = document.querySelector('main')!;
    focusHeading(main);
    main.innerHTML = '<h1>Erros</h1>';
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
    document.body.innerHTML = '<main></main>';
    const second = document.querySelector('main')!;
    focusHeading(second);
    second.innerHTML = '<input><h1>Entrar</h1>';
    second.querySelector('input')!.focus();
    await new Promise((done) => setTimeout(done));
    expect(document.activeElement?.tagName).toBe('INPUT');
  });
});

describe('keys', () => {
  const press = (key: string, over: object = {}, letters = true) =>
    globalKey({ key, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, target: document.body, ...over }, letters);
  it('work everywhere but where one types', () => {
    expect([press('?'), press('/'), press('k', { ctrlKey: true }), press('K', { metaKey: true }), press('x')]).toEqual([
      'help',
      'search',
      'palette',
      'palette',
      null,
    ]);
    const field = document.createElement('input');
    expect([press('?', { target: field }), press('k', { target: field, ctrlKey: true })]).toEqual([null, 'palette']);
    const box = document.createElement('input');
    box.type = 'checkbox';
    expect(press('?', { target: box })).toBe('help');
  });
  it('that are characters can be switched off', () => {
    expect([press('?', {}, false), press('/', {}, false), press('k', { ctrlKey: true }, false)]).toEqual([null, null, 'palette']);
  });
  it('stand in one table', () => {
    expect(KEYS.flatMap((group) => group.keys).length).toBeGreaterThan(15);
  });
});

describe('passwords', () => {
  const broken = (password: string) =>
    rulesOf(password, 'maria', 'maria@example.com')
      .filter((one) => !one.kept)
      .map((one) => one.rule);
  it('are judged while one types', () => {
    expect(broken('')).toEqual(['length', 'repeated', 'common', 'identity']);
    expect(broken('curta')).toEqual(['length']);
    expect(broken('aaaaaaaa')).toEqual(['repeated']);
    expect(broken('Senha123')).toEqual(['common']);
    expect(broken('12345678')).toEqual(['common']);
    expect(broken('maria@example.com')).toEqual(['identity']);
    expect(broken('um balcão de mármore')).toEqual([]);
    expect(broken('é'.repeat(129))).toEqual(['length', 'repeated']);
  });
});

it('roles include the ones before', () => {
  expect([reaches('admin', 'editor'), reaches('viewer', 'editor'), reaches(null, 'viewer')]).toEqual([true, false, false]);
});

describe('leaving', () => {
  it('asks in one dialog, and a second question answers the first with no', async () => {
    const first = leaving.ask();
    expect(leaving.open).toBe(true);
    const second = leaving.ask();
    expect(await first).toBe(false);
    leaving.answer(true);
    expect([await second, leaving.open]).toEqual([true, false]);
  });
});
