/** Where something that floats stands beside its button, inside the window. */
export type Box = { left: number; top: number; right: number; bottom: number };

/**
 * Under the anchor, or above it where there is more room; its start or end aligned with the anchor's; 8 px from every edge.
 * Takes the anchor's box, the size of what floats, and the window's size.
 */
export function place(
  anchor: Box,
  width: number,
  height: number,
  win: { width: number; height: number },
  align: 'start' | 'end' = 'start',
) {
  const edge = 8;
  const gap = 4;
  const below = win.height - anchor.bottom - gap - edge;
  const above = anchor.top - gap - edge;
  const up = height > below && above > below;
  const wanted = align === 'start' ? anchor.left : anchor.right - width;
  const left = Math.max(edge, Math.min(wanted, win.width - width - edge));
  const room = up ? above : below;
  const top = up ? anchor.top - gap - Math.min(height, room) : anchor.bottom + gap;
  return { left, top, maxHeight: Math.max(room, 96) };
}
