import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { setLanguage } from '../../../lib/language.svelte';
import { actions } from '../../../words/activity';
import { from, what, who } from './told';

it('has words for every action that docs/activity.md names', () => {
  const page = readFileSync(`${process.env.top_srcdir ?? '..'}/docs/activity.md`, 'utf8');
  const part = page.slice(page.indexOf('The actions are'), page.indexOf('**What others did'));
  const names = [...part.matchAll(/`([a-z]+(?:\.[a-z]+)+)`/g)].map((hit) => hit[1] ?? '');
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !(name in actions))).toEqual([]);
});

it('tells who, what and from where', () => {
  setLanguage('pt-BR');
  expect(what({ action: 'session.login' })).toBe('entrou');
  expect(what({ action: 'moon.land' })).toBe('moon.land');
  expect(who({ actor: '00000000-0000-0000-0000-000000000000', actor_username: null })).toBe('administrador');
  expect(who({ actor: '0190aaaa-0000-7000-8000-000000000001', actor_username: null })).toBe('uma conta apagada');
  expect(from({ address: 'command line' })).toBe('linha de comando');
  expect(from({ address: null })).toBeNull();
});
