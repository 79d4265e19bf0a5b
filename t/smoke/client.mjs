// Shared by the tests that are generated from the OpenAPI document: requests, people, bodies, checks.
//   node TEST.mjs openapi.json        (BASE in the environment)
import { readFileSync } from 'node:fs';
import { randomBytes, randomInt } from 'node:crypto';

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // the instance's certificate is its own
process.removeAllListeners('warning').on('warning', () => {});
const base = process.env.BASE;
export const doc = JSON.parse(readFileSync(process.argv[2], 'utf8'));

let passed = 0;
let failed = 0;
export function check(good, text) {
  if (good) passed++;
  else failed++;
  console.log(`${good ? 'ok' : 'not ok'} ${passed + failed} - ${text}`);
}

export function skip(text, why) {
  passed++;
  console.log(`ok ${passed + failed} - ${text} # SKIP ${why}`);
}

export function finish() {
  console.log(`# passed=${passed} failed=${failed}`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

export async function ask(method, path, token, body, type = 'application/json', more = {}) {
  const headers = { ...more, ...(token && { Authorization: `Bearer ${token}` }), ...(body && { 'Content-Type': type }) };
  const answer = await fetch(base + path, { method: method.toUpperCase(), headers, body: body && JSON.stringify(body) });
  const json = /[/+]json/.test(answer.headers.get('content-type'));
  const [retry, etag] = ['retry-after', 'etag'].map((name) => answer.headers.get(name));
  return { status: answer.status, retry: Number(retry), etag, body: json ? await answer.json() : null };
}

// Like ask, but waits when the service asks it to slow down.
async function patiently(...request) {
  let answer = await ask(...request);
  for (let tries = 0; answer.status === 429 && tries < 6; tries++) {
    await new Promise((go) => setTimeout(go, 1000 * (answer.retry || 1)));
    answer = await ask(...request);
  }
  return answer;
}

export async function signIn(user, organization) {
  const { username, password } = user;
  const { body } = await patiently('post', '/api/v1/login', null, { username, password, ...(organization && { organization }) });
  const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url'));
  return { ...user, id: body.user.id, token: body.access_token, session: claims.sid, home: body.organization.id };
}

export async function newUser(name) {
  const user = { username: `${name}${randomBytes(6).toString('hex')}`, password: 'uma senha bem comprida' };
  await patiently('post', '/api/v1/register', null, { ...user, email: `${user.username}@example.com` });
  return signIn(user);
}

// Invites a username or an e-mail address to an organization
export const invite = (admin, organization, user, role) => ask('post', `/api/v1/organizations/${organization}/invitations`, admin.token, { user, role });

// Makes a user a member of an organization
export async function newMember(admin, organization, user, role) {
  const { body } = await invite(admin, organization, user.username, role);
  await ask('post', '/api/v1/users/me/invitations/accept', user.token, { token: body.url.replace(/.*#token=/, '') });
}

const resolve = (value) => (value?.$ref ? resolve(value.$ref.slice(2).split('/').reduce((at, name) => at[name], doc)) : value);

function cpf() {
  const digits = [...String(randomInt(1e8, 1e9))].map(Number);
  for (const more of [1, 2]) {
    const rest = digits.reduce((sum, digit, at) => sum + digit * (9 + more - at), 0) % 11;
    digits.push(rest < 2 ? 0 : 11 - rest);
  }
  return digits.join('');
}

export const UNKNOWN = '01890000-0000-7000-8000-000000000001';

const another = () => randomBytes(8).toString('hex');

// Values that a schema can't give: unique ones, an existing telephone and CEP, the id of no book
const made = {
  book_id: () => UNKNOWN,
  email: () => `${another()}@example.com`,
  title: another,
  name: another,
  cpf,
  phone: () => '11994029275',
  cep: () => '01001000',
};

// Creates a book, and returns its id
export async function newBook(user) {
  return (await ask('post', '/api/v1/books', user.token, { title: 'Um livro' })).body.id;
}

// Whether the operation works without a token, and whether it works with and without one
export const isOpen = (operation) => !operation.security?.length || operation.security.some((way) => Object.keys(way).length === 0);
export const isOptional = (operation) => isOpen(operation) && (operation.security ?? []).some((way) => way.bearer);

function sample(schema, name) {
  if (made[name]) return made[name]();
  const s = resolve(schema);
  const type = Array.isArray(s.type) ? s.type[0] : s.type;
  if (s.examples) return s.examples[0];
  if (s.enum) return s.enum[0];
  if (type === 'integer' || type === 'number') return s.minimum ?? 0;
  if (type === 'boolean') return false;
  if (type === 'array') return [];
  if (s.format === 'date-time') return '2030-01-01T00:00:00Z';
  return 'x'.repeat(s.minLength ?? 1);
}

// If the schema allows one or many: one
function objectOf(schema) {
  const s = resolve(schema);
  return s.properties ? s : (s.oneOf ?? s.anyOf ?? []).map(objectOf).find((choice) => choice?.properties);
}

// A body with all required fields, and at least one field.
export function bodyOf(operation) {
  const content = operation.requestBody?.content?.['application/json'];
  if (!content) return undefined;
  const schema = objectOf(content.schema);
  const names = schema.required?.length ? schema.required : Object.keys(schema.properties).slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, sample(schema.properties[name], name)]));
}

// [path, method, operation] of each documented operation
export const operations = Object.entries(doc.paths).flatMap(([path, item]) =>
  Object.entries(item).filter(([, operation]) => operation.responses).map(([method, operation]) => [path, method, operation]));

// Creates an error by reporting an event with a key; the error appears a little later.
async function makeError(token) {
  const project = (await ask('post', '/api/v1/projects', token, { name: 'Loja' })).body.id;
  const key = (await ask('post', `/api/v1/projects/${project}/keys`, token, { name: 'servidor' })).body.public_key;
  await ask('post', '/api/v1/errors', key, { title: 'Fora do ar' });
  for (let tries = 0; tries < 100; tries++) {
    const { items } = (await ask('get', `/api/v1/errors?project=${project}`, token)).body;
    if (items?.length > 0) return items[0].id;
    await new Promise((go) => setTimeout(go, 100));
  }
  return undefined;
}

// Sends feedback, which no operation with a token does.
async function makeFeedback(token, list) {
  const key = (await ask('post', list.replace(/feedback$/, 'keys'), token, { name: 'página' })).body.public_key;
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  await fetch(`${base}/api/embed/error-page/?sentry_key=${key}&eventId=${randomBytes(16).toString('hex')}`, { method: 'POST', headers, body: 'comments=Oi' });
  return (await ask('get', list, token)).body.items[0].id;
}

// For ids that no POST to the path before them creates: functions of a token and that path, filled in.
const found = {
  '/api/v1/cep': async () => made.cep(),
  '/api/v1/errors': makeError,
  '/api/v1/projects/{id}/feedback': makeFeedback,
  '/api/v1/errors/{id}/events': async (token, list) => (await ask('get', list, token)).body.items[0].id,
};

// Fills in the variables of a path with the rights of a token: for "/tasks/{id}" it sends a POST to "/tasks", and so on for
// longer paths; `more` adds functions like those of `found`. Returns null if there is no such POST.
export async function fill(path, token, more = {}) {
  let own = path;
  for (let at = own.indexOf('/{'); at >= 0; at = own.indexOf('/{')) {
    const list = own.slice(0, at);
    const collection = path.split('/').slice(0, list.split('/').length).join('/');
    const make = more[collection] ?? found[collection];
    const create = doc.paths[collection]?.post;
    if (!make && !create) return null;
    const id = make ? await make(token, list) : (await ask('post', list, token, bodyOf(create))).body.id;
    own = own.replace(/\{[^}]*\}/, id);
  }
  return own;
}
