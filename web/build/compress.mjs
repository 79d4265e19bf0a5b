// A plugin of Vite: writes .br and .gz beside each file that compresses, prints the weight of the first page,
// and fails above the budgets of the console.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FIRST_KIB = 120; // what the first h1 of sign-in, errors and tasks needs
const ALL_KIB = 350;

const brotli = (bytes) =>
	brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });

/** The chunks that a chunk loads at once, itself included. */
export function reach(bundle, name, found = new Set()) {
	const chunk = bundle[name];
	if (!chunk || found.has(name)) return found;
	found.add(name);
	for (const next of chunk.imports ?? []) reach(bundle, next, found);
	return found;
}

/** The weights in bytes: each first page's JavaScript, and all of it. */
export function weights(bundle, sizes, pages) {
	const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
	const entry = chunks.find((chunk) => chunk.isEntry);
	const sum = (names) => [...names].reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
	const first = new Map([['start', sum(reach(bundle, entry.fileName))]]);
	for (const page of pages) {
		const chunk = chunks.find((one) => one.facadeModuleId?.endsWith(page));
		if (chunk) first.set(page, sum(reach(bundle, chunk.fileName, reach(bundle, entry.fileName))));
	}
	return { first, all: sum(chunks.map((chunk) => chunk.fileName)) };
}

function judge(context, { first, all }) {
	const kib = (bytes) => (bytes / 1024).toFixed(1);
	const over = [...first].filter(([, bytes]) => bytes > FIRST_KIB * 1024).map(([page]) => page);
	for (const [page, bytes] of first) context.info(`JavaScript of ${page}: ${kib(bytes)} of ${FIRST_KIB} KiB compressed`);
	context.info(`all JavaScript: ${kib(all)} of ${ALL_KIB} KiB compressed`);
	if (over.length) context.error(`too heavy for a first page: ${over.join(', ')}`);
	if (all > ALL_KIB * 1024) context.error('all JavaScript together is too heavy');
}

/** @returns {import('vite').Plugin} */
export function compress(pages) {
	return {
		name: 'balcao-compress',
		apply: 'build',
		writeBundle(options, bundle) {
			const sizes = new Map();
			for (const file of Object.values(bundle)) {
				if (!/\.(js|css|html|svg|json)$/.test(file.fileName)) continue;
				const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source);
				const path = join(options.dir, file.fileName);
				mkdirSync(dirname(path), { recursive: true });
				const packed = brotli(bytes);
				sizes.set(file.fileName, packed.length);
				if (bytes.length < 512) continue;
				writeFileSync(`${path}.br`, packed);
				writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
			}
			judge(this, weights(bundle, sizes, pages));
		},
	};
}
