// The API as a test uses it to make what a page then shows: people, members, and requests with a person's token.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

export const BASE = process.env.BASE ?? 'https://localhost:8443';
const ROOT = new URL('../../../', import.meta.url).pathname;

export type Role = 'viewer' | 'editor' | 'admin' | 'owner';

/** A text that no test has used: for names that are searched for. */
export const unique = (): string => `${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;

export class Refused extends Error {
  readonly status: number;
  readonly body: unknown;
  constructor(asked: string, status: number, body: unknown) {
    super(`${asked}: ${status} ${JSON.stringify(body)?.slice(0, 400)}`);
    this.status = status;
    this.body = body;
  }
}

interface Asking {
  body?: unknown;
  headers?: Record<string, string>;
}

/** Requests by one token. A body comes back as the JSON that it is; any status from 400 on throws `Refused`. */
export class Api {
  readonly token: string | null;
  constructor(token: string | null = null) {
    this.token = token;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test looks into what it gets, and fails where it is not there
  async ask(method: string, path: string, { body, headers = {} }: Asking = {}): Promise<any> {
    const response = await this.answer(method, path, { body, headers });
    const text = await response.text();
    const json = text && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
    if (!response.ok) throw new Refused(`${method} ${path}`, response.status, json);
    return json;
  }
  get = (path: string) => this.ask('GET', path);
  post = (path: string, body: unknown = {}, headers = {}) => this.ask('POST', path, { body, headers });
  put = (path: string, body: unknown, headers = {}) => this.ask('PUT', path, { body, headers });
  patch = (path: string, body: unknown, headers = {}) => this.ask('PATCH', path, { body, headers });
  delete = (path: string) => this.ask('DELETE', path);

  /** The answer itself, whatever its status; waits where the service asks to slow down. PATH is below /api/v1, or whole from /api/ on. */
  async answer(method: string, path: string, { body, headers = {} }: Asking = {}): Promise<Response> {
    const all: Record<string, string> = { 'Accept-Language': 'en', ...headers };
    if (this.token && !all.Authorization) all.Authorization = `Bearer ${this.token}`;
    if (body !== undefined && !all['Content-Type']) all['Content-Type'] = 'application/json';
    const url = BASE + (path.startsWith('/api/') ? path : `/api/v1${path}`);
    for (let tries = 1; ; tries++) {
      const response = await fetch(url, {
        method,
        headers: all,
        body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      });
      if ((response.status !== 429 && response.status !== 503) || tries === 6) return response;
      await new Promise((done) => setTimeout(done, 1000 * Number(response.headers.get('retry-after') ?? 1)));
    }
  }
}

export interface Person {
  id: string;
  username: string;
  email: string;
  password: string;
  /** The organization that came with the account. */
  home: string;
  api: Api;
}

/** An account that nobody has, signed in. */
export async function newPerson(): Promise<Person> {
  const username = `p${unique()}`;
  const password = `Um-Segredo-${username}!`;
  const email = `${username}@example.com`;
  const made = await new Api().post('/register', { username, email, password });
  const tokens = await new Api().post('/login', { username, password });
  return { id: made.id, username, email, password, home: tokens.organization.id, api: new Api(tokens.access_token) };
}

/** A token of a person for another of their organizations. */
export async function worksIn(person: Person, organization: string): Promise<Api> {
  const { access_token } = await new Api().post('/login', { username: person.username, password: person.password, organization });
  return new Api(access_token);
}

/** Invites a person and accepts for them; the API of that person there. */
export async function join(owner: Api, organization: string, person: Person, role: Role): Promise<Api> {
  const { url } = await owner.post(`/organizations/${organization}/invitations`, { user: person.username, role });
  await person.api.post('/users/me/invitations/accept', { token: String(url).replace(/^.*#token=/, '') });
  return worksIn(person, organization);
}

/** Makes a user an operator, by the command line: nothing else can. */
export function promote(username: string): void {
  const state = process.env.STATE;
  if (!state) throw new Error('STATE, the instance’s directory, is not set: only run.sh’s own instance has operators');
  execFileSync(`${ROOT}run`, ['--state', state, '--exec', 'user', 'promote', username], { stdio: 'pipe' });
}

/** Faults of the fake of the providers of addresses (t/fake/cep.mjs). All tests share it: rather answer /cep by `page.route`. */
export async function cepFault(provider: string, fault: string): Promise<void> {
  await fetch(`${process.env.FAKE}/control/${provider}`, { method: 'POST', body: JSON.stringify({ fault }) });
}
