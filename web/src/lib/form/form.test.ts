import { describe, expect, it, vi } from 'vitest';
import { setLanguage } from '../language.svelte';
import { Problem } from '../problem';
import { localTime } from './convert';
import { Form, type Saved } from './form.svelte';
import { phoneMask } from './masks';
import { arrange, bodyOf, choicesOf, controlOf, formFields, queryOf, specsOf } from './specs';

setLanguage('pt-BR');
const problem = (status: number, errors: { pointer: string; code: string; detail: string }[] = []) =>
  new Problem({ status, code: 'validation', detail: 'No.', errors });
const saved = <T>(data: T, etag = '"2"'): Saved<T> => ({ data, etag });
const controls = (operation: string) => Object.fromEntries(specsOf(bodyOf(operation)).map((spec) => [spec.name, spec.control]));

describe('controls', () => {
  it('follow type, format, enumeration and bounds', () => {
    expect(controls('POST /tasks')).toEqual({
      title: 'text',
      description: 'textarea',
      status: 'select',
      priority: 'select',
      due_at: 'datetime-local',
      labels: 'labels',
    });
    expect(controls('POST /customers')).toMatchObject({ email: 'email', phone: 'phone', cep: 'cep', cpf: 'cpf', number: 'text' });
    expect(controls('POST /register')).toMatchObject({ username: 'text', password: 'password' });
    expect(controlOf('pages', { type: 'integer' })).toBe('number');
    expect(controlOf('spoiler', { type: 'boolean' })).toBe('checkbox');
    expect(controlOf('rules', { type: 'array', items: { type: 'object' } })).toBe('none');
  });
  it('are taken from every operation that has a body', () => {
    expect(() => bodyOf('POST /nothing')).toThrow();
    expect(queryOf('GET /tasks').status?.enum).toEqual(['pending', 'done']);
  });
  it('take objects apart, leave out what the server sets', () => {
    const specs = specsOf({
      id: { type: 'string', readOnly: true },
      quota: { type: 'object', fields: { events_per_minute: { type: 'integer' } } },
    });
    expect(specs.map((spec) => spec.pointer)).toEqual(['/quota/events_per_minute']);
  });
  it('come in the order that is asked for', () => {
    const specs = arrange(specsOf(bodyOf('POST /customers')), ['cep', 'street'], ['cpf']);
    expect(specs.map((spec) => spec.name)).toEqual(['cep', 'street', 'name', 'email', 'phone', 'number', 'complement', 'district']);
  });
  it('offer the values of a bounded number', () => {
    expect(choicesOf({ type: 'integer', minimum: 0, maximum: 4 })).toEqual([0, 1, 2, 3, 4]);
  });
});

it('holds a phone as it is typed, in English too', () => {
  setLanguage('en');
  const form = new Form({ operation: 'POST /customers', value: { phone: '+5571991230044' }, send: vi.fn() });
  expect(form.held['/phone']).toBe('(71) 99123-0044');
  setLanguage('pt-BR');
});

describe('the form of a change', () => {
  it('asks for what a whole one must have', () => {
    const fields = formFields('PATCH /tasks/{id}');
    expect(fields.title?.required).toBe(true);
    expect(fields.status).toMatchObject({ default: 'pending' });
    expect(fields.status?.nullable).toBeFalsy();
    expect(fields.due_at?.nullable).toBe(true);
  });
});

describe('a PATCH', () => {
  it('asks for what is stored and can’t be null; the rest is optional', async () => {
    const send = vi.fn();
    const form = new Form({ operation: 'PATCH /users/me', value: { username: 'ana', email: 'a@b.br', display_name: 'Ana' }, send });
    expect(form.specs.map((spec) => [spec.name, spec.required])).toEqual([
      ['username', true],
      ['email', true],
      ['display_name', false],
    ]);
    form.held['/username'] = '';
    expect(await form.submit()).toBe(false);
    expect(Object.keys(form.faults)).toEqual(['/username']);
    expect(send).not.toHaveBeenCalled();
  });
});

describe('the body', () => {
  const send = vi.fn(async () => saved({}));

  it('of a POST has all that is not empty', () => {
    const form = new Form({ operation: 'POST /tasks', send });
    form.held['/title'] = 'Reunião';
    form.held['/due_at'] = '2025-11-27T14:32';
    expect(form.body()).toEqual({
      title: 'Reunião',
      status: 'pending',
      priority: 0,
      due_at: new Date(2025, 10, 27, 14, 32).toISOString().replace('.000Z', 'Z'),
    });
  });
  it('of a PATCH has what was changed; emptied is null', () => {
    const task = { title: 'a', description: 'b', status: 'pending', priority: 2, due_at: '2025-11-27T17:32:00Z', labels: ['x'] };
    const form = new Form({ operation: 'PATCH /tasks/{id}', value: task, send });
    expect([form.dirty, form.body()]).toEqual([false, {}]);
    form.held['/description'] = '';
    form.held['/priority'] = '3';
    form.held['/labels'] = [];
    expect([form.dirty, form.body()]).toEqual([true, { description: null, priority: 3, labels: [] }]);
    form.held['/description'] = 'b';
    expect(form.changed.map((spec) => spec.name)).toEqual(['priority', 'labels']);
  });
  it('keeps seconds of a time that nobody touched', () => {
    const form = new Form({ operation: 'PATCH /tasks/{id}', value: { due_at: '2025-11-27T17:32:11Z' }, send });
    expect(form.held['/due_at']).toBe(localTime('2025-11-27T17:32:11Z'));
    expect(form.body()).toEqual({});
  });
});

describe('saving', () => {
  it('finds what is required before anything is sent', async () => {
    const send = vi.fn(async () => saved({}));
    const form = new Form({ operation: 'POST /tasks', send });
    form.held['/title'] = '';
    expect(await form.submit()).toBe(false);
    expect(send).not.toHaveBeenCalled();
    expect(form.faults['/title']).toBe('Preencha este campo.');
    expect(form.faulty.map((spec) => spec.name)).toEqual(['title']);
    form.touch(form.faulty[0]!);
    expect(form.faults).toEqual({});
  });
  it('puts faults at their fields, a list’s item at the list, the rest above the buttons', async () => {
    const faults = [
      { pointer: '/title', code: 'too_long', detail: 'Longo.' },
      { pointer: '/labels/3', code: 'too_short', detail: 'Curto.' },
      { pointer: '/other', code: 'conflict', detail: 'Outro.' },
    ];
    const form = new Form({ operation: 'POST /tasks', value: { title: 'a' }, send: () => Promise.reject(problem(422, faults)) });
    expect(await form.submit()).toBe(false);
    expect(form.faults).toEqual({ '/title': 'Longo.', '/labels': 'Curto.' });
    expect(form.general?.errors.length).toBe(3);
    expect(form.busy).toBe(false);
  });
  it('says a clerk’s sentence where there is one', async () => {
    const fault = { pointer: '/cpf', code: 'cpf_invalid', detail: 'The CPF is invalid.' };
    const value = { name: 'a', email: 'a@b.co', phone: '11987654321', cep: '01001000', cpf: '11144477734' };
    const form = new Form({ operation: 'POST /customers', value, send: () => Promise.reject(problem(422, [fault])) });
    await form.submit();
    expect(form.faults['/cpf']).toBe('CPF não confere. Veja os dois últimos números.');
    expect(form.general).toBe(null);
  });
  it('is clean afterwards, and goes on with the new ETag', async () => {
    const send = vi.fn(async (_: never, _headers: object) => saved({}, '"2"'));
    const done = vi.fn();
    const form = new Form({ operation: 'PATCH /tasks/{id}', value: { title: 'a' }, etag: '"1"', send, done });
    form.held['/title'] = 'b';
    expect(await form.submit()).toBe(true);
    expect([form.dirty, done.mock.calls.length]).toEqual([false, 1]);
    await form.submit();
    expect(send.mock.calls.map(([, headers]) => headers)).toEqual([{ 'If-Match': '"1"' }, { 'If-Match': '"2"' }]);
  });
});

describe('a conflict', () => {
  interface Task {
    title: string;
    description: string | null;
    priority: number;
  }
  function clashing(theirs: Task) {
    const start: Task = { title: 'a', description: 'b', priority: 1 };
    let etag = '"2"';
    const send = vi.fn(async (body: never, headers: { 'If-Match'?: string }) => {
      if (headers['If-Match'] !== etag) throw problem(412);
      etag = '"3"';
      return saved({ ...theirs, ...(body as object) }, etag);
    });
    const form = new Form<Task>({ operation: 'PATCH /tasks/{id}', value: start, etag: '"1"', send, load: async () => saved(theirs, etag) });
    form.held['/title'] = 'mine';
    return { form, send };
  }

  it('joins by itself what two people changed in different fields', async () => {
    const { form, send } = clashing({ title: 'a', description: 'b', priority: 4 });
    expect(await form.submit()).toBe(true);
    expect(send.mock.calls[1]?.[0]).toEqual({ title: 'mine' });
    expect([form.held['/priority'], form.clash, form.dirty]).toEqual(['4', null, false]);
  });
  it('shows both values of one field, and keeps mine', async () => {
    const { form, send } = clashing({ title: 'theirs', description: 'b', priority: 4 });
    expect(await form.submit()).toBe(false);
    expect(form.clash?.rows).toEqual([{ pointer: '/title', label: 'Título', mine: 'mine', theirs: 'theirs', base: 'a' }]);
    expect(await form.keepMine()).toBe(true);
    expect(send.mock.calls.at(-1)).toEqual([{ title: 'mine' }, { 'If-Match': '"2"' }]);
    expect(form.clash).toBe(null);
  });
  it('or theirs, without losing what else was typed', async () => {
    const { form, send } = clashing({ title: 'theirs', description: 'b', priority: 4 });
    form.held['/description'] = 'typed';
    await form.submit();
    form.keepTheirs();
    expect([form.held['/title'], form.held['/description'], form.held['/priority']]).toEqual(['theirs', 'typed', '4']);
    expect([form.dirty, form.body()]).toEqual([true, { description: 'typed' }]);
    expect(await form.submit()).toBe(true);
    expect(send.mock.calls.at(-1)?.[1]).toEqual({ 'If-Match': '"2"' });
  });
});

it('a phone has the mask of what is typed', () => {
  expect(phoneMask('1132654321')).toBe('(##) ####-#####');
  expect(phoneMask('11987654321')).toBe('(##) #####-####');
  expect(phoneMask('+5511')).toBe('+## (##) #####-####');
});
