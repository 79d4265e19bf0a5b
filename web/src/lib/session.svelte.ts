/**
 * Who is signed in, and in which organization. The access token is in memory only; the refresh token is in a cookie that no script reads
 * (docs/sessions.md). Tabs share the session and each keeps its organization.
 */
import { language } from './language.svelte';
import { net } from './net.svelte';
import { offline, Problem, problemOf } from './problem';
import { reaches, type Role } from './roles';
import type { Refreshed } from './send';

export interface User {
  id: string;
  username: string;
  email: string;
  display_name: string | null;
  operator: boolean;
}
export interface Organization {
  id: string;
  name: string;
  role: Role;
}
interface Tokens {
  access_token: string;
  expires_in: number;
  user: User;
  organization: Organization;
}

/** `starting`: not known yet. `lost`: signed in, but the session ended: the page stays, a dialog asks for the password. */
export type State = 'starting' | 'out' | 'in' | 'lost';

const SIGNED_IN = 'balcao.signed-in'; // whether a refresh is worth a try at the start; holds no secret
const WORKS_IN = 'balcao.organization';
const ENDING_MS = 20_000;

function storage(kind: 'local' | 'session', key: string, value?: string | null): string | null {
  try {
    const place = kind === 'local' ? localStorage : sessionStorage;
    if (value === null) place.removeItem(key);
    else if (value !== undefined) place.setItem(key, value);
    return place.getItem(key);
  } catch {
    return null; // the browser forbids storage: then it holds for this page
  }
}

async function post(path: string, body: object): Promise<Response> {
  try {
    const headers = { 'Content-Type': 'application/json', 'Accept-Language': language() };
    const response = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin' });
    net.found();
    return response;
  } catch {
    net.lost();
    throw offline();
  }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
  // Tabs refresh one after the other: each uses the cookie that the one before left.
  navigator.locks ? (navigator.locks.request('balcao.refresh', work) as Promise<T>) : work();

export class Session {
  state = $state<State>('starting');
  /** Whether the person went by themselves: then nobody comes back to the place. */
  left = $state(false);
  user = $state.raw<User | null>(null);
  organization = $state.raw<Organization | null>(null);
  #token: string | null = null;
  #ends = 0;
  #refreshing: Promise<Refreshed> | null = null;
  #asking: { promise: Promise<boolean>; answer: (done: boolean) => void } | null = null;
  readonly #tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('balcao.session');
  /** Called when the session ended, or another person or organization came: what is remembered must go. */
  onchange: () => void = () => {};

  constructor() {
    this.#tabs?.addEventListener('message', (event: MessageEvent<unknown>) => this.#heard(event.data));
  }

  token = (): string | null => this.#token;
  ending = (): boolean => Date.now() > this.#ends - ENDING_MS;

  /** Whether the role in the current organization suffices. */
  can(role: Role): boolean {
    return reaches(this.organization?.role, role);
  }

  /** At the page's start: goes on with the session of the cookie, if there is one. */
  async start(): Promise<void> {
    if (!storage('local', SIGNED_IN)) {
      this.state = 'out';
      return;
    }
    const refreshed = await this.refresh();
    if (refreshed === 'ok') return;
    if (refreshed === 'refused') this.#forget();
    else net.whenBack(() => this.state === 'starting' && void this.start());
  }

  /** A new access token by the cookie; one at a time in this tab, and in turn with other tabs. */
  refresh = (): Promise<Refreshed> => {
    // Whoever comes while the person is asked to sign in waits for that.
    if (this.#asking) return this.#asking.promise.then((done) => (done ? 'ok' : 'refused'));
    return this.#renew();
  };

  #renew(): Promise<Refreshed> {
    this.#refreshing ??= inTurn(() => this.#refresh(storage('session', WORKS_IN) ?? storage('local', WORKS_IN))).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(organization: string | null): Promise<Refreshed> {
    try {
      const response = await post('/token/refresh', organization ? { cookie: true, organization } : { cookie: true });
      if (response.ok) {
        this.#take((await response.json()) as Tokens);
        return 'ok';
      }
      if (response.status === 401) return 'refused';
      // The organization that this tab named is gone, or no longer one's own.
      if (organization && (response.status === 403 || response.status === 404 || response.status === 422)) return await this.#refresh(null);
      return 'failed';
    } catch {
      return 'failed';
    }
  }

  async login(username: string, password: string): Promise<void> {
    const response = await post('/login', { username, password, cookie: true });
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) throw problemOf(response, body);
    this.#take(body as Tokens);
    storage('local', SIGNED_IN, 'yes');
    this.#tell({ kind: 'in' });
    this.#answer(true);
  }

  /** An account, and its session. */
  async register(username: string, email: string, password: string, invitation?: string): Promise<void> {
    const response = await post('/register', invitation ? { username, email, password, invitation } : { username, email, password });
    if (!response.ok) throw problemOf(response, await response.json().catch(() => null));
    await this.login(username, password);
  }

  /** Ends the session in every tab. It never fails: what can't be told to the service now ends there by itself. */
  async logout(everywhere = false): Promise<void> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    const body = JSON.stringify(everywhere ? { everywhere } : {});
    await fetch('/api/v1/logout', { method: 'POST', headers, body, credentials: 'same-origin' }).catch(() => null);
    this.#tell({ kind: 'out' });
    this.left = true;
    this.#forget();
  }

  /** Works in another organization, in this tab only. */
  async work(organization: string): Promise<void> {
    const before = storage('session', WORKS_IN);
    storage('session', WORKS_IN, organization);
    if ((await this.refresh()) === 'ok') {
      storage('local', WORKS_IN, organization); // a new tab begins here
      return;
    }
    storage('session', WORKS_IN, before);
    throw new Problem({ status: 0, code: 'offline' });
  }

  /** Asks to sign in again, over the page; true when that was done, false when the person leaves. */
  signIn = (): Promise<boolean> => {
    if (this.#asking) return this.#asking.promise;
    if (this.state !== 'in') return Promise.resolve(false);
    let answer: (done: boolean) => void = () => {};
    const promise = new Promise<boolean>((done) => (answer = done));
    this.#asking = { promise, answer };
    this.state = 'lost';
    return promise;
  };

  /** Whoever was asked to sign in again leaves instead. */
  leave(): void {
    this.left = true;
    this.#answer(false);
    this.#forget();
  }

  /** What changed of one's own account or organization, without another refresh. */
  changed(what: { user?: Partial<User>; organization?: Partial<Organization> }): void {
    if (what.user && this.user) this.user = { ...this.user, ...what.user };
    if (what.organization && this.organization) this.organization = { ...this.organization, ...what.organization };
  }

  #take(tokens: Tokens): void {
    const another = this.user !== null && this.user.id !== tokens.user.id;
    if (another) return void window.location.reload(); // nothing of the person before may stay on the screen
    const moved = this.organization?.id !== tokens.organization.id || this.organization.role !== tokens.organization.role;
    this.#token = tokens.access_token;
    this.#ends = Date.now() + tokens.expires_in * 1000;
    // What is as before stays the same object, so that nothing is loaded again for it.
    if (!same(this.user, tokens.user)) this.user = tokens.user;
    if (!same(this.organization, tokens.organization)) this.organization = tokens.organization;
    storage('session', WORKS_IN, tokens.organization.id);
    this.state = 'in';
    this.left = false;
    if (moved) this.onchange();
  }

  #forget(): void {
    this.#token = null;
    this.user = null;
    this.organization = null;
    storage('local', SIGNED_IN, null);
    storage('local', WORKS_IN, null);
    storage('session', WORKS_IN, null);
    this.state = 'out';
    this.#answer(false);
    this.onchange();
  }

  #answer(done: boolean): void {
    const asking = this.#asking;
    this.#asking = null;
    asking?.answer(done);
  }

  #tell(what: { kind: 'in' | 'out' }): void {
    this.#tabs?.postMessage(what);
  }

  #heard(what: unknown): void {
    const kind = (what as { kind?: string } | null)?.kind;
    if (kind === 'out' && this.state !== 'out') {
      this.left = true;
      this.#forget();
    }
    if (kind === 'in' && this.state !== 'in') void this.#renew().then((refreshed) => refreshed === 'ok' && this.#answer(true));
  }
}

export const session = new Session();
