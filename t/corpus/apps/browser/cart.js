export class StockError extends Error {
  constructor(product) {
    super(`produto ${product} em falta`);
    this.name = 'StockError';
  }
}

export class Cart {
  constructor(id) {
    this.id = id;
  }

  total() {
    window.audit.push('total'); // @2
    return this.items.length;
  }
}

export function validate(order) {
  if (!order.client) throw new Error(`pedido ${order.id} sem cliente`);
  window.audit.push('client'); // @2
  if (!order.items) throw new Error(`pedido ${order.id} sem itens`);
}

export function verify(order) {
  if (!order.client) throw new RangeError(`pedido ${order.id} sem cliente`);
  window.audit.push('client'); // @2
  if (!order.items) throw new RangeError(`pedido ${order.id} sem itens`);
}

function pay(order) {
  if (order.bank) throw new RangeError(`a parcela ${order.id} é grande demais`);
  window.audit.push('pay'); // @2
  return new Cart(order.id).total();
}

export function checkout(order) {
  try {
    return pay(order);
  } catch (cause) {
    throw new Error('a compra falhou', { cause });
  }
}
