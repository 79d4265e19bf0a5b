/**
 * How each request of the console goes out, in one place: token, language, ETags, one refresh at 401, a second try after Retry-After.
 * What it needs of the world is passed in, so that it can be tested without one.
 */
import { Etags } from './etags';
import type { Reason } from './net.svelte';
import { retryAfter } from './problem';

export type Refreshed = 'ok' | 'refused' | 'failed';

export interface World {
  fetch(request: Request): Promise<Response>;
  /** The access token, null when nobody is signed in. */
  token(): string | null;
  /** Whether the token ends within seconds. */
  ending(): boolean;
  refresh(): Promise<Refreshed>;
  /** Asks the person to sign in again; true when that was done. */
  signIn(): Promise<boolean>;
  language(): string;
  /** What answers depend on besides their address: who asks, where. */
  scope(): string;
  wait(seconds: number, reason: Reason): Promise<void>;
  lost(): void;
  found(): void;
  /** Whether the operation may be sent a second time (`POST /tasks`). */
  repeatable(operation: string): boolean;
  /** Whether the operation takes an Idempotency-Key. */
  idempotent(operation: string): boolean;
}

const TRIES = 4;
const LONGEST_WAIT = 60;

/** `/api/v1/tasks/0190…` → `/tasks/{id}`, for the tables of operations. Ids are UUIDs. */
export function operationOf(request: Request): string {
  const path = new URL(request.url).pathname.replace(/^\/api\/v1/, '').replace(/\/$/, '');
  return `${request.method} ${path.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '{id}')}`;
}

async function reasonOf(response: Response): Promise<Reason> {
  if (response.status === 429) return 'busy';
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return (body as { code?: string } | null)?.code === 'cep_service_unavailable' ? 'cep' : 'down';
}

export class Sender {
  readonly etags = new Etags();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The answer to a request, whatever its status. Rejects with what fetch rejects with when nothing answers. */
  readonly send = async (request: Request): Promise<Response> => {
    const operation = operationOf(request);
    if (this.#world.idempotent(operation)) request.headers.set('Idempotency-Key', crypto.randomUUID());
    if (this.#world.token() !== null && this.#world.ending()) await this.#world.refresh();
    for (let tries = 1; ; tries++) {
      const response = await this.#signed(request);
      const seconds = retryAfter(response.headers);
      const again = (response.status === 429 || response.status === 503) && seconds !== null && seconds <= LONGEST_WAIT;
      if (!again || tries === TRIES || !this.#world.repeatable(operation)) return response;
      await this.#world.wait(Math.max(1, seconds), await reasonOf(response));
    }
  };

  /** Refreshes once at 401, then asks to sign in; the request goes out again after either. */
  async #signed(request: Request): Promise<Response> {
    const sent = this.#world.token();
    const response = await this.#once(request);
    if (response.status !== 401 || sent === null) return response;
    // Another request may have refreshed meanwhile.
    const refreshed = this.#world.token() !== sent ? 'ok' : await this.#world.refresh();
    if (refreshed === 'failed') return response;
    if (refreshed === 'ok') {
      const second = await this.#once(request);
      if (second.status !== 401) return second;
    }
    return (await this.#world.signIn()) ? this.#once(request) : response;
  }

  async #once(original: Request): Promise<Response> {
    const request = original.clone();
    const token = this.#world.token();
    const key = `${this.#world.scope()} ${this.#world.language()} ${request.url}`;
    const tag = request.method === 'GET' && !request.headers.has('If-None-Match') ? this.etags.tag(key) : null;
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
    request.headers.set('Accept-Language', this.#world.language());
    if (tag) request.headers.set('If-None-Match', tag);
    const response = await this.#answered(request);
    if (tag && response.status === 304) return this.etags.recall(key) ?? response;
    return request.method === 'GET' ? this.etags.keep(key, response) : response;
  }

  async #answered(request: Request): Promise<Response> {
    try {
      const response = await this.#world.fetch(request);
      this.#world.found();
      return response;
    } catch (thrown) {
      if (!(thrown instanceof DOMException && thrown.name === 'AbortError')) this.#world.lost();
      throw thrown;
    }
  }
}
