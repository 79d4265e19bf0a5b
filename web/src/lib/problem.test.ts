import { describe, expect, it } from 'vitest';
import { asProblem, offline, Problem, problemOf, retryAfter } from './problem';

const body = {
  status: 422,
  code: 'validation',
  title: 'T',
  detail: 'D',
  instance: 'r1',
  errors: [{ pointer: '/email', code: 'email_taken', detail: 'Taken.' }],
};

describe('problems', () => {
  it('are read from the answer', () => {
    const problem = problemOf(new Response(null, { status: 422, headers: { 'Retry-After': '7' } }), body);
    expect(problem).toMatchObject({ status: 422, code: 'validation', detail: 'D', instance: 'r1', retryAfter: 7 });
    expect(problem.at('/email')?.code).toBe('email_taken');
    expect(problem.at('/phone')).toBeUndefined();
  });
  it('are there whatever the body is', () => {
    for (const odd of [null, undefined, 'text', [], { title: 'x' }]) {
      expect(problemOf(new Response(null, { status: 502 }), odd)).toMatchObject({ status: 502, code: 'unreadable' });
    }
  });
  it('name a role that would do', () => {
    expect(problemOf(new Response(null, { status: 403 }), { status: 403, code: 'forbidden', needs: 'admin' }).needs).toBe('admin');
  });
  it('are not what our own faults are', () => {
    expect(asProblem(offline())).toBeInstanceOf(Problem);
    expect(() => asProblem(new RangeError('ours'))).toThrow(RangeError);
  });
  it('read Retry-After as seconds or a date', () => {
    const of = (text: string) => retryAfter(new Headers({ 'Retry-After': text }), Date.parse('Thu, 27 Nov 2025 14:32:00 GMT'));
    expect(of('20')).toBe(20);
    expect(of('Thu, 27 Nov 2025 14:32:05 GMT')).toBe(5);
    expect(of('Thu, 27 Nov 2025 14:00:00 GMT')).toBe(0);
    expect(of('soon')).toBe(null);
    expect(retryAfter(new Headers())).toBe(null);
  });
});
