#!/usr/bin/env node
// The error center as an application with @sentry/node sees it, which knows only the DSN:
//   node sdk.mjs openapi.json               (BASE in the environment)
//   node sdk.mjs DSN COUNT                  sends COUNT messages; prints the statuses that the SDK got
// Its reports must appear in GET /errors/{id}, grouped and with their stacks, within two seconds.
// needs: packages
import { setTimeout as pause } from 'node:timers/promises';

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; // the instance's certificate is its own
process.removeAllListeners('warning').on('warning', () => {});
const Sentry = await import('@sentry/node');

const answers = []; // of every envelope: status, headers, and the bytes that were sent
function transport(options) {
  const real = Sentry.makeNodeTransport(options);
  return {
    ...real,
    async send(envelope) {
      const answer = await real.send(envelope);
      answers.push({ types: envelope[1].map(([header]) => header.type), ...answer });
      return answer;
    },
  };
}

const start = (dsn, more) => Sentry.init({ dsn, transport, environment: 'staging', release: 'loja@1.4.2', ...more });

async function sendMany(dsn, count) {
  start(dsn);
  for (let n = 0; n < count; n++) {
    Sentry.captureMessage(`Mensagem ${n}`);
    await Sentry.flush(2000);
  }
  console.log(answers.map(({ types, statusCode }) => `${types}:${statusCode ?? 'none'}`).join(' '));
}

// --- against the service ---

async function settled(ask, token, project, count) {
  const until = Date.now() + 2000;
  for (;;) {
    const { items } = (await ask('get', `/api/v1/errors?project=${project}&limit=100`, token)).body;
    const events = items.reduce((sum, { events: more }) => sum + more, 0);
    if (events >= count || Date.now() > until) return items;
    await pause(50);
  }
}

function total(cart) {
  if (!cart.items) throw new TypeError(`o carrinho ${cart.id} não tem itens`);
  return cart.items.length;
}

function checkout(id) {
  try {
    return total({ id });
  } catch (cause) {
    throw new Error('a compra falhou', { cause });
  }
}

function capture(id) {
  try {
    checkout(id);
  } catch (error) {
    Sentry.captureException(error);
  }
}

function reportAll() {
  Sentry.setUser({ id: '42', email: 'maria@example.com' });
  Sentry.setTag('loja', 'centro');
  Sentry.addBreadcrumb({ category: 'carrinho', message: 'abriu o carrinho' });
  Sentry.captureMessage('Estoque 17 vazio', 'warning');
  Sentry.captureMessage('Estoque 18 vazio', 'warning');
  capture(7);
  capture(8);
  Sentry.withScope((scope) => {
    scope.setExtra('pedido', Array.from({ length: 2000 }, (_, n) => `item ${n} de muitos`).join('\n'));
    Sentry.captureMessage('Um evento de 40 KiB');
  });
  Sentry.startSpan({ name: 'pedido', op: 'task' }, () => Sentry.startSpan({ name: 'banco', op: 'db' }, () => total({ items: [] })));
}

function judgeException(check, error, event) {
  check(error.events === 2 && error.users === 1, `both exceptions are one error of one user [${error.events}, ${error.users}]`);
  check(error.environment === 'staging' && error.release === 'loja@1.4.2', 'environment and release');
  check(error.why.some((text) => /^frame: checkout/.test(text)), `grouped by its stack [${error.why}]`);
  check(/checkout .*sdk\.mjs:\d+/.test(error.details) && /TypeError: o carrinho \d+ não tem itens/.test(error.details), 'its stack and its cause are in details');
  check(error.tags.loja === 'centro' && /^node/.test(error.tags.runtime), `tags [${JSON.stringify(error.tags)}]`);
  const [cause, newest] = event.exceptions;
  check(cause.type === 'TypeError' && newest.type === 'Error' && newest.value === 'a compra falhou', 'the chain of exceptions');
  const frame = newest.frames.findLast(({ function: name }) => name === 'checkout');
  check(/throw new Error/.test(frame?.context_line ?? '') && frame.in_app === true, `a frame with its source [${JSON.stringify(frame?.context_line)}]`);
  check(event.user.id === '42' && event.breadcrumbs.some(({ message }) => message === 'abriu o carrinho'), 'user and breadcrumbs');
  check(event.sdk.name === 'sentry.javascript.node' && event.contexts.runtime.name === 'node', 'SDK and contexts');
  check(event.errors.length === 0, `nothing was dropped [${JSON.stringify(event.errors)}]`);
}

async function judgeAll() {
  const { ask, check, finish, newUser } = await import('./client.mjs');
  const { token } = await newUser('sdk');
  const project = (await ask('post', '/api/v1/projects', token, { name: 'Loja' })).body.id;
  const key = (await ask('post', `/api/v1/projects/${project}/keys`, token, { name: 'servidor' })).body;
  const port = new URL(process.env.BASE).host;
  start(key.dsn.replace(/@[^/]*\//, `@${port}/`), { tracesSampleRate: 1 });
  reportAll();
  check(await Sentry.flush(5000), 'the SDK is done');
  check(answers.length >= 5 && answers.every(({ statusCode }) => statusCode === 200), `every answer is 200 [${answers.map(({ statusCode }) => statusCode)}]`);
  const items = await settled(ask, token, project, 5);
  check(items.length === 3, `two seconds later there are three errors [${items.map(({ title }) => title)}]`);
  const found = (pattern) => items.find(({ title }) => pattern.test(title)) ?? {};
  check(found(/^Estoque \d+ vazio$/).events === 2 && found(/^Estoque/).level === 'warning', 'messages are grouped without their numbers');
  const error = (await ask('get', `/api/v1/errors/${found(/^Error: a compra falhou$/).id}`, token)).body;
  const event = (await ask('get', `/api/v1/errors/${error.id}/events/${error.latest_event}`, token)).body;
  judgeException(check, error, event.event);
  const large = (await ask('get', `/api/v1/errors/${found(/40 KiB/).id}`, token)).body;
  const whole = (await ask('get', `/api/v1/errors/${large.id}/events/${large.latest_event}`, token)).body;
  check(/item 1999 de muitos$/.test(whole.event?.extra?.pedido) || /…$/.test(whole.event?.extra?.pedido), 'the one of 40 KiB, which is sent compressed, is whole');
  const limits = answers.map(({ headers }) => headers?.['x-sentry-rate-limits']).filter(Boolean);
  check(limits.some((text) => /^3600:.*transaction/.test(text)), `that traces are not kept is told [${limits}]`);
  const sent = answers.length;
  Sentry.startSpan({ name: 'outro', op: 'task' }, () => {});
  capture(9);
  await Sentry.flush(5000);
  check(answers.slice(sent).some(({ types, statusCode }) => types.includes('event') && statusCode === 200), 'errors go on');
  check(!answers.slice(sent).some(({ types, statusCode }) => types.includes('transaction') && statusCode !== undefined), 'and the SDK sends no more traces');
  finish();
}

if (process.argv.length > 3) await sendMany(process.argv[2], Number(process.argv[3]));
else await judgeAll();
process.exit();
