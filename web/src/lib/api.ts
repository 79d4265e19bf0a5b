/**
 * The API, typed by the document of `balcao openapi`:
 *
 *     const task = await take(api.GET('/api/v1/tasks/{id}', { params: { path: { id } } }));
 *
 * `take` gives the body or throws a `Problem`. Whatever a request needs besides (token, language, refresh, waiting …) is in send.ts.
 */
import createClient from 'openapi-fetch';
import { language } from './language.svelte';
import idempotent from './idempotent.json';
import { net } from './net.svelte';
import { offline, Problem, problemOf } from './problem';
import type { paths } from './schema';
import { Sender } from './send';
import { session } from './session.svelte';

const keyed = new Set<string>(idempotent as string[]);
/** POSTs that change nothing, so that a second try is safe without a key. */
const READS = new Set(['POST /search', 'POST /customers/search', 'POST /projects/{id}/grouping/preview']);

const sender = new Sender({
  fetch: (request) => fetch(request),
  token: session.token,
  ending: session.ending,
  refresh: session.refresh,
  signIn: session.signIn,
  language,
  scope: () => `${session.user?.id ?? ''} ${session.organization?.id ?? ''}`,
  wait: (seconds, reason) => net.wait(seconds, reason),
  lost: () => net.lost(),
  found: () => net.found(),
  repeatable: (operation) => !operation.startsWith('POST ') || keyed.has(operation) || READS.has(operation),
  idempotent: (operation) => keyed.has(operation),
});

export const forgetAnswers = (): void => sender.etags.clear();

export const api = createClient<paths>({
  baseUrl: typeof window === 'undefined' ? '' : window.location.origin,
  fetch: sender.send,
  credentials: 'same-origin',
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** An answer with its headers: `etag` for If-Match, `unchanged` where it is the one that was there before. */
export interface Taken<T> {
  data: T;
  etag: string | null;
  unchanged: boolean;
  response: Response;
}

export async function takeWhole<T>(request: Promise<Answer<T>>): Promise<Taken<T>> {
  const answer = await request.catch((thrown: unknown) => {
    throw thrown instanceof TypeError ? offline() : thrown;
  });
  if (!answer.response.ok) throw problemOf(answer.response, answer.error);
  const headers = answer.response.headers;
  return { data: answer.data as T, etag: headers.get('ETag'), unchanged: headers.has('X-Unchanged'), response: answer.response };
}

/** The body of an answer. Throws a Problem for every status beside 2xx, and when nothing answers. */
export async function take<T>(request: Promise<Answer<T>>): Promise<T> {
  return (await takeWhole(request)).data;
}

export { Problem };
