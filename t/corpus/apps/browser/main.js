// A page with @sentry/browser. Its <meta> elements say where it reports, and a number that differs from one visit to the next.
import * as Sentry from '@sentry/browser';
import { Cart, StockError, checkout, validate, verify } from './cart.js';

const { setTimeout: soon } = window; // the browser's own, without the SDK's frame
const setting = (name) => document.querySelector(`meta[name=${name}]`).content;
const n = Number(setting('number'));
Sentry.init({ dsn: setting('dsn'), release: setting('release'), autoSessionTracking: false });

window.audit = []; // @2

// The browser calls the handlers, as when somebody clicks: nothing else is on the stack.
function click(name) {
  const button = document.createElement('button');
  HANDLERS[name](button);
  soon(button.click.bind(button), 1);
}

const HANDLERS = {
  buy: (button) => button.addEventListener('click', () => {
    throw new Error(`carrinho ${n} vazio`);
  }),
  remove: (button) => button.addEventListener('click', () => {
    window.audit.push('remove'); // @2
    throw new Error(`produto ${n} não está no carrinho`);
  }),
  mail: (button) => button.addEventListener('click', () => {
    throw new Error('e-mail já cadastrado');
  }),
  price: (button) => button.addEventListener('click', function showPrice(event) {
    event.target.price.toFixed(2);
  }),
};

function sell(product) {
  throw new StockError(product);
}

function total(id) {
  return new Cart(id).total();
}

function expire() {
  soon(() => {
    throw new Error(`sessão ${n} expirou`);
  }, 1);
}

function unhandled() {
  soon(() => total(n), 1);
}

function reject(value) {
  soon(() => void Promise.reject(value), 1);
}

function parse(text) {
  return JSON.parse(text);
}

function find(selector) {
  return document.querySelector(selector);
}

function call() {
  return missingFunction(n); // eslint-disable-line no-undef
}

function again(depth) {
  return again(depth + 1) + 1;
}

async function load(url) {
  return fetch(url);
}

async function invoice(order) {
  const chunk = await import('./invoice.js');
  return chunk.invoice(order);
}

const report = (text) => void Sentry.captureMessage(text);
const capture = (error) => void Sentry.captureException(error);

async function run(action, args) {
  try {
    await action(...args);
  } catch (error) {
    capture(error);
  }
}

// --- the cases --- (what differs stands in their arguments, so that their stacks are equal)

const CASES = [
  ['click-buy', click, 'buy'],
  ['click-remove', click, 'remove'],
  ['click-mail', click, 'mail'],
  ['click-price', click, 'price'],
  ['timer', expire],
  ['type-error', total, n],
  ['type-unhandled', unhandled],
  ['stock-error', sell, n],
  ['line-client', validate, { id: n }],
  ['line-items', validate, { id: n, client: 1 }],
  ['typed-client', verify, { id: n }],
  ['typed-items', verify, { id: n, client: 1 }],
  ['chain-type', checkout, { id: n }],
  ['chain-range', checkout, { id: n, bank: true }],
  ['rejected', reject, new Error(`pagamento ${n} recusado`)],
  ['rejected-text', reject, `tempo esgotado no pedido ${n}`],
  ['text-timeout', capture, `tempo esgotado na consulta ${n}`],
  ['text-printer', capture, 'impressora sem papel'],
  ['object-code', capture, { code: n, reason: 'recusado' }],
  ['message-stock', report, `Estoque ${n} vazio`],
  ['message-refused', report, 'Pagamento recusado'],
  ['json', parse, `{"pedido":${n}x}`],
  ['fetch', load, 'http://fora.example/pix'],
  ['selector', find, `#${n}`],
  ['chunk', invoice, { id: n }],
  ['reference', call],
  ['recursion', again, 0],
];

async function main() {
  for (const [name, action, ...args] of CASES) {
    Sentry.setTag('case', name);
    await run(action, args);
    await new Promise((done) => soon(done, 30));
  }
  await Sentry.flush(3000);
  await fetch('/done');
}

main();
