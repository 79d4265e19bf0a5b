/** The colours of a snippet, as in the design: words of the language, texts, remarks. Nothing more than that. */
export interface Piece {
  text: string;
  kind?: 'word' | 'text' | 'remark';
}

const WORDS =
  /^(?:import|from|const|require|package|func|if|defer|return|public|class|static|void|new|using|var|do|end|as|curl|nil|def|true|false)$/;

function pattern(comment: '#' | '//'): RegExp {
  const remark = comment === '#' ? '#.*' : '(?<!:)//.*';
  return new RegExp(`("[^"]*"|'[^']*')|(${remark})|(\\b[A-Za-z_]\\w*\\b|\\b\\d+\\b)`, 'g');
}

/** The pieces of a line; together they are the line again. */
export function pieces(line: string, comment: '#' | '//'): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const hit of line.matchAll(pattern(comment))) {
    const kind = hit[1] ? 'text' : hit[2] ? 'remark' : WORDS.test(hit[0]) || /^\d/.test(hit[0]) ? 'word' : undefined;
    if (!kind) continue;
    if (hit.index > at) found.push({ text: line.slice(at, hit.index) });
    found.push({ text: hit[0], kind });
    at = hit.index + hit[0].length;
  }
  if (at < line.length || found.length === 0) found.push({ text: line.slice(at) });
  return found;
}
