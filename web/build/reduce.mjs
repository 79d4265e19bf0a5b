// The reduced form of an OpenAPI document: only what forms, columns and filters need.

const KEPT = [
	'format',
	'pattern',
	'enum',
	'minimum',
	'maximum',
	'minLength',
	'maxLength',
	'minItems',
	'maxItems',
	'uniqueItems',
	'default',
	'readOnly',
	'writeOnly',
	'multipleOf',
];

function resolve(document, schema) {
	for (let depth = 0; schema && schema.$ref && depth < 10; depth++) {
		schema = schema.$ref
			.slice(2)
			.split('/')
			.reduce((at, part) => at[part], document);
	}
	return schema ?? {};
}

/** One field: its type, bounds, whether null is allowed, and the fields of an object within. */
export function field(document, source, required) {
	const schema = resolve(document, source);
	const types = [schema.type ?? (schema.properties ? 'object' : 'any')].flat();
	const reduced = { type: types.find((type) => type !== 'null') ?? 'any' };
	for (const key of KEPT) if (schema[key] !== undefined) reduced[key] = schema[key];
	if (required) reduced.required = true;
	if (types.includes('null')) reduced.nullable = true;
	// A text of several lines says so; there is no keyword for it.
	if (reduced.type === 'string' && /several lines/.test(schema.description ?? '')) reduced.lines = true;
	if (schema.properties) reduced.fields = fields(document, schema);
	if (schema.items) reduced.items = field(document, schema.items, false);
	return reduced;
}

export function fields(document, source) {
	const schema = resolve(document, source);
	const required = new Set(schema.required ?? []);
	const entries = Object.entries(schema.properties ?? {});
	return Object.fromEntries(entries.map(([name, value]) => [name, field(document, value, required.has(name))]));
}

const jsonOf = (content) => content && Object.entries(content).find(([type]) => /json$/.test(type))?.[1]?.schema;

/** Bodies and rows are kept once each, under the name of their schema or of their operation. */
function keep(document, schemas, schema, fallback) {
	if (!schema) return undefined;
	const name = schema.$ref ? schema.$ref.split('/').pop() : fallback;
	if (!resolve(document, schema).properties) return undefined;
	schemas[name] ??= fields(document, schema);
	return name;
}

function replyOf(document, operation) {
	const ok = Object.entries(operation.responses ?? {}).find(([status]) => /^2/.test(status))?.[1];
	const schema = jsonOf(resolve(document, ok).content);
	const items = schema && resolve(document, schema).properties?.items;
	return items ? resolve(document, items).items : schema;
}

export function operations(document) {
	return Object.entries(document.paths)
		.filter(([path]) => path.startsWith('/api/v1/'))
		.flatMap(([path, item]) =>
			['get', 'post', 'put', 'patch', 'delete']
				.filter((method) => item[method])
				.map((method) => ({ name: `${method.toUpperCase()} ${path.slice('/api/v1'.length)}`, operation: item[method] })),
		);
}

export function parametersOf(document, operation) {
	return (operation.parameters ?? []).map((parameter) => resolve(document, parameter));
}

export function reduce(document) {
	const schemas = {};
	const table = {};
	for (const { name, operation } of operations(document)) {
		const query = parametersOf(document, operation).filter((parameter) => parameter.in === 'query');
		const row = {
			body: keep(document, schemas, jsonOf(operation.requestBody?.content), `${operation.operationId}_body`),
			reply: keep(document, schemas, replyOf(document, operation), `${operation.operationId}_reply`),
		};
		if (query.length) row.query = Object.fromEntries(query.map((one) => [one.name, field(document, one.schema, one.required)]));
		if (Object.values(row).some((value) => value !== undefined)) table[name] = row;
	}
	return { schemas, operations: table };
}

export function idempotentOf(document) {
	return operations(document)
		.filter(({ operation }) => parametersOf(document, operation).some((one) => one.in === 'header' && /^idempotency-key$/i.test(one.name)))
		.map(({ name }) => name);
}
