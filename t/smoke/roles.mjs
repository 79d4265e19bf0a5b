#!/usr/bin/env node
// Checks the matrix of role and route, made from the service's own OpenAPI document:
//   node roles.mjs openapi.json        (BASE, and STATE for operators, in the environment)
// It requests every operation with `security` without a token (401), and those with `x-role` as a member of each role
// (403 below the needed role, otherwise neither 401 nor 403), as a stranger (404), and with an id that does not exist (404).
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask, bodyOf, check, fill, finish, invite, isOpen, isOptional, newBook, newMember, newUser, operations, signIn, skip, UNKNOWN } from './client.mjs';

const CLUB_ROLES = ['stranger', 'member', 'moderator', 'owner'];
const ROLES = ['viewer', 'editor', 'admin', 'owner'];
const ORGANIZATION = '/api/v1/organizations/{id}';
const name = (method, path) => `${method.toUpperCase()} ${path}`;
const forOperators = (path) => /^\/api\/v1\/users(\/\{|$)/.test(path);

const people = {};
for (const role of [...ROLES, ...CLUB_ROLES.slice(0, -1), 'target']) people[role] = await newUser(role);

async function makeOrganization() {
  const { token } = people.owner;
  const { body } = await ask('post', '/api/v1/organizations', token, { name: 'Matriz' });
  for (const role of [...ROLES.slice(0, -1), 'target']) await newMember(people.owner, body.id, people[role], role === 'target' ? 'viewer' : role);
  return body.id;
}

// The ids of an organization of its own: {id}, {user_id}, and {invitation_id} of an open invitation
async function newIds(method, caller) {
  const id = await makeOrganization();
  const { body } = await invite(people.owner, id, 'nobody-yet', 'viewer');
  return { id, user_id: member(method, caller), invitation_id: body.id };
}

// The value of {user_id}: a member of any role may remove only themselves.
const member = (method, caller) => (method === 'delete' ? caller : people.target).id;

function bodyFor(path, operation) {
  const body = bodyOf(operation);
  if (body && 'user' in body) body.user = people.stranger.username;
  return body;
}

function judge(text, role, need, answer) {
  if (ROLES.indexOf(role) < ROLES.indexOf(need)) {
    check(answer.status === 403 && answer.body.code === 'forbidden', `${text} by ${role}: 403 [got ${answer.status}]`);
  } else {
    check(![401, 403, 404, 500].includes(answer.status), `${text} by ${role}: allowed [got ${answer.status}]`);
  }
}

// Each cell has an organization of its own, since some requests delete it.
async function inOrganization(path, method, operation) {
  const need = operation['x-role'];
  const text = name(method, path);
  const body = bodyFor(path, operation);
  const at = (ids) => path.replace(/\{(\w+)\}/g, (_, key) => ids[key]);
  check(ROLES.includes(need), `${text}: x-role is a role [${need}]`);
  // A viewer may read everything, and a stranger does not find the organization. A viewer may not remove others.
  check('403' in operation.responses === (need !== 'viewer' || method !== 'get'), `${text}: 403 is documented where it can happen`);
  for (const role of ROLES) {
    judge(text, role, need, await ask(method, at(await newIds(method, people[role])), people[role].token, body));
  }
  const ids = await newIds(method, people.stranger);
  const { id } = ids;
  const before = await ask('get', `/api/v1/organizations/${id}/members`, people.owner.token);
  const strange = await ask(method, at(ids), people.stranger.token, body);
  check(strange.status === 404 && strange.body.code === 'not_found', `${text} by a stranger: 404 [got ${strange.status}]`);
  const nowhere = await ask(method, at({ ...ids, id: UNKNOWN, user_id: people.owner.id }), people.owner.token, body);
  check(nowhere.status === 404 && JSON.stringify({ ...nowhere.body, instance: '' }) === JSON.stringify({ ...strange.body, instance: '' }),
    `${text} of an organization that does not exist: the same 404 [got ${nowhere.status}]`);
  const after = await ask('get', `/api/v1/organizations/${id}/members`, people.owner.token);
  check(JSON.stringify(after.body) === JSON.stringify(before.body), `${text} by a stranger: nothing has changed`);
}

// Routes of the token's organization: customers, projects, …
async function inCurrent(path, method, operation) {
  const need = operation['x-role'];
  const id = await makeOrganization();
  for (const role of ROLES) {
    const owner = await signIn(people.owner, id);
    const caller = await signIn(people[role], id);
    const where = await fill(path, owner.token);
    judge(name(method, path), role, need, await ask(method, where, caller.token, bodyOf(operation)));
    if (where === path || path === '/api/v1/cep/{cep}') continue; // an address is nobody's
    const strange = await ask(method, where, people.owner.token, bodyOf(operation));
    check(strange.status === 404, `${name(method, path)} with a token of another organization: 404 [got ${strange.status}]`);
  }
}

async function byOperators(path, method, operation) {
  const text = name(method, path);
  const body = bodyOf(operation);
  const where = (id) => path.replace('{id}', id);
  check(operation['x-role'] === 'operator', `${text}: x-role tells that it takes an operator [${operation['x-role']}]`);
  for (const role of ROLES) {
    const answer = await ask(method, where(people.target.id), people[role].token, body);
    check(answer.status === 403 && answer.body.code === 'forbidden', `${text} by ${role}, no operator: 403 [got ${answer.status}]`);
  }
  if (path.includes('{')) {
    const hidden = await ask(method, where(UNKNOWN), people.owner.token, body);
    check(hidden.status === 403, `${text} of nobody, by no operator: 403 [got ${hidden.status}]`);
  }
  if (!people.operator) return;
  const victim = await newUser('victim');
  const answer = await ask(method, where(victim.id), people.operator.token, body);
  check(answer.status >= 200 && answer.status < 300, `${text} by an operator: allowed [got ${answer.status}]`);
  if (!path.includes('{')) return;
  const missing = await ask(method, where(UNKNOWN), people.operator.token, body);
  check(missing.status === 404, `${text} of nobody, by an operator: 404 [got ${missing.status}]`);
}

// A public club with owner, moderator, member, and target (one more member), and with one resource of each kind.
async function makeClub() {
  const post = async (path, body, who = people.owner) => (await ask('post', path, who.token, body)).body;
  const { id } = await post('/api/v1/clubs', { name: 'Clube', visibility: 'public' });
  const at = `/api/v1/clubs/${id}`;
  for (const role of ['moderator', 'member', 'target']) await post(`${at}/join`, undefined, people[role]);
  await ask('patch', `${at}/members/${people.moderator.id}`, people.owner.token, { role: 'moderator' });
  const book_id = await newBook(people.owner);
  await post(`${at}/books`, { book_id });
  const { id: meeting_id } = await post(`${at}/meetings`, { title: 'Encontro', starts_at: '2030-01-01T00:00:00Z' });
  const { id: invitation_id } = await post(`${at}/invitations`, {});
  const { id: topic_id } = await post(`${at}/topics`, { title: 'Tema' });
  return { id, book_id, meeting_id, invitation_id, topic_id };
}

// The roles of a club. A stranger can read a public club, but gets 403 where a role is needed; isolation.mjs checks private clubs.
async function inClub(path, method, operation) {
  const need = operation['x-role'];
  const text = name(method, path);
  check(CLUB_ROLES.includes(need), `${text}: x-role is a role of clubs [${need}]`);
  check('403' in operation.responses, `${text}: 403 is documented`);
  for (const role of CLUB_ROLES) {
    const ids = { ...(await makeClub()), user_id: member(method, people[role]) };
    if (role === 'owner' && path.includes('{user_id}')) ids.user_id = people.target.id; // the owner can't leave
    if (path.endsWith('/ban')) {
      ids.user_id = people.target.id;
      if (method === 'delete') await ask('post', path.replace('{id}', ids.id).replace('{user_id}', ids.user_id), people.owner.token);
    }
    if (path.startsWith('/api/v1/topics/')) ids.id = ids.topic_id;
    const book_id = await newBook(people.owner);
    const body = bodyFor(path, operation);
    if (body?.book_id) body.book_id = book_id;
    const answer = await ask(method, path.replace(/\{(\w+)\}/g, (_, key) => ids[key]), people[role].token, body);
    if (CLUB_ROLES.indexOf(role) < CLUB_ROLES.indexOf(need)) {
      check(answer.status === 403 && answer.body.code === 'forbidden', `${text} by ${role}: 403 [got ${answer.status}]`);
    } else {
      check(answer.status >= 200 && answer.status < 300, `${text} by ${role}: allowed [got ${answer.status}]`);
    }
  }
}

// Texts of one user that others can read.
async function ofAuthor(path, method, operation) {
  const text = name(method, path);
  const { member: author, stranger } = people;
  const { id: club } = await makeClub();
  const post = async (where, body) => (await ask('post', where, author.token, body)).body.id;
  const topic = await post(`/api/v1/clubs/${club}/topics`, { title: 'Tema' });
  const book = await newBook(author);
  await ask('put', `/api/v1/books/${book}/progress`, author.token, { percent: 100 });
  const makers = {
    '/api/v1/topics/{id}': () => topic,
    '/api/v1/posts/{id}': () => post(`/api/v1/topics/${topic}/posts`, { text: 'Olá' }),
    '/api/v1/reviews/{id}': () => post(`/api/v1/books/${book}/reviews`, { rating: 4 }),
  };
  check(path in makers, `${text}: the test knows how to write one`);
  const where = path.replace('{id}', await makers[path]?.());
  const strange = await ask(method, where, stranger.token, bodyOf(operation));
  check(strange.status === 403, `${text} by who only reads it: 403 [got ${strange.status}]`);
  const allowed = await ask(method, where, author.token, bodyOf(operation));
  check(allowed.status >= 200 && allowed.status < 300, `${text} by its author: allowed [got ${allowed.status}]`);
}

// Comments of an editor, which a viewer can read.
async function ofComment(path, method, operation) {
  const text = name(method, path);
  const id = await makeOrganization();
  const [owner, author, viewer] = [await signIn(people.owner, id), await signIn(people.editor, id), await signIn(people.viewer, id)];
  const list = await fill('/api/v1/errors/{id}/comments', owner.token);
  const where = `${list}/${(await ask('post', list, author.token, { text: 'Olá' })).body.id}`;
  const strange = await ask(method, where, viewer.token, bodyOf(operation));
  check(strange.status === 403, `${text} by who only reads it: 403 [got ${strange.status}]`);
  const allowed = await ask(method, where, author.token, bodyOf(operation));
  check(allowed.status >= 200 && allowed.status < 300, `${text} by its author: allowed [got ${allowed.status}]`);
}

// Whoever added a book may change it; books.sh checks the moderators of clubs and operators.
async function ofBook(path, method, operation) {
  const text = name(method, path);
  const where = path.replace('{id}', await newBook(people.owner));
  check(operation['x-role'] === 'moderator', `${text}: x-role tells who else may [${operation['x-role']}]`);
  const strange = await ask(method, where, people.stranger.token, bodyOf(operation));
  check(strange.status === 403 && strange.body.needs === 'moderator', `${text} by another: 403 [got ${strange.status}]`);
  const allowed = await ask(method, where, people.owner.token, bodyOf(operation));
  check(allowed.status === 200, `${text} by who added it: allowed [got ${allowed.status}]`);
}

async function makeOperator() {
  const run = join(dirname(fileURLToPath(import.meta.url)), '../../run');
  const { STATE } = process.env;
  if (!STATE || !existsSync(`${STATE}/app/bin/balcao`)) return skip('operators', 'no STATE with the program');
  people.operator = await newUser('operator');
  execFileSync(run, ['--state', STATE, '--exec', 'user', 'promote', people.operator.username]);
}

const anyId = (path) => path.replace(/\{[^}]*\}/g, UNKNOWN);

await makeOperator();
// Sentry's protocol, outside /api/v1, has no users: sentry.sh checks it.
const ours = operations.filter(([path]) => !/^\/api\/(?!v1\/)/.test(path));
for (const [path, method, operation] of ours) {
  const text = name(method, path);
  const anonymous = await ask(method, anyId(path), null, bodyOf(operation));
  if (isOptional(operation)) {
    check(anonymous.status !== 401, `${text} may be asked without a token [got ${anonymous.status}]`);
    const false_ = await ask(method, anyId(path), 'a.b.c', bodyOf(operation));
    check(false_.status === 401 && false_.body.code === 'token_invalid', `${text} with a false token: 401 [got ${false_.status}]`);
  } else if (!isOpen(operation)) {
    check(anonymous.status === 401 && anonymous.body.code === 'unauthenticated', `${text} without a token: 401 [got ${anonymous.status}]`);
    const false_ = await ask(method, anyId(path), 'a.b.c', bodyOf(operation));
    check(false_.status === 401 && false_.body.code === 'token_invalid', `${text} with a false token: 401 [got ${false_.status}]`);
  } else {
    // nginx or a fault of the body may cause a refusal; the missing token may not
    check(anonymous.status !== 401 || anonymous.body?.code !== 'unauthenticated', `${text} needs no token [got ${anonymous.status}]`);
  }
  if (forOperators(path)) await byOperators(path, method, operation);
  else if (path.startsWith(ORGANIZATION)) await inOrganization(path, method, operation);
  else if (path === '/api/v1/books/{id}' && method === 'patch') await ofBook(path, method, operation);
  else if (operation['x-role'] === 'author' && path.includes('/comments/')) await ofComment(path, method, operation);
  else if (operation['x-role'] === 'author') await ofAuthor(path, method, operation);
  else if (operation['x-role'] && /^\/api\/v1\/(clubs|topics)\//.test(path)) await inClub(path, method, operation);
  else if (operation['x-role']) await inCurrent(path, method, operation);
}
finish();
