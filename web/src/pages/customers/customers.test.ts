import { describe, expect, test } from 'vitest';
import { addressText, bodyOf, citiesOf, oneOf, secretOf, SORTS, wholeCep, type Customer } from './customers';

const customer: Customer = {
  id: '1',
  name: 'Conceição',
  email: 'c@exemplo.com.br',
  phone: '+5571991230044',
  cpf: '11144477735',
  address: {
    cep: '40060055',
    street: 'Rua Direita da Piedade',
    number: '12',
    complement: null,
    district: 'Dois de Julho',
    city: 'Salvador',
    state: 'BA',
    ibge: null,
    ddd: '71',
    source: 'viacep',
  },
  created_at: '2025-11-27T12:00:00Z',
  updated_at: '2025-11-27T12:00:00Z',
  version: 1,
};

describe('what is searched for', () => {
  test('waits until there is enough', () => {
    expect(secretOf('cpf', '111.444.777')).toBeNull();
    expect(secretOf('cpf', '111.444.777-35')).toEqual({ cpf: '111.444.777-35' });
    expect(secretOf('email', 'ab')).toBeNull();
    expect(secretOf('email', ' abc ')).toEqual({ email: 'abc' });
    expect(secretOf('phone', '004')).toBeNull();
    expect(secretOf('phone', '0044')).toEqual({ phone: '0044' });
  });
  test('a name is not a secret', () => expect(secretOf('name', 'Conceição')).toBeNull());
});

test('a customer becomes the body of a form', () => {
  expect(bodyOf(customer)).toMatchObject({
    name: 'Conceição',
    cep: '40060055',
    number: '12',
    complement: null,
    street: 'Rua Direita da Piedade',
  });
});

test('an address leaves out what is not there', () => {
  expect(addressText(customer.address)).toBe('Rua Direita da Piedade, 12\nDois de Julho\nSalvador - BA\n40060-055');
  expect(addressText({ ...customer.address, street: null, number: null, district: null })).toBe('Salvador - BA\n40060-055');
});

test('cities once each', () => {
  const at = (city: string) => ({ ...customer, address: { ...customer.address, city } });
  expect(citiesOf([at('São Paulo'), at('Águas'), at('São Paulo')], 'pt-BR')).toEqual(['Águas', 'São Paulo']);
});

test('a CEP with or without its hyphen', () => {
  expect(wholeCep('40060-055')).toBe('40060055');
  expect(wholeCep('40060-05')).toBeNull();
});

test('an unknown order is the default', () => expect(oneOf(SORTS, 'cpf')).toBe('name'));
