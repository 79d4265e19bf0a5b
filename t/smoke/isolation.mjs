// Every route with an id in its path, taken from the service's own OpenAPI document, is asked by somebody else:
//   node isolation.mjs openapi.json        (BASE in the environment)
// One user makes a resource; another, with a good token and a good body, must get 404 from each method, and the
// resource must be as it was.
import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // the instance's certificate is its own
process.removeAllListeners('warning').on('warning', () => {});
const base = process.env.BASE;
const doc = JSON.parse(readFileSync(process.argv[2], 'utf8'));

let passed = 0;
let failed = 0;
function check(good, text) {
  if (good) passed++;
  else failed++;
  console.log(`${good ? 'ok' : 'not ok'} ${passed + failed} - ${text}`);
}

async function ask(method, path, token, body, type = 'application/json') {
  const headers = { ...(token && { Authorization: `Bearer ${token}` }), ...(body && { 'Content-Type': type }) };
  const answer = await fetch(base + path, { method: method.toUpperCase(), headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : null };
}

async function newUser(name) {
  const username = `${name}${randomBytes(6).toString('hex')}`;
  const password = 'uma senha bem comprida';
  await ask('post', '/api/v1/register', null, { username, email: `${username}@example.com`, password });
  return (await ask('post', '/api/v1/login', null, { username, password })).body.access_token;
}

const resolve = (value) => (value?.$ref ? resolve(value.$ref.slice(2).split('/').reduce((at, name) => at[name], doc)) : value);

function sample(schema) {
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

// A body with everything that is required, and something in any case.
function bodyOf(operation) {
  const content = operation.requestBody?.content?.['application/json'];
  if (!content) return undefined;
  const schema = resolve(content.schema);
  const names = schema.required?.length ? schema.required : Object.keys(schema.properties).slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, sample(schema.properties[name])]));
}

const owner = await newUser('owner');
const stranger = await newUser('stranger');

// "/tasks/{id}" is made by a POST to "/tasks".
for (const [path, item] of Object.entries(doc.paths)) {
  if (!path.includes('{')) continue;
  const collection = path.slice(0, path.indexOf('/{'));
  const create = doc.paths[collection]?.post;
  check(create !== undefined && path.split('{').length === 2, `${path} can be made by a POST to ${collection}`);
  if (!create) continue;
  const made = await ask('post', collection, owner, bodyOf(create));
  const own = path.replace(/\{[^}]*\}/, made.body.id);
  check(made.status === 201 && (await ask('get', own, owner)).status === 200, `${collection}: its owner reads it`);
  for (const method of Object.keys(item).filter((name) => doc.paths[path][name].responses)) {
    const answer = await ask(method, own, stranger, bodyOf(item[method]));
    check(answer.status === 404 && answer.body.code === 'not_found', `${method.toUpperCase()} ${path} by a stranger is 404 [got ${answer.status}]`);
  }
  const after = await ask('get', own, owner);
  check(JSON.stringify(after.body) === JSON.stringify(made.body), `${path}: nothing has changed`);
}
console.log(`# passed=${passed} failed=${failed}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
