import { describe, expect, it } from 'vitest';
import { weights } from './compress.mjs';
import { packageOf } from './licences.mjs';
import { idempotentOf, reduce } from './reduce.mjs';

const document = {
  paths: {
    '/api/v1/things': {
      get: {
        operationId: 'get',
        parameters: [{ $ref: '#/components/parameters/limit' }],
        responses: {
          200: {
            content: {
              'application/json': { schema: { properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } } } },
            },
          },
        },
      },
      post: {
        operationId: 'post',
        parameters: [{ name: 'Idempotency-Key', in: 'header' }],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                required: ['name'],
                properties: {
                  name: { type: ['string', 'null'], maxLength: 9, description: 'It may have several lines.' },
                  at: { properties: { x: { type: 'integer' } } },
                },
              },
            },
          },
        },
        responses: {},
      },
    },
    '/livez': { get: { operationId: 'live', responses: {} } },
  },
  components: {
    parameters: { limit: { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } } },
    schemas: { Thing: { properties: { id: { type: 'string', readOnly: true } } } },
  },
};

describe('the reduced document', () => {
  it('has what forms, columns and filters need, and nothing else', () => {
    expect(reduce(document)).toEqual({
      schemas: {
        Thing: { id: { type: 'string', readOnly: true } },
        post_body: {
          name: { type: 'string', maxLength: 9, required: true, nullable: true, lines: true },
          at: { type: 'object', fields: { x: { type: 'integer' } } },
        },
      },
      operations: {
        'GET /things': { reply: 'Thing', query: { limit: { type: 'integer', maximum: 100 } } },
        'POST /things': { body: 'post_body' },
      },
    });
  });
  it('names the operations that take a key', () => {
    expect(idempotentOf(document)).toEqual(['POST /things']);
  });
});

it('a page weighs what it and the start load at once, each part once', () => {
  const chunk = (fileName: string, imports: string[], over = {}) => [fileName, { type: 'chunk', fileName, imports, ...over }];
  const bundle = Object.fromEntries([
    chunk('start.js', ['both.js'], { isEntry: true }),
    chunk('both.js', []),
    chunk('page.js', ['both.js', 'start.js'], { facadeModuleId: '/src/pages/a/Page.svelte' }),
    chunk('later.js', []),
  ]);
  const sizes = new Map([
    ['start.js', 1],
    ['both.js', 10],
    ['page.js', 100],
    ['later.js', 1000],
  ]);
  const { first, all } = weights(bundle, sizes, ['pages/a/Page.svelte', 'pages/none.svelte']);
  expect([...first]).toEqual([
    ['start', 11],
    ['pages/a/Page.svelte', 111],
  ]);
  expect(all).toBe(1111);
});

it('a module belongs to the innermost package', () => {
  expect(packageOf('/x/node_modules/@lucide/svelte/dist/a.js')).toBe('/x/node_modules/@lucide/svelte');
  expect(packageOf('/x/node_modules/a/node_modules/b/i.js')).toBe('/x/node_modules/a/node_modules/b');
  expect(packageOf('/x/src/main.ts')).toBe(null);
});
