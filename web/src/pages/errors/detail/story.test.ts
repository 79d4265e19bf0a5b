import { beforeEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../lib/language.svelte';
import { before, moment, steps } from './crumbs';
import { legible, linkOf, read, type Frame } from './event';
import { contexts, listedTag, shares, userKey } from './facts';
import { flat, laidOut } from './flat';
import { called, library, opened, pieces, source, tell, where } from './frames';
import { fenced, markdown, plain, type Known } from './markdown';
import { reported } from './report';
import { decide, standing, undoOf } from './triage';
import type { ErrorWhole } from './open.svelte';

const spaces = (text: string) => text.replaceAll('\u00a0', ' ');

beforeEach(() => setLanguage('pt-BR'));

function frame(more: Partial<Frame> = {}): Frame {
  const none = { module: null, abs_path: null, package: null, instruction_addr: null, column: null, context_line: null, vars: null };
  return { ...none, function: 'f', filename: 'a.py', line: 1, in_app: true, pre_context: [], post_context: [], ...more };
}

describe('an event', () => {
  it('is read whatever it holds', () => {
    const story = read({
      exceptions: [null, { type: 7, value: { a: 1 }, frames: 'x' }],
      threads: {},
      breadcrumbs: [1],
      user: [],
      request: {},
    });
    expect(story.exceptions.map((one) => [one.type, one.value])).toEqual([
      ['7', '{"a":1}'],
      [null, null],
    ]);
    expect([story.threads, story.user, story.request, story.message]).toEqual([[], null, null, null]);
    expect(story.crumbs).toHaveLength(1);
  });
  it('has the outermost exception first, and says how they belong together', () => {
    const mechanism = (id: number, parent?: number, source?: string, group?: boolean) => ({
      mechanism: { exception_id: id, parent_id: parent, source, is_exception_group: group },
    });
    const { exceptions } = read({
      exceptions: [
        { type: 'D', ...mechanism(3, 2, '__context__') },
        { type: 'C', ...mechanism(2, 0, 'exceptions[1]') },
        { type: 'B', ...mechanism(1, 0, 'exceptions[0]') },
        { type: 'A', ...mechanism(0, undefined, undefined, true) },
      ],
    });
    expect(exceptions.map((one) => one.type)).toEqual(['A', 'B', 'C', 'D']);
    expect(linkOf(exceptions, 1)).toEqual({ link: 'member', of: null, place: 'exceptions[0]' });
    expect(linkOf(exceptions, 2)).toEqual({ link: 'member', of: 'A', place: 'exceptions[1]' });
    expect(linkOf(exceptions, 3).link).toBe('during');
    expect(linkOf(read({ exceptions: [{ type: 'A' }, { type: 'B' }] }).exceptions, 1).link).toBe('cause');
  });
  it('shows marks that turn the direction, and knows what can’t be seen', () => {
    expect(legible('a\u202eexe.png')).toBe('a⟦U+202E⟧exe.png');
    expect(legible('\u200b \ufeff')).toBeNull();
    expect(legible('👨‍👩‍👧')).toBe('👨‍👩‍👧');
  });
});

describe('frames', () => {
  it('are told from the innermost, recursion once', () => {
    const told = tell([frame({ function: 'main' }), ...Array.from({ length: 1998 }, () => frame()), frame({ function: 'end' })]);
    expect(told.map((one) => [one.frame.function, one.times])).toEqual([
      ['end', 1],
      ['f', 1998],
      ['main', 1],
    ]);
  });
  it('of libraries are folded, counted and named', () => {
    const lib = (name: string, line: number) => frame({ in_app: false, line, module: `${name}.app`, filename: `${name}/app.py` });
    const made = pieces(
      tell([frame({ function: 'ours' }), lib('celery', 1), lib('celery', 2), lib('kombu', 3), frame({ function: 'last' })]),
    );
    expect(made.map((piece) => piece.kind)).toEqual(['frame', 'fold', 'frame']);
    expect(made[1]).toMatchObject({ frames: 3, names: ['kombu', 'celery'] });
  });
  it('are all shown where none is the application’s', () => {
    const told = tell([frame({ in_app: null, line: 2, context_line: 'x' }), frame({ in_app: null, context_line: 'y' })]);
    expect(pieces(told).every((piece) => piece.kind === 'frame')).toBe(true);
    expect(opened(told)).toEqual(new Set([0]));
  });
  it('of the application stand open, not endlessly many', () => {
    const told = tell(Array.from({ length: 50 }, (_, line) => frame({ line, context_line: 'x' })));
    expect(opened(told).size).toBe(4);
    expect(opened(tell([frame()])).size).toBe(0);
  });
  it('show what stands around the column of a minified line', () => {
    const line = `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`;
    const made = source(frame({ context_line: line, column: 5001, line: 1 }));
    expect(made?.lines[0]).toContain('HERE');
    expect(made?.lines[0]?.length).toBeLessThan(300);
    expect(source(frame({ context_line: 'x', pre_context: ['a', 'b'], line: 142 }))).toMatchObject({ start: 140, current: 142 });
    expect(source(frame({ context_line: 'x', pre_context: ['a', 'b'], line: 1 }))?.start).toBeUndefined();
  });
  it('have a place, a name and a library', () => {
    expect(where(frame({ filename: 'x.js', line: 3, column: 7 }))).toEqual({ file: 'x.js', line: ':3:7' });
    expect(called(frame({ function: 'fechar', module: 'br.loja.Pedido', filename: 'Pedido.java' }))).toBe('Pedido.fechar');
    expect(library(frame({ abs_path: '/x/node_modules/@sentry/node/a.js' }))).toBe('@sentry/node');
    expect(library(frame({ module: 'org.springframework.web.Servlet' }))).toBe('org.springframework');
    expect(library(frame({ module: 'github.com/jackc/pgx/v5' }))).toBe('github.com/jackc/pgx');
  });
});

describe('the trail', () => {
  it('has times before the error', () => {
    expect(spaces(before(1_000, 5_812))).toBe('−4,812 s');
    expect(spaces(before(0, 125_000))).toBe('−2 min 5 s');
    expect(spaces(before(2_000, 1_000))).toBe('+1 s');
    expect(before(null, 1)).toBe('');
    expect(moment('2026-11-28T12:00:00Z')).toBe(moment(1_795_867_200));
  });
  it('says what each step was', () => {
    const crumb = { timestamp: 1, type: null, category: null, level: null, message: null, data: {} };
    const told = steps(
      [
        { ...crumb, type: 'http', category: 'httplib', data: { url: 'https://a/b', method: 'POST', status_code: 200, reason: 'OK' } },
        { ...crumb, category: 'navigation', data: { from: '/a', to: '/b' } },
        { ...crumb, category: 'query', message: 'SELECT 1', data: { duration_ms: 3, db: 'loja' } },
        { ...crumb, level: 'warning', message: 'lento' },
        { ...crumb, category: 'started' },
      ],
      2_000,
    );
    expect(told.map((one) => [one.sign, one.text, one.end && spaces(one.end)])).toEqual([
      ['http', 'POST https://a/b', '200'],
      ['navigation', '/a → /b', null],
      ['query', 'SELECT 1', '3 ms'],
      ['warning', 'lento', null],
      ['log', 'started', null],
    ]);
    expect(told[2]?.more).toEqual({ db: 'loja' });
  });
});

describe('what was sent', () => {
  it('is flat, in order, and says what is cut', () => {
    expect(flat({ a: { b: [{ c: 1 }] }, d: [1, 2], e: {}, f: '' }).rows).toEqual([
      ['a.b.0.c', '1'],
      ['d', '1, 2'],
      ['e', '{}'],
      ['f', ''],
    ]);
    expect(flat(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, i])), 4).cut).toBe(5);
  });
  it('as received keeps every character that counts', () => {
    const json = '{"n":12345678901234567890.10,"a":[],"b":{},"t":"x, \\"{y}\\": [z]","n":1e400}';
    const shown = laidOut(json);
    expect(shown.split('\n')).toHaveLength(7);
    expect(shown).toContain('"n": 12345678901234567890.10');
    expect(shown).toContain('"a": []');
    expect(shown).toContain('"t": "x, \\"{y}\\": [z]"');
    expect(laidOut('{"a": broken')).toContain('broken');
  });
});

describe('facts', () => {
  it('shares are 100 percent together, the largest first', () => {
    const made = shares(['a', 'b', 'c'].map((name) => ({ name, events: 1 })));
    expect(made.reduce((sum, one) => sum + one.percent, 0)).toBe(100);
    expect(
      shares([
        { name: 's', events: 2 },
        { name: 'p', events: 98 },
      ])[0],
    ).toEqual({ name: 'p', events: 98, percent: 98 });
    expect(shares([{ name: 's', events: 0 }])[0]?.percent).toBe(0);
  });
  it('lead to the list', () => {
    expect(listedTag('loja', 7)).toBe('/app/errors?status=all&tag=loja%3A7');
    expect(listedTag('a:b', 'x')).toBeNull();
    expect(userKey({ id: '[filtered]', email: 'a@b' })).toBe('a@b');
    expect(userKey({ geo: {} })).toBeNull();
  });
  it('contexts have heads and a rest', () => {
    const made = contexts({ os: { name: 'Debian', version: '12', type: 'os' }, trace: { trace_id: 'x', op: 'task' } });
    expect(made).toEqual({
      heads: [
        ['os', 'Debian 12'],
        ['trace_id', 'x'],
      ],
      rest: [['trace', { op: 'task' }]],
    });
  });
  it('a browser’s report is a sentence, in each of its shapes', () => {
    const flatOne = { 'document-uri': 'https://l', 'blocked-uri': 'inline', 'effective-directive': 'script-src' };
    for (const report of [
      flatOne,
      { 'csp-report': flatOne },
      {
        type: 'csp-violation',
        url: 'https://l',
        body: { documentURL: 'https://l', blockedURL: 'inline', effectiveDirective: 'script-src' },
      },
    ])
      expect(reported(report)).toMatchObject({ page: 'https://l', what: 'inline', rule: 'script-src' });
  });
});

describe('Markdown', () => {
  const known: Known = {
    title: 'A <b> | `x`',
    level: 'error',
    environment: 'production',
    origin: 'web1',
    release: null,
    events: 2,
    users: 1,
    first_seen: '2026-11-28T12:00:00Z',
    last_seen: '2026-11-28T12:00:00Z',
    tags: { loja: '*' },
    details: 'log',
    address: 'https://x/app/errors/1',
  };
  it('takes texts as texts', () => {
    expect(plain('a\n`b` *c*')).toBe('a \\`b\\` \\*c\\*');
    expect(fenced('a\n````\nb')).toMatch(/^`{5}\n/);
    const made = markdown(known, null);
    expect(made).toContain('## A \\<b\\> \\| \\`x\\`');
    expect(made).toContain('```\nlog\n```');
  });
  it('has the stack in place of the log', () => {
    const story = read({
      exceptions: [{ type: 'E', value: 'v', frames: [{ function: 'f', filename: 'a.py', line: 3, in_app: true, context_line: ' x()' }] }],
    });
    const made = markdown(known, story);
    expect(made).toContain('E: v\n  > f at a.py:3\n      x()');
    expect(made).not.toContain('log');
  });
});

describe('triage', () => {
  const error = { status: 'archived', until: { events: 100 }, regressed: false } as unknown as ErrorWhole;
  it('is a request, and its way back', () => {
    expect(decide('resolved', { release: 'next' })).toEqual({
      body: { status: 'resolved', until: { release: 'next' } },
      shown: { status: 'resolved', until: { release: 'next' }, regressed: false },
    });
    expect(undoOf(error).body).toEqual({ status: 'archived', until: { events: 100 } });
    expect(undoOf({ ...error, status: 'unresolved', until: null }).body).toEqual({ status: 'unresolved' });
  });
  it('says how an error stands', () => {
    expect(standing(error)).toBe('Arquivado até mais 100 eventos');
    expect(standing({ status: 'resolved', until: { release: 'next' } } as unknown as ErrorWhole)).toContain('versão mais nova');
  });
});
