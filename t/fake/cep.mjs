// Imitates the three CEP providers that the service asks, in one process on loopback, with faults that can be switched on:
//   node cep.mjs [PORT]        without PORT it takes a free port; the first line of standard output is the port
// Base URLs are http://127.0.0.1:PORT/viacep, …/brasilapi and …/opencep.
//
// The bodies have the form of the real ones. Sources:
//   ViaCEP     https://viacep.com.br (the page documents the fields and {"erro": "true"}); older answers have {"erro": true}, or lack
//              ddd, siafi, estado and regiao: https://github.com/BrasilAPI/cep-promise (test fixtures); "erro" within a name:
//              https://github.com/netdragoon/canduccicep/issues/2
//   BrasilAPI  https://brasilapi.com.br/docs#tag/CEP, https://github.com/BrasilAPI/BrasilAPI (pages/api/cep/v1, tests/cep-v1.test.js);
//              403 and 429 depending on User-Agent: issue 826; 404 because its own providers are down: issues 448 and 606
//   OpenCEP    https://opencep.com, https://github.com/SeuAliado/OpenCEP
//
// The districts of 97542-080 and 18071-051 are invented, and perhaps some values that the service does not read (gia, siafi).
//
// Control, on the same port:
//   POST /control/PROVIDER {"fault": NAME, "delay_ms": N}   sets the fault for every CEP; PROVIDER may be "all"
//   POST /control/reset                                     removes all faults and forgets the calls
//   GET  /control/calls                                     the calls so far; see `report`
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

// --- addresses ---

const STATES = { SP: ['São Paulo', 'Sudeste'], MG: ['Minas Gerais', 'Sudeste'], PR: ['Paraná', 'Sul'], RS: ['Rio Grande do Sul', 'Sul'], SC: ['Santa Catarina', 'Sul'] };
const SAO_PAULO = { city: 'São Paulo', state: 'SP', ibge: '3550308', gia: '1004', ddd: '11', siafi: '7107' };
const ADDRESSES = {
  '01001000': { ...SAO_PAULO, street: 'Praça da Sé', complement: 'lado ímpar', district: 'Sé' },
  '01310200': { ...SAO_PAULO, street: 'Avenida Paulista', complement: 'de 1512 a 2132 - lado par', district: 'Bela Vista' },
  '05010000': { ...SAO_PAULO, street: 'Rua Caiubi', district: 'Perdizes' },
  // "erro" in the middle of a value
  '97542080': { street: 'Rua Barão de Cerro Largo', district: 'Centro', city: 'Alegrete', state: 'RS', ibge: '4300406', ddd: '55', siafi: '8503' },
  '18071051': { street: 'Rua Constantino Verrone', district: 'Centro', city: 'Sorocaba', state: 'SP', ibge: '3552205', gia: '6695', ddd: '15', siafi: '7145' },
  // towns with a single CEP
  '88390000': { city: 'Barra Velha', state: 'SC', ibge: '4202107', ddd: '47', siafi: '8037' },
  '87360000': { city: 'Goioerê', state: 'PR', ibge: '4108601', ddd: '44', siafi: '7569' },
  // has the older form of the body
  '37503130': { street: 'Rua Geraldino Campista', district: 'Santo Antônio', city: 'Itajubá', state: 'MG', ibge: '3132404', old: true },
};

// Families of a million CEPs with the same first two digits, so that a test always finds a CEP that was not asked for before:
// the providers that know them, and what BrasilAPI says if it doesn't.
const FAMILIES = {
  '04': { knows: ['viacep', 'brasilapi', 'opencep'] },
  '06': { knows: ['brasilapi', 'opencep'] },
  '07': { knows: ['opencep'], says: "Cannot read properties of undefined (reading 'replace')" },
  '08': { knows: [] },
  '09': { knows: [], says: 'Erro ao se conectar com o serviço ViaCEP.' },
};

function addressOf(provider, cep) {
  if (ADDRESSES[cep]) return ADDRESSES[cep];
  if (!FAMILIES[cep.slice(0, 2)]?.knows.includes(provider)) return null;
  return { ...SAO_PAULO, street: `Rua ${cep}`, district: `Bairro ${cep.slice(0, 5)}` };
}

// --- the providers: the path of a CEP, and a function that returns [status, body, type] ---

const JSON_TYPE = 'application/json; charset=utf-8';
const html = (status, title) => [status, `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`, 'text/html; charset=utf-8'];
const json = (status, value) => [status, JSON.stringify(value), JSON_TYPE];
const hyphened = (cep) => `${cep.slice(0, 5)}-${cep.slice(5)}`;
const isCep = (text) => /^[0-9]{8}$/.test(text);

function viacep(cep) {
  if (!isCep(cep)) return html(400, 'Http 400');
  const a = addressOf('viacep', cep);
  if (!a) return json(200, { erro: cep === '99999998' ? true : 'true' });
  const [estado, regiao] = STATES[a.state];
  const begin = { cep: hyphened(cep), logradouro: a.street ?? '', complemento: a.complement ?? '' };
  const middle = { bairro: a.district ?? '', localidade: a.city, uf: a.state };
  const end = { ibge: a.ibge, gia: a.gia ?? '' };
  if (a.old) return json(200, { ...begin, ...middle, unidade: '', ...end });
  return json(200, { ...begin, unidade: '', ...middle, estado, regiao, ...end, ddd: a.ddd, siafi: a.siafi });
}

const promiseError = (type, message, errors) => ({ name: 'CepPromiseError', message, type, errors });

function brasilapi(cep, headers) {
  const agent = headers['user-agent'] ?? '';
  if (agent === '') return [429, 'Too Many Requests\n', 'text/plain; charset=utf-8'];
  if (agent === 'node') return html(403, 'Forbidden');
  if (!isCep(cep)) {
    const fault = { message: 'CEP informado possui mais do que 8 caracteres.', service: 'cep_validation' };
    return json(400, promiseError('validation_error', 'CEP deve conter exatamente 8 caracteres.', [fault]));
  }
  const a = addressOf('brasilapi', cep);
  if (!a) {
    const says = FAMILIES[cep.slice(0, 2)]?.says ?? 'CEP não encontrado na base do ViaCEP.';
    const reasons = { correios: 'CEP NAO ENCONTRADO', viacep: says, widenet: 'Erro ao se conectar com o serviço WideNet.', 'correios-alt': 'Erro ao se conectar com o serviço dos Correios Alt.' };
    return json(404, promiseError('service_error', 'Todos os serviços de CEP retornaram erro.',
      Object.entries(reasons).map(([service, message]) => ({ name: 'ServiceError', message, service }))));
  }
  const where = { state: a.state, city: a.city, neighborhood: a.district ?? null, street: a.street ?? null };
  return json(200, { cep, ...where, service: 'open-cep', ibge: { city: a.ibge, state: a.ibge.slice(0, 2) } });
}

function opencep(cep) {
  const a = isCep(cep) && addressOf('opencep', cep);
  if (!a) return json(404, { error: true });
  const [estado, regiao] = STATES[a.state];
  return json(200, { cep: hyphened(cep), logradouro: a.street ?? '', complemento: a.complement ?? '', unidade: '', bairro: a.district ?? '',
    localidade: a.city, uf: a.state, estado, regiao, ibge: a.ibge });
}

const PROVIDERS = {
  viacep: { path: /^\/ws\/([^/]*)\/json\/?$/, answer: viacep },
  brasilapi: { path: /^\/api\/cep\/v1\/([^/]*)$/, answer: brasilapi },
  opencep: { path: /^\/v1\/([^/]*)$/, answer: opencep },
};

// --- faults ---

// Sends the good answer with a change in its body, or unchanged if it is not an address.
const changed = (change) => ([status, body, type], response) => {
  const value = JSON.parse(body);
  send([status, 'cep' in value ? change(value) : body, type], response);
};
const replaced = (names) => changed((value) => JSON.stringify(Object.fromEntries(
  Object.entries(value).map(([name, old]) => [name, name in names ? names[name] : old]))));
// The names of the same member at the different providers
const [CITY, STATE, STREET] = [['localidade', 'city'], ['uf', 'state'], ['logradouro', 'street']];
const all = (names, value) => Object.fromEntries(names.map((name) => [name, value]));

const FAULTS = {
  none: (good, response) => send(good, response),
  502: (good, response) => send(html(502, '502 Bad Gateway'), response),
  429: (good, response) => send([429, 'Too Many Requests\n', 'text/plain'], response),
  // asks not to be asked for delay_ms, but answers at once
  rest: (good, response, request, delay) => {
    response.setHeader('Retry-After', Math.ceil(delay / 1000));
    send([429, 'Too Many Requests\n', 'text/plain'], response);
  },
  html200: (good, response) => send(html(200, 'Manutenção'), response),
  html400: (good, response) => send(html(400, 'Http 400'), response),
  hang: () => {},
  reset: (good, response) => response.socket.resetAndDestroy(),
  // closes the connection in the middle of the body
  cut: ([status, body, type], response) => {
    response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => response.socket.destroy());
  },
  // half a body, with the Content-Length of that half
  truncate: ([status, body, type], response) => send([status, body.slice(0, body.length / 2), type], response),
  // a byte every 200 ms
  trickle: ([status, body, type], response) => {
    const bytes = Buffer.from(body);
    let at = 0;
    response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length });
    const timer = setInterval(() => (at < bytes.length ? response.write(bytes.subarray(at, ++at)) : response.end()), 200);
    response.on('close', () => clearInterval(timer));
  },
  slow: (good, response) => send(good, response), // after delay_ms (default 1000)
  redirect: (good, response, request) => {
    response.writeHead(302, { Location: `http://${request.headers.host}/redirected${request.url}` });
    response.end();
  },
  not_json: (good, response) => send([200, 'OK', JSON_TYPE], response),
  array: (good, response) => send([200, '[]', JSON_TYPE], response),
  huge: changed((value) => JSON.stringify({ ...value, padding: 'x'.repeat(1 << 20) })),
  deep: changed((value) => JSON.stringify(value).replace(/\}$/, `,"deep":${'['.repeat(10000)}${']'.repeat(10000)}}`)),
  wrong_cep: changed((value) => JSON.stringify({ ...value, cep: value.cep.replace(/^0/, '1').replace(/.$/, (last) => (last + 1) % 10) })),
  control_chars: replaced(all(STREET, 'Rua\u0007 com\u001b[31m\n controle\u0000')),
  long: replaced(all(STREET, `Rua ${'comprida '.repeat(1000)}`)),
  no_city: replaced(all(CITY, '')),
  bad_state: replaced(all(STATE, 'XX')),
  wrong_types: replaced({ ...all(CITY, 5), ...all(STREET, ['Rua']) }),
  // good answers in another form
  bom: changed((value) => `\ufeff${JSON.stringify(value)}`),
  small_state: changed((value) => JSON.stringify(value).replace('"SP"', '"sp"')),
  numbers: changed((value) => JSON.stringify(value).replace('"3550308"', '3550308').replace('"11"', '11')),
  nulls: changed((value) => JSON.stringify(value).replaceAll('""', 'null')),
  gzip: ([status, body, type], response) => {
    response.setHeader('Content-Encoding', 'gzip');
    send([status, gzipSync(body), type], response);
  },
  range: changed((value) => JSON.stringify(value).replace(/"(Rua [0-9]+)"/, '"$1 - até 1715 - lado ímpar"')),
  decomposed: changed((value) => JSON.stringify(value).normalize('NFD').replace(/"(Rua) /, '"\\u2028$1\u00a0 \\n')),
  // not in UTF-8, and it says so
  latin1: ([status, body], response) => send([status, Buffer.from(body, 'latin1'), 'application/json; charset=ISO-8859-1'], response),
};

function send([status, body, type], response) {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

// --- calls ---

let settings, calls, most;
const waiting = new Set(); // calls that are not answered yet

function reset() {
  settings = Object.fromEntries(Object.keys(PROVIDERS).map((name) => [name, { fault: 'none' }]));
  calls = [];
  most = 0;
  for (const call of waiting) call.response.destroy();
}

// `at_once` of a call is the number of unanswered calls for the same CEP at the same provider when it arrived, including itself.
function begin(provider, cep, request, response) {
  const call = { provider, cep, url: request.url, headers: request.headers };
  const entry = { ...call, response };
  waiting.add(entry);
  response.on('close', () => waiting.delete(entry));
  call.at_once = [...waiting].filter((other) => other.provider === provider && other.cep === cep).length;
  most = Math.max(most, waiting.size);
  calls.push(call);
}

// {"viacep": {"count", "at_once", "calls": [{"cep", "at_once", "url", "headers"}]}, …, "redirected": {…}, "at_once", "waiting"}:
// at_once of a provider is the maximum of its calls, the last at_once is the maximum of all unanswered calls, and waiting is the
// number of calls that are unanswered now.
function report() {
  const of = (name) => {
    const its = calls.filter((call) => call.provider === name).map(({ provider, ...call }) => call);
    return { count: its.length, at_once: Math.max(0, ...its.map((call) => call.at_once)), calls: its };
  };
  return { ...Object.fromEntries([...Object.keys(PROVIDERS), 'redirected'].map((name) => [name, of(name)])), at_once: most, waiting: waiting.size };
}

// --- requests ---

function control(what, request, response, body) {
  if (request.method === 'GET' && what === 'calls') return send(json(200, report()), response);
  if (request.method !== 'POST') return send(json(405, { error: 'method' }), response);
  if (what === 'reset') reset();
  else {
    const names = what === 'all' ? Object.keys(PROVIDERS) : [what];
    const { fault = 'none', delay_ms } = JSON.parse(body || '{}');
    if (!names.every((name) => PROVIDERS[name])) return send(json(404, { providers: Object.keys(PROVIDERS) }), response);
    if (!Object.hasOwn(FAULTS, fault)) return send(json(400, { faults: Object.keys(FAULTS) }), response);
    for (const name of names) settings[name] = { fault, delay: delay_ms ?? (fault === 'slow' ? 1000 : 0) };
  }
  return send(json(200, settings), response);
}

function provide(name, path, request, response, redirected) {
  const { path: pattern, answer } = PROVIDERS[name];
  const cep = pattern.exec(path)?.[1];
  if (cep === undefined) return send(html(404, 'Not Found'), response);
  begin(redirected ? 'redirected' : name, cep, request, response);
  const { fault, delay } = redirected ? { fault: 'none' } : settings[name];
  const good = answer(cep, request.headers);
  const give = () => response.destroyed || FAULTS[fault](good, response, request, delay);
  return delay && fault !== 'rest' ? setTimeout(give, delay) : give();
}

function dispatch(request, response, body) {
  const [, redirected, first, rest] = /^(\/redirected)?\/([a-z]+)(\/.*)?$/.exec(request.url) ?? [];
  if (first === 'control') return control((rest ?? '').slice(1), request, response, body);
  if (PROVIDERS[first]) return provide(first, rest ?? '', request, response, redirected);
  return send(html(404, 'Not Found'), response);
}

reset();
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    try {
      dispatch(request, response, body);
    } catch (error) {
      send(json(400, { error: error.message }), response);
    }
  });
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => console.log(server.address().port));
