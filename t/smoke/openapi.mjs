// Checks every reply that the smoke tests got against the service's own OpenAPI document:
//   node openapi.mjs openapi.json answers.jsonl
// A reply must have a documented status, a documented content type, and a body that its schema allows.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const PREFIX = '/api/v1';
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];
// Statuses that nginx itself answers, before the service finds a route.
const OF_THE_PROXY = new Set([400, 413, 414, 429, 431, 494, 502, 503, 504]);

const [documentFile, answersFile] = process.argv.slice(2);
const doc = JSON.parse(readFileSync(documentFile, 'utf8'));
const answers = readFileSync(answersFile, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

const ajv = new Ajv.default({ strict: false, allErrors: true, validateSchema: false, validateFormats: true });
addFormats.default(ajv);
ajv.addSchema(doc, 'document');

let passed = 0;
let failed = 0;
function check(text, faults) {
  if (faults.length === 0) passed++;
  else failed++;
  console.log(`${faults.length === 0 ? 'ok' : 'not ok'} ${passed + failed} - ${text}`);
  for (const fault of faults.slice(0, 4)) console.log(`#   ${fault.slice(0, 400)}`);
  if (faults.length > 4) console.log(`#   and ${faults.length - 4} more`);
}

const escape = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1');
function at(pointer) {
  const names = pointer.split('/').slice(1).map((name) => decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce((value, name) => value?.[name], doc);
}

// Follows "$ref" of a response; ajv follows those of schemas.
function follow(pointer) {
  const ref = at(pointer)?.$ref;
  return ref?.startsWith('#') ? follow(ref.slice(1)) : pointer;
}

function* refs(value) {
  if (value === null || typeof value !== 'object') return;
  if (typeof value.$ref === 'string') yield value.$ref;
  for (const child of Object.values(value)) yield* refs(child);
}

const base = (doc.servers?.[0]?.url ?? '').replace(/^https?:\/\/[^/]*/, '').replace(/\/$/, '');
const routes = Object.keys(doc.paths).map((path) => ({
  path,
  full: (base + path).replace(/(.)\/$/, '$1'),
  pattern: new RegExp(`^${(base + path).replace(/(.)\/$/, '$1').replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]*\}/g, '[^/]+')}/?$`),
}));
routes.sort((a, b) => a.full.split('{').length - b.full.split('{').length);

// Beside /api/v1 the service answers some routes at the root; they are the same routes.
function routeOf(path) {
  const plain = path.split('?')[0].replace(/^https?:\/\/[^/]*/, '');
  return routes.find((route) => route.pattern.test(plain)) ?? routes.find((route) => route.pattern.test(PREFIX + plain));
}

function responsePointer(operation, status) {
  const responses = at(operation).responses ?? {};
  const key = [`${status}`, `${`${status}`[0]}XX`, 'default'].find((name) => name in responses);
  return key && follow(`${operation}/responses/${escape(key)}`);
}

const validators = new Map();
function validatorFor(pointer) {
  if (!validators.has(pointer)) validators.set(pointer, ajv.compile({ $ref: `document#${encodeURI(pointer)}` }));
  return validators.get(pointer);
}

function problemSchema() {
  for (const { path } of routes) {
    for (const method of METHODS.filter((name) => doc.paths[path][name])) {
      for (const status of Object.keys(doc.paths[path][method].responses ?? {})) {
        const pointer = follow(`/paths/${escape(path)}/${method}/responses/${status}`);
        if (at(pointer)?.content?.['application/problem+json']?.schema) return `${pointer}/content/application~1problem+json/schema`;
      }
    }
  }
  return undefined;
}
const problem = problemSchema();

function faultsOfBody(pointer, text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    return ['not JSON'];
  }
  const validate = validatorFor(pointer);
  return validate(body) ? [] : validate.errors.slice(0, 3).map((error) => `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
}

function faultsOf(answer, operation) {
  const type = answer.content_type.split(';')[0].trim().toLowerCase();
  const response = responsePointer(operation, answer.status);
  if (!response) {
    if (OF_THE_PROXY.has(answer.status) && type === 'application/problem+json' && problem) return faultsOfBody(problem, answer.body);
    return [`status ${answer.status} is not documented`];
  }
  if (answer.method === 'HEAD') return [];
  const content = at(response).content ?? {};
  if (!type) return answer.status === 204 || answer.status === 304 || Object.keys(content).length === 0 ? [] : ['the body is missing'];
  const documented = Object.keys(content).find((name) => name.split(';')[0].trim().toLowerCase() === type);
  if (!documented) return [`content type ${type} is not documented for ${answer.status}`];
  if (!/[/+]json$/.test(type)) return [];
  if (!content[documented].schema) return [`${answer.status} ${type} has no schema`];
  return faultsOfBody(`${response}/content/${escape(documented)}/schema`, answer.body);
}

check('every $ref of the document leads somewhere', [...refs(doc)].filter((ref) => !ref.startsWith('#') || at(ref.slice(1)) === undefined));
check('problems have a schema', problem ? [] : ['no response with application/problem+json']);

const groups = new Map();
const asked = new Set();
for (const answer of answers.filter(({ method }) => method !== 'RAW')) {
  const route = routeOf(answer.path);
  const method = answer.method === 'HEAD' ? 'get' : answer.method.toLowerCase();
  if (!route || !METHODS.includes(method) || !doc.paths[route.path][method]) {
    // no documented operation: only problems are allowed, except for OPTIONS and addresses outside the interface
    if (answer.path.startsWith(PREFIX) && answer.status < 400 && answer.method !== 'OPTIONS') {
      groups.set(`${answer.method} ${answer.path}`, ['answered, but not documented']);
    } else if (answer.content_type.startsWith('application/problem+json') && answer.method !== 'HEAD' && problem) {
      const key = `problems without an operation: ${answer.status}`;
      groups.set(key, [...(groups.get(key) ?? []), ...faultsOfBody(problem, answer.body)]);
    }
    continue;
  }
  asked.add(`${method} ${route.path}`);
  const key = `${answer.method} ${route.full} ${answer.status}`;
  const faults = faultsOf(answer, `/paths/${escape(route.path)}/${method}`).map((fault) => `${answer.path.slice(0, 120)}: ${fault}`);
  groups.set(key, [...(groups.get(key) ?? []), ...faults]);
}
for (const [text, faults] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) check(text, faults);

const silent = routes.flatMap(({ path }) => METHODS.filter((method) => doc.paths[path][method]).map((method) => `${method} ${path}`)).filter((name) => !asked.has(name));
if (silent.length > 0) console.log(`# never asked: ${silent.join(', ')}`);
check('there were answers to look at', answers.length > 0 && asked.size > 0 ? [] : ['none']);
console.log(`# passed=${passed} failed=${failed}`);
process.exitCode = failed === 0 ? 0 : 1;
