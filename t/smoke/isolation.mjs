#!/usr/bin/env node
// Requests every route with an id in its path, from the service's own OpenAPI document, as another user:
//   node isolation.mjs openapi.json        (BASE in the environment)
// One user creates a resource. Another user, with a valid token and a valid body, must get 404 from each method, at each of its
// addresses and with any preconditions, and the resource must stay the same. Addresses of a CEP are nobody's. roles.mjs checks the routes of users, which are
// for operators; sentry.sh checks Sentry's protocol, outside /api/v1. All users may read books and reviews,
// and a user with an invitation is not a stranger.
import { ask, bodyOf, check, doc, fill, finish, invite, newBook, newUser, signIn } from './client.mjs';

const owner = await newUser('owner');
const stranger = await newUser('stranger');

async function post(path, body) {
  return (await ask('post', path, owner.token, body)).body.id;
}

// A topic of a private club
const newTopic = async () => post(`/api/v1/clubs/${await post('/api/v1/clubs', { name: 'Clube' })}/topics`, { title: 'Tema' });

// An invitation of the owner by somebody else
async function newInvitation() {
  const host = await newUser('host');
  await invite(host, host.home, owner.username, 'viewer');
  return (await ask('get', '/api/v1/users/me/invitations', owner.token)).body.items[0].id;
}

// For ids that no POST to the path before them creates, or only a POST with a special body.
const made = {
  '/api/v1/clubs/{id}/members': async () => owner.id,
  '/api/v1/clubs/{id}/books': async (token, path) => {
    const book_id = await newBook(owner);
    await post(path, { book_id });
    return book_id;
  },
  '/api/v1/topics': newTopic,
  '/api/v1/posts': async () => post(`/api/v1/topics/${await newTopic()}/posts`, { text: 'Olá' }),
  '/api/v1/users/me/sessions': async () => (await signIn(owner)).session,
  '/api/v1/organizations/{id}/members': async () => owner.id,
  '/api/v1/users/me/invitations': newInvitation,
};

// The readable address of a resource: its own, or that of its list
const readable = (path) => (doc.paths[path]?.get ? path : readable(path.slice(0, path.lastIndexOf('/'))));

// 404 must come before 412 and 304, which would reveal that the resource exists.
const preconditions = (etag) => [{}, ...['*', etag, '"999999"'].flatMap((tag) => [{ 'If-Match': tag }, { 'If-None-Match': tag }])];

// Addresses at the root, which exist although the document does not have them
const rooted = (path) => (path.startsWith('/api/v1/tasks/') ? [path.replace('/api/v1', '')] : []);

async function refused(method, path, name, body, etag) {
  for (const headers of preconditions(etag)) {
    const answer = await ask(method, path, stranger.token, body, undefined, headers);
    const [condition] = Object.entries(headers).map((pair) => ` with ${pair.join(': ')}`);
    check(answer.status === 404 && answer.body.code === 'not_found',
      `${method.toUpperCase()} ${name} by a stranger${condition ?? ''} is 404 [got ${answer.status}]`);
  }
}

for (const [path, item] of Object.entries(doc.paths)) {
  if (!path.includes('{') || !path.startsWith('/api/v1/') || /^\/api\/v1\/(users\/\{|books\/|reviews\/|invitations\/|cep\/)/.test(path)) continue;
  const own = await fill(path, owner.token, made);
  check(own !== null, `${path} can be made by a POST to what lies before it`);
  if (!own) continue;
  const reader = own.split('/').slice(0, readable(path).split('/').length).join('/');
  const before = await ask('get', reader, owner.token);
  check(before.status === 200, `${path}: its owner reads it`);
  for (const method of Object.keys(item).filter((name) => item[name].responses)) {
    for (const address of [own, ...rooted(own)]) {
      const name = address === own ? path : path.replace('/api/v1', '');
      await refused(method, address, name, bodyOf(item[method]), before.etag ?? '"1"');
    }
  }
  const after = await ask('get', reader, owner.token);
  check(JSON.stringify(after.body) === JSON.stringify(before.body), `${path}: nothing has changed`);
}
finish();
