// What languages.sh asks of @sentry/node: node.mjs DSN CERTIFICATE COUNT. See there. NODE_EXTRA_CA_CERTS must name the certificate.
import * as Sentry from '@sentry/node';

const [dsn, , count] = process.argv.slice(2);
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
  console.log('chain', caught(() => checkout(7)));
  console.log('message', Sentry.captureMessage('Estoque 17 vazio', 'warning'));
  Sentry.withScope((scope) => {
    scope.setExtra('estado', Array.from({ length: 8000 }, (_, n) => ({ item: n, peso: 1 })));
    console.log('big', caught(() => total({})));
  });
}

if (count === '0') whole();
for (let n = 0; n < Number(count); n++) {
  Sentry.captureMessage(`Mensagem ${n}`);
  await Sentry.flush(5000);
}
await Sentry.flush(20000);
process.exit();
