import { describe, expect, it, vi } from 'vitest';
import { operationOf, Sender, type Refreshed, type World } from './send';

type Answer = [status: number, headers?: Record<string, string>, body?: unknown];

/** A world that answers what it is told, in order. */
function world(answers: Answer[], over: Partial<World> = {}) {
  const sent: Request[] = [];
  let token: string | null = 'first';
  const made: World = {
    fetch: async (request) => {
      sent.push(request);
      const [status, headers, body] = answers.shift() ?? [500];
      return new Response(status === 304 || status === 204 ? null : JSON.stringify(body ?? {}), { status, headers });
    },
    token: () => token,
    ending: () => false,
    refresh: vi.fn(async (): Promise<Refreshed> => {
      token = 'second';
      return 'ok';
    }),
    signIn: vi.fn(async () => {
      token = 'third';
      return true;
    }),
    language: () => 'pt-BR',
    scope: () => 'me here',
    wait: vi.fn(async () => {}),
    lost: vi.fn(),
    found: vi.fn(),
    repeatable: (operation) => !operation.startsWith('POST '),
    idempotent: () => false,
    ...over,
  };
  return { made, sent, send: new Sender(made).send };
}

const get = (path = '/api/v1/tasks') => new Request(`https://balcao.test${path}`);
const post = (path = '/api/v1/tasks') => new Request(`https://balcao.test${path}`, { method: 'POST', body: '{"title":"x"}' });
const authorization = (request?: Request) => request?.headers.get('Authorization');

describe('a request', () => {
  it('carries token and language', async () => {
    const { send, sent, made } = world([[200]]);
    await send(get());
    expect(authorization(sent[0])).toBe('Bearer first');
    expect(sent[0]?.headers.get('Accept-Language')).toBe('pt-BR');
    expect(made.found).toHaveBeenCalled();
  });
  it('refreshes before, when the token is about to end', async () => {
    const { send, sent } = world([[200]], { ending: () => true });
    await send(get());
    expect(authorization(sent[0])).toBe('Bearer second');
  });
  it('says that nothing answered, but not when it was given up', async () => {
    const lost = world([], { fetch: () => Promise.reject(new TypeError('Failed to fetch')) });
    await expect(lost.send(get())).rejects.toThrow(TypeError);
    expect(lost.made.lost).toHaveBeenCalledOnce();
    const aborted = world([], { fetch: () => Promise.reject(new DOMException('', 'AbortError')) });
    await expect(aborted.send(get())).rejects.toThrow();
    expect(aborted.made.lost).not.toHaveBeenCalled();
  });
});

describe('401', () => {
  it('refreshes once and sends the same again, body included', async () => {
    const { send, sent, made } = world([[401], [201]]);
    expect((await send(post())).status).toBe(201);
    expect(made.refresh).toHaveBeenCalledOnce();
    expect(authorization(sent[1])).toBe('Bearer second');
    expect(await sent[1]?.text()).toBe('{"title":"x"}');
  });
  it('asks to sign in when the refresh is refused, and goes on', async () => {
    const { send, sent, made } = world([[401], [200]], { refresh: async () => 'refused' });
    expect((await send(get())).status).toBe(200);
    expect(made.signIn).toHaveBeenCalledOnce();
    expect(authorization(sent[1])).toBe('Bearer third');
  });
  it('asks to sign in when the new token is refused, too', async () => {
    const { send, made } = world([[401], [401], [200]]);
    expect((await send(get())).status).toBe(200);
    expect(made.signIn).toHaveBeenCalledOnce();
  });
  it('gives up when the person leaves, or the refresh can’t be reached', async () => {
    const left = world([[401]], { refresh: async () => 'refused', signIn: async () => false });
    expect((await left.send(get())).status).toBe(401);
    const away = world([[401]], { refresh: async () => 'failed' });
    expect((await away.send(get())).status).toBe(401);
    expect(away.made.signIn).not.toHaveBeenCalled();
  });
  it('without a token is an ordinary answer', async () => {
    const { send, made } = world([[401]], { token: () => null });
    expect((await send(get())).status).toBe(401);
    expect(made.refresh).not.toHaveBeenCalled();
  });
});

describe('429 and 503', () => {
  it('wait as they say and try again', async () => {
    const { send, made, sent } = world([
      [503, { 'Retry-After': '20' }, { code: 'cep_service_unavailable' }],
      [429, { 'Retry-After': '2' }],
      [200],
    ]);
    expect((await send(get())).status).toBe(200);
    expect(vi.mocked(made.wait).mock.calls).toEqual([
      [20, 'cep'],
      [2, 'busy'],
    ]);
    expect(sent.length).toBe(3);
  });
  it('are answers without Retry-After, after too long a wait, and after four tries', async () => {
    expect((await world([[503]]).send(get())).status).toBe(503);
    expect((await world([[429, { 'Retry-After': '3600' }]]).send(get())).status).toBe(429);
    const busy = world(Array.from({ length: 9 }, (): Answer => [503, { 'Retry-After': '1' }]));
    expect((await busy.send(get())).status).toBe(503);
    expect(busy.sent.length).toBe(4);
  });
  it('never send a POST again that has no key', async () => {
    const { send, sent } = world([[503, { 'Retry-After': '1' }], [201]]);
    expect((await send(post())).status).toBe(503);
    expect(sent.length).toBe(1);
  });
  it('send a POST again with the same Idempotency-Key where it may have one', async () => {
    const { send, sent } = world([[503, { 'Retry-After': '1' }], [201]], { repeatable: () => true, idempotent: () => true });
    expect((await send(post())).status).toBe(201);
    const keys = sent.map((request) => request.headers.get('Idempotency-Key'));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
  });
});

describe('ETags', () => {
  it('a 304 gives the answer there was, and says so', async () => {
    const { send, sent } = world([[200, { ETag: 'W/"1"' }, { items: [1] }], [304]]);
    await send(get());
    const second = await send(get());
    expect(sent[1]?.headers.get('If-None-Match')).toBe('W/"1"');
    expect(second.status).toBe(200);
    expect(second.headers.get('X-Unchanged')).toBe('yes');
    expect(await second.json()).toEqual({ items: [1] });
  });
  it('belong to who asks where, in which language', async () => {
    let scope = 'me here';
    const { send, sent } = world([[200, { ETag: '"1"' }], [200]], { scope: () => scope });
    await send(get());
    scope = 'me there';
    await send(get());
    expect(sent[1]?.headers.has('If-None-Match')).toBe(false);
  });
});

it('operations are named with their ids taken out', () => {
  const id = '01912345-0000-7000-8000-000000000000';
  expect(operationOf(get(`/api/v1/errors/${id}/comments?limit=1`))).toBe('GET /errors/{id}/comments');
  expect(operationOf(post('/api/v1/tasks/'))).toBe('POST /tasks');
});
