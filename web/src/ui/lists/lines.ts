/** Without the indent that all lines share (blank ones aside); tabs count as they are, and are never mixed with spaces. */
export function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim()).map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const first = indents[0] ?? '';
  let length = first.length;
  for (const indent of indents) {
    let i = 0;
    while (i < length && indent[i] === first[i]) i += 1;
    length = i;
  }
  return lines.map((line) => line.slice(Math.min(length, line.length)));
}
