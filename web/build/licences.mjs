// A plugin of Vite: writes licences.txt, the notices of the packages whose code is in the bundle, as their licences ask for.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The directory of the package that a module belongs to; null for our own. */
export function packageOf(module) {
	const found = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module);
	return found ? found[1] : null;
}

function notice(directory) {
	const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
	const file = readdirSync(directory).find((one) => /^licen[sc]e/i.test(one));
	const text = file ? readFileSync(join(directory, file), 'utf8').trim() : 'The package has no file with its licence.';
	return `${name} ${version} (${license})\n\n${text}\n`;
}

/** @returns {import('vite').Plugin} */
export function licences() {
	return {
		name: 'balcao-licences',
		apply: 'build',
		generateBundle(_, bundle) {
			const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []));
			const directories = [...new Set(modules.map(packageOf))].filter((one) => one && existsSync(join(one, 'package.json'))).sort();
			this.emitFile({ type: 'asset', fileName: 'licences.txt', source: directories.map(notice).join(`\n${'-'.repeat(80)}\n\n`) });
		},
	};
}
