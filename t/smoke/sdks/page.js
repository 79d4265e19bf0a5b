// The page of browser.mjs, which makes window.settings.
import * as Sentry from '@sentry/browser';

const { dsn, count } = window.settings;
Sentry.init({ dsn, environment: 'staging', release: 'loja@1.4.2' });

function total(cart) {
  return cart.items.length;
}

function checkout(id) {
  try {
    return total({ id });
  } catch (cause) {
    throw new Error('a compra falhou', { cause });
  }
}

function caught(action) {
  try {
    return action();
  } catch (error) {
    return Sentry.captureException(error);
  }
}

function whole() {
  Sentry.setUser({ id: '42', email: 'maria@example.com' });
  Sentry.setTag('loja', 'centro');
  const lines = [`chain ${caught(() => checkout(7))}`, `message ${Sentry.captureMessage('Estoque 17 vazio', 'warning')}`];
  Sentry.withScope((scope) => {
    scope.setExtra('estado', Array.from({ length: 8000 }, (_, n) => ({ item: n, peso: 1 })));
    lines.push(`big ${caught(() => total({}))}`);
  });
  return lines;
}

const lines = count === 0 ? whole() : [];
for (let n = 0; n < count; n++) {
  Sentry.captureMessage(`Mensagem ${n}`);
  await Sentry.flush(5000);
}
await Sentry.flush(20000);
await fetch('/done', { method: 'POST', body: lines.map((line) => `${line}\n`).join('') });
