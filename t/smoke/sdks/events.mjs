// The events of the SDKs in JavaScript, which share their interface: see languages.sh. Returns the lines "NAME ID".
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

function caught(Sentry, action) {
  try {
    return action();
  } catch (error) {
    return Sentry.captureException(error);
  }
}

function whole(Sentry) {
  Sentry.setUser({ id: '42', email: 'maria@example.com' });
  Sentry.setTag('loja', 'centro');
  const lines = [`chain ${caught(Sentry, () => checkout(7))}`, `message ${Sentry.captureMessage('Estoque 17 vazio', 'warning')}`];
  Sentry.withScope((scope) => {
    scope.setExtra('estado', Array.from({ length: 8000 }, (_, n) => ({ item: n, peso: 1 })));
    lines.push(`big ${caught(Sentry, () => total({}))}`);
  });
  return lines;
}

export async function report(Sentry, dsn, count) {
  Sentry.init({ dsn, environment: 'staging', release: 'loja@1.4.2' });
  const lines = count === 0 ? whole(Sentry) : [];
  for (let n = 0; n < count; n++) {
    Sentry.captureMessage(`Mensagem ${n}`);
    await Sentry.flush(5000);
  }
  await Sentry.flush(20000);
  return lines.map((line) => `${line}\n`).join('');
}
