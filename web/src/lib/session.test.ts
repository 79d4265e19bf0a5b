import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from './problem';
import { Session } from './session.svelte';

/** A service as small as api.md 9: cookie sessions, one person, two organizations. */
class Mock {
  cookie: string | null = null;
  calls: { path: string; body: Record<string, unknown> }[] = [];
  status: number | null = null;
  down = false;
  user = { id: 'u1', username: 'maria', email: 'maria@example.com', display_name: null, operator: false };
  mine: Record<string, string> = { home: 'owner', shop: 'viewer' };

  fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const path = String(input).replace('/api/v1', '');
    const body = JSON.parse(String(init?.body)) as Record<string, unknown>;
    this.calls.push({ path, body });
    if (this.down) throw new TypeError('Failed to fetch');
    if (this.status) return this.problem(this.status, 'unavailable');
    if (path === '/logout') {
      this.cookie = null;
      return new Response(null, { status: 204 });
    }
    if (path === '/login') return body.password === 'right' ? this.tokens('home') : this.problem(401, 'invalid_credentials');
    if (!this.cookie) return this.problem(401, 'token_invalid');
    const organization = String(body.organization ?? 'home');
    return this.mine[organization] ? this.tokens(organization) : this.problem(404, 'not_found');
  };
  problem = (status: number, code: string) => new Response(JSON.stringify({ status, code, detail: code }), { status });
  tokens(id: string): Response {
    this.cookie = 'set';
    const organization = { id, name: id, role: this.mine[id] };
    return new Response(JSON.stringify({ access_token: `t${this.calls.length}`, expires_in: 900, user: this.user, organization }));
  }
}

let mock: Mock;
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  mock = new Mock();
  vi.stubGlobal('fetch', mock.fetch);
});

async function signedIn(): Promise<Session> {
  const session = new Session();
  await session.login('maria', 'right');
  return session;
}

describe('the start', () => {
  it('asks nothing of the service when nobody was signed in', async () => {
    const session = new Session();
    await session.start();
    expect(session.state).toBe('out');
    expect(mock.calls).toEqual([]);
  });
  it('goes on with the session of the cookie', async () => {
    await signedIn();
    const again = new Session();
    await again.start();
    expect(again.state).toBe('in');
    expect(again.user?.username).toBe('maria');
    expect(mock.calls.at(-1)?.body).toEqual({ cookie: true, organization: 'home' });
  });
  it('is out when the cookie is refused, and waits when nothing answers', async () => {
    await signedIn();
    mock.cookie = null;
    const refused = new Session();
    await refused.start();
    expect(refused.state).toBe('out');
    await signedIn();
    mock.down = true;
    const waiting = new Session();
    await waiting.start();
    expect(waiting.state).toBe('starting');
  });
});

describe('signing in', () => {
  it('asks for the cookie and keeps no token where scripts could read it', async () => {
    const session = await signedIn();
    expect(mock.calls[0]).toEqual({ path: '/login', body: { username: 'maria', password: 'right', cookie: true } });
    expect(session.token()).toBe('t1');
    expect(session.ending()).toBe(false);
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain('t1');
  });
  it('tells what is wrong', async () => {
    const session = new Session();
    await expect(session.login('maria', 'wrong')).rejects.toMatchObject({ status: 401, code: 'invalid_credentials' });
    mock.down = true;
    await expect(session.login('maria', 'right')).rejects.toBeInstanceOf(Problem);
    expect(session.state).not.toBe('in');
  });
});

describe('refreshing', () => {
  it('is one request for all who ask at once', async () => {
    const session = await signedIn();
    expect(await Promise.all([session.refresh(), session.refresh(), session.refresh()])).toEqual(['ok', 'ok', 'ok']);
    expect(mock.calls.length).toBe(2);
  });
  it('tells a refusal from a service that is away', async () => {
    const session = await signedIn();
    mock.status = 503;
    expect(await session.refresh()).toBe('failed');
    mock.status = null;
    mock.cookie = null;
    expect(await session.refresh()).toBe('refused');
  });
  it('falls back when this tab’s organization is gone', async () => {
    const session = await signedIn();
    await session.work('shop');
    delete mock.mine.shop;
    expect(await session.refresh()).toBe('ok');
    expect(session.organization?.id).toBe('home');
  });
});

describe('organizations', () => {
  it('are named in every refresh, and kept by the tab', async () => {
    const session = await signedIn();
    const changed = vi.fn();
    session.onchange = changed;
    await session.work('shop');
    expect(session.organization).toEqual({ id: 'shop', name: 'shop', role: 'viewer' });
    expect(changed).toHaveBeenCalledOnce();
    await session.refresh();
    expect(mock.calls.at(-1)?.body.organization).toBe('shop');
    expect(changed).toHaveBeenCalledOnce();
    expect([session.can('viewer'), session.can('editor')]).toEqual([true, false]);
  });
  it('stay when the switch fails', async () => {
    const session = await signedIn();
    mock.status = 503;
    await expect(session.work('shop')).rejects.toBeInstanceOf(Problem);
    expect(session.organization?.id).toBe('home');
    expect(sessionStorage.getItem('balcao.organization')).toBe('home');
  });
});

describe('a session that ended', () => {
  it('asks once, and all requests go on after signing in', async () => {
    const session = await signedIn();
    const waiting = [session.signIn(), session.signIn()];
    expect(session.state).toBe('lost');
    await session.login('maria', 'right');
    expect(await Promise.all(waiting)).toEqual([true, true]);
    expect(session.state).toBe('in');
  });
  it('lets who comes later wait, too, and keeps the question open', async () => {
    const session = await signedIn();
    void session.signIn();
    const later = session.refresh();
    expect([session.state, mock.calls.length]).toEqual(['lost', 1]);
    await session.login('maria', 'right');
    expect(await later).toBe('ok');
  });
  it('lets one leave', async () => {
    const session = await signedIn();
    const waiting = session.signIn();
    session.leave();
    expect(await waiting).toBe(false);
    expect([session.state, session.token(), session.left]).toEqual(['out', null, true]);
  });
});

describe('signing out', () => {
  it('forgets everything, even when nothing answers', async () => {
    const session = await signedIn();
    mock.down = true;
    await session.logout();
    expect([session.state, session.token(), session.user]).toEqual(['out', null, null]);
    expect(localStorage.length + sessionStorage.length).toBe(0);
  });
  it('signs out the other tabs', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    await one.logout();
    await vi.waitFor(() => expect(other.state).toBe('out'));
    expect(other.token()).toBe(null);
  });
});
