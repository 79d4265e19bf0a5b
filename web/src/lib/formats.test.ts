import { beforeEach, describe, expect, it } from 'vitest';
import * as formats from './formats';
import { setLanguage } from './language.svelte';

const NBSP = '\u00a0';
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const at = (hours: number, minutes: number, day = 27, month = 11, year = 2025) => new Date(year, month - 1, day, hours, minutes);

describe('in Portuguese', () => {
  beforeEach(() => setLanguage('pt-BR'));

  it('writes dates and times', () => {
    expect(formats.dateTime(at(14, 32))).toBe('27/11/2025 14:32');
    expect(formats.dateTimeSeconds(at(14, 32))).toBe('27/11/2025 14:32:00');
    expect(formats.timeMillis(at(14, 32))).toBe('14:32:00,000');
    expect(formats.date('2025-11-27')).toBe('27/11/2025');
    expect(formats.dayMonth(at(0, 5))).toBe('27/11');
    expect(formats.time(at(9, 5))).toBe('09:05');
  });
  it('gives back what is no date', () => {
    expect(formats.dateTime('soon')).toBe('soon');
    expect(formats.relative('soon')).toBe('soon');
  });
  it('writes relative times', () => {
    const now = at(14, 32);
    const ago = (seconds: number) => plain(formats.relative(new Date(now.getTime() - seconds * 1000), now));
    expect(ago(0)).toBe('há 0 s');
    expect(ago(12)).toBe('há 12 s');
    expect(ago(59.9)).toBe('há 59 s');
    expect(ago(60)).toBe('há 1 min');
    expect(ago(3599)).toBe('há 59 min');
    expect(ago(7200)).toBe('há 2 h');
    expect(ago(-180)).toBe('em 3 min');
    expect(formats.relative(at(23, 58, 26), now)).toBe('ontem, 23:58');
    expect(formats.relative(at(8, 0, 28), now)).toBe('amanhã, 08:00');
    expect(formats.relative(at(8, 0, 20), now)).toBe('20/11');
    expect(formats.relative(at(8, 0, 20, 11, 2024), now)).toBe('20/11/2024');
  });
  it('says minutes across midnight', () => {
    expect(plain(formats.relative(at(23, 50, 26), at(0, 10)))).toBe('há 20 min');
  });
  it('writes numbers', () => {
    expect(formats.number(1204331)).toBe('1.204.331');
    expect(plain(formats.shortNumber(1204331))).toBe('1,2 mi');
    expect(formats.shortNumber(18402)).toBe('18.402');
    expect(formats.percent(62)).toBe(`62${NBSP}%`);
    expect(formats.bytes(0)).toBe(`0${NBSP}B`);
    expect(formats.bytes(1.25 * 1024 * 1024)).toBe(`1,3${NBSP}MiB`);
  });
  it('writes documents and phones', () => {
    expect(formats.cpf('11144477735')).toBe('111.444.777-35');
    expect(formats.cpf('***.444.777-**')).toBe('***.444.777-**');
    expect(formats.cep('01001000')).toBe('01001-000');
    expect(formats.phone('+5511987654321')).toBe('(11) 98765-4321');
    expect(formats.phone('+551132654321')).toBe('(11) 3265-4321');
    expect(formats.phone('123')).toBe('123');
  });
  it('writes a value by its format', () => {
    expect(formats.value(null)).toBe('—');
    expect(formats.value(0)).toBe('0');
    expect(formats.value([])).toBe('—');
    expect(formats.value(['casa', 'urgente'])).toBe('casa, urgente');
    expect(formats.value('11144477735', 'cpf')).toBe('111.444.777-35');
    expect(formats.value('11144477735')).toBe('11144477735');
  });
});

describe('in English', () => {
  beforeEach(() => setLanguage('en'));

  it('writes what the language writes', () => {
    expect(plain(formats.dateTime(at(14, 32)))).toBe('Nov 27, 2025, 2:32 PM');
    expect(plain(formats.dateTimeSeconds(at(14, 32)))).toBe('Nov 27, 2025, 2:32:00 PM');
    expect(plain(formats.timeMillis(at(14, 32)))).toBe('2:32:00.000 PM');
    expect(formats.number(1204331)).toBe('1,204,331');
    expect(formats.phone('+5511987654321')).toBe('+55 11 98765-4321');
    expect(plain(formats.relative(at(14, 29), at(14, 32)))).toBe('3 min ago');
    expect(plain(formats.relative(at(23, 58, 26), at(14, 32)))).toBe('yesterday, 11:58 PM');
  });
});
