/** Puts the focus on a row of the list, whose link covers it. Letters then work. */
export function focusRow(id: string | undefined): void {
  if (id === undefined) return;
  const row = document.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(id)}"]`);
  row?.querySelector<HTMLElement>('.cover')?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}
