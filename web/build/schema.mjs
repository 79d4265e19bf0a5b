// Makes what the console's code knows of the API, from the document that `balcao openapi` prints:
//   src/lib/schema.d.ts   the types of paths and bodies (openapi-typescript)
//   src/lib/schema.json   the fields of each operation's body and reply, which forms and columns are made from
//   src/lib/idempotent.json   the operations that take an Idempotency-Key
// usage: node build/schema.mjs [openapi.json]
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { idempotentOf, reduce } from './reduce.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = process.argv[2] ?? here('../openapi.json');
const document = JSON.parse(readFileSync(source, 'utf8'));

/** A file that has not changed keeps its time, so that nothing is built again for it. */
function write(path, text) {
	let before = '';
	try {
		before = readFileSync(here(path), 'utf8');
	} catch {
		// It is the first time.
	}
	if (before !== text) writeFileSync(here(path), text);
}

write('../src/lib/schema.d.ts', astToString(await openapiTS(structuredClone(document))));
write('../src/lib/schema.json', JSON.stringify(reduce(document)));
write('../src/lib/idempotent.json', JSON.stringify(idempotentOf(document)));
