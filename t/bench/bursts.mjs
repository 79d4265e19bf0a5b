// Measures bursts at a running service: node bursts.mjs BASE FAKE [ROUNDS]; see bursts.sh, which starts one. Each burst is sent at once, each
// request over a connection of its own, while others keep asking for tasks and /livez.
import { Agent, request } from 'node:https';

const [base, fake, rounds = '5'] = process.argv.slice(2);
const LOGINS = 8, LOOKUPS = 10, DELAY_MS = 300, PACE_MS = 10;
const serial = Date.now() % 1e6;
const password = 'uma senha bem comprida';
const pacing = new Agent({ keepAlive: true, maxSockets: 4 });

function call(method, path, { token, body, agent = false } = {}) {
  const begun = performance.now();
  const headers = { ...(body && { 'Content-Type': 'application/json' }), ...(token && { Authorization: `Bearer ${token}` }) };
  return new Promise((resolve, reject) => {
    const sent = request(base + path, { method, agent, rejectUnauthorized: false, headers }, (answer) => {
      let text = '';
      answer.on('data', (part) => { text += part; });
      answer.on('end', () => resolve({ status: answer.statusCode, ms: performance.now() - begun, body: text && JSON.parse(text) }));
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

const login = (name) => call('POST', '/api/v1/login', { body: { username: name, password } });

async function person(number) {
  const username = `b${serial}.${number}`;
  await call('POST', '/api/v1/register', { body: { username, email: `${username}@example.com`, password } });
  return { username, token: (await login(username)).body.access_token };
}

let made = serial * 1000;
function digit(digits) {
  const sum = [...digits].reduce((total, d, i) => total + d * (digits.length + 1 - i), 0) % 11;
  return sum < 2 ? '0' : String(11 - sum);
}
function customer() {
  made += 1;
  let cpf = String(100000000 + made % 899999999);
  cpf += digit(cpf);
  cpf += digit(cpf);
  return { name: 'Maria da Silva', email: `c${made}@example.com`, phone: '(11) 99402-9275', cpf, cep: `04${String(made % 1e6).padStart(6, '0')}` };
}

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

// Asks for `path` every PACE_MS until `until` is done, for a second at least; returns the times.
async function pace(path, token, until) {
  const times = [], pending = [];
  let done = false;
  const least = new Promise((resolve) => { setTimeout(resolve, 1000); });
  Promise.all([until, least]).then(() => { done = true; });
  while (!done) {
    pending.push(call('GET', path, { token, agent: pacing }).then(({ status, ms }) => times.push(status === 200 ? ms : Infinity)));
    await new Promise((resolve) => { setTimeout(resolve, PACE_MS); });
  }
  await Promise.all(pending);
  return times;
}

const figures = new Map();
async function measure(what, token, burst) {
  const answers = Promise.all(burst());
  const paced = await Promise.all([pace('/api/v1/tasks', token, answers), pace('/livez', null, answers)]);
  const entry = figures.get(what) ?? { answers: [], tasks: [], livez: [] };
  entry.answers.push(await answers);
  entry.tasks.push(...paced[0]);
  entry.livez.push(...paced[1]);
  figures.set(what, entry);
}

const people = [];
for (let i = 0; i < LOOKUPS; i++) people.push(await person(i));
const [reader] = people;
await fetch(`${fake}/control/all`, { method: 'POST', body: JSON.stringify({ fault: 'slow', delay_ms: DELAY_MS }) });
for (let round = 0; round < Number(rounds); round++) {
  await measure('nothing else', reader.token, () => []);
  await measure(`${LOGINS} logins at once`, reader.token, () => people.slice(0, LOGINS).map(({ username }) => login(username)));
  await measure(`${LOOKUPS} new CEPs, one user`, reader.token,
    () => people.map(() => call('POST', '/api/v1/customers', { token: reader.token, body: customer() })));
  await measure(`${LOOKUPS} new CEPs, ${LOOKUPS} users`, reader.token,
    () => people.map(({ token }) => call('POST', '/api/v1/customers', { token, body: customer() })));
}
console.log('| burst | answers | slowest, ms: median (worst) | GET /tasks ms: median, p95 | /livez ms: median, p95 |');
console.log('|---|---|---|---|---|');
for (const [what, { answers, tasks, livez }] of figures) {
  const statuses = [...new Set(answers.flat().map(({ status }) => status))].map((one) => `${answers.flat().filter(({ status }) => status === one).length} × ${one}`);
  const slowest = answers.map((list) => Math.max(0, ...list.map(({ ms }) => ms))).sort((a, b) => a - b);
  const [t, l] = [tasks, livez].map((list) => list.sort((a, b) => a - b)).map((list) => `${at(list, 0.5).toFixed(1)}, ${at(list, 0.95).toFixed(1)}`);
  console.log(`| ${what} | ${statuses.join(', ')} | ${at(slowest, 0.5).toFixed(0)} (${slowest.at(-1).toFixed(0)}) | ${t} | ${l} |`);
}
