// A server with Express and winston: node node.cjs DSN RELEASE NUMBER. NUMBER differs from one run to the next.
const Sentry = require('@sentry/node');
const [, , dsn, release, number] = process.argv;
Sentry.init({ dsn, release });
const assert = require('node:assert');
const express = require('express');
const fs = require('node:fs');
const { EventEmitter } = require('node:events');
const winston = require('winston');
const Transport = require('winston-transport');

const n = Number(number);
const hex = require('node:crypto').createHash('sha256').update(number).digest('hex');
const money = (n * 1234.56).toLocaleString('pt-BR', { minimumFractionDigits: 2 });

function capture(error) {
  Sentry.captureException(error);
}

function report(message) {
  Sentry.captureMessage(message, 'warning');
}

// --- the application --- (lines that end in @1 or @2 are only in that release)

const audit = []; // @2
const note = (text) => audit.push(text); // @2

class StockError extends Error {
  constructor(product) {
    super(`Estoque do produto ${product} acabou`);
    this.name = 'StockError';
  }
}

function total(cart) {
  note('total'); // @2
  return cart.items.length;
}

function pay(order) {
  if (order.bank) throw new RangeError(`a parcela ${order.id} é grande demais`);
  return total({ id: order.id });
}

function checkout(order) {
  try {
    return pay(order);
  } catch (cause) {
    throw new Error('a compra falhou', { cause });
  }
}

function validate(order) {
  if (!order.client) throw new Error(`pedido ${order.id} sem cliente`);
  note('client'); // @2
  if (!order.items) throw new Error(`pedido ${order.id} sem itens`);
}

async function load(path) {
  return fs.promises.readFile(path, 'utf8');
}

function readConfig(path) {
  return fs.readFileSync(path, 'utf8');
}

function parse(text) {
  return JSON.parse(text);
}

const app = express();
app.get('/pedidos', () => {
  throw new Error(`banco de dados fora do ar (tentativa ${n})`);
});
app.get('/estoque', () => {
  throw new Error(`produto ${n} sem preço`);
});
app.get('/login', () => {
  note('login'); // @2
  throw new Error('senha expirada');
});
app.use((error, request, response, next) => {
  capture(error);
  response.status(500).end();
});

const logger = winston.createLogger({ silent: false, format: winston.format.json() });
logger.add(new (class extends Transport {
  log(info, done) {
    capture(new Error(info.message));
    done();
  }
})());

const shop = new EventEmitter();
shop.on('sold', () => {
  throw new Error(`nota fiscal ${n} recusada`);
});
shop.on('returned', () => {
  throw new Error(`devolução ${n} sem etiqueta`);
});

async function anyBank(reversed) {
  const answers = [Promise.reject(new StockError(n)), Promise.reject(new RangeError('prazo'))];
  await Promise.any(reversed ? answers.reverse() : answers);
}

async function lookup(host) {
  return require('node:dns').promises.lookup(host);
}

function sell(product) {
  throw new StockError(product);
}

function pinned(text) {
  Sentry.withScope((scope) => {
    scope.setFingerprint(['caixa', 'loja-7']);
    report(text);
  });
}

async function later() {
  await new Promise((done, failed) => {
    setTimeout(() => {
      try {
        done(total({}));
      } catch (error) {
        failed(error);
      }
    }, 1);
  });
}

function run(action, args) {
  try {
    return Promise.resolve(action(...args)).catch(capture);
  } catch (error) {
    capture(error);
  }
}

// --- the cases --- (what differs stands in their arguments, so that their stacks are equal)

const visit = (path) => fetch(`http://127.0.0.1:${server.address().port}${path}`);
const cases = [
  ['express-pedidos', visit, '/pedidos'],
  ['express-estoque', visit, '/estoque'],
  ['express-login', visit, '/login'],
  ['type-error', total, {}],
  ['stock-error', sell, n],
  ['chain-type', checkout, { id: n }],
  ['chain-range', checkout, { id: n, bank: true }],
  ['line-client', validate, { id: n }],
  ['line-items', validate, { id: n, client: 1 }],
  ['emitter-sold', (name) => shop.emit(name), 'sold'],
  ['emitter-returned', (name) => shop.emit(name), 'returned'],
  ['winston-mail', (text) => logger.error(text), `não foi possível enviar o e-mail ${n}`],
  ['winston-cash', (text) => logger.error(text), `caixa ${n} não fecha`],
  ['text-timeout', capture, `tempo esgotado na consulta ${n}`],
  ['text-printer', capture, 'impressora sem papel'],
  ['object-code', capture, { code: n, reason: 'recusado' }],
  ['object-other', capture, { status: n, url: '/pix' }],
  ['message-stock', report, `Estoque ${n} vazio`],
  ['message-refused', report, 'Pagamento recusado'],
  ['message-uuid', report, `Sessão ${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)} perdida`],
  ['message-objectid', report, `Documento ${hex.slice(0, 24)} não encontrado`],
  ['message-commit', report, `Versão ${hex.slice(0, 7)}a1 sem mapa`],
  ['message-money', report, `Saldo insuficiente: faltam R$ ${money}`],
  ['message-size', report, `Upload de ${(n / 7).toFixed(1)} MB recusado após ${n * 3} ms`],
  ['message-quoted', report, `Coluna "campo_${hex.slice(0, 3)}" não existe`],
  ['message-unique', report, `duplicate key value violates unique constraint: Key (email)=(cliente${n}@example.com) already exists.`],
  ['message-path', report, `Arquivo /srv/loja/uploads/tmp-${hex.slice(0, 10)}/nota.pdf corrompido`],
  ['message-http-500', report, 'Gateway respondeu HTTP 500'],
  ['message-http-404', report, 'Gateway respondeu HTTP 404'],
  ['fs-missing', readConfig, `/srv/loja/pedidos/${n}.json`],
  ['fs-directory', readConfig, '/srv'],
  ['fs-async', load, `/srv/loja/notas/${n}.xml`],
  ['json', parse, `{"pedido":${n}x}`],
  ['assert', assert.strictEqual, n, 0],
  ['aggregate', anyBank, false],
  ['aggregate-swapped', anyBank, true],
  ['dns', lookup, `filial${n}.invalid`],
  ['fingerprint', pinned, `Caixa ${n} travado`],
  ['timer', later],
];

const server = app.listen(0, '127.0.0.1', async () => {
  for (const [name, action, ...args] of cases) {
    Sentry.setTag('case', name);
    await run(action, args);
    await new Promise((done) => setTimeout(done, 20));
  }
  await Sentry.flush(5000);
  process.exit();
});
