export function invoice(order) {
  window.audit.push('invoice'); // @2
  return order.lines.map((line) => line.price);
}
