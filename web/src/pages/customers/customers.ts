/** Customers: their shape, what *Search by* takes, how an address is written. */
import { cep } from '../../lib/formats';

export interface Address {
  cep: string;
  street: string | null;
  number: string | null;
  complement: string | null;
  district: string | null;
  city: string;
  state: string;
  ibge: string | null;
  ddd: string | null;
  source: string;
}
export interface Customer {
  id: string;
  name: string;
  email: string;
  phone: string;
  cpf: string;
  address: Address;
  created_at: string;
  updated_at: string;
  version: number;
}

export const BYS = ['name', 'cpf', 'email', 'phone'] as const;
export type By = (typeof BYS)[number];
export const SORTS = ['name', '-name', '-created_at', 'created_at'] as const;
export type Sort = (typeof SORTS)[number];
export const oneOf = <T extends string>(list: readonly T[], text: string | null): T => list.find((one) => one === text) ?? (list[0] as T);

const digits = (text: string) => text.replace(/\D/g, '');

/** What goes into the body of a search; null while too little is typed. Only a name may stand in an address. */
export function secretOf(by: By, typed: string): { cpf: string } | { email: string } | { phone: string } | null {
  const text = typed.trim();
  if (by === 'cpf') return digits(text).length === 11 ? { cpf: text } : null;
  if (by === 'email') return text.length >= 3 ? { email: text } : null;
  if (by === 'phone') return digits(text).length >= 4 ? { phone: text } : null;
  return null;
}

/** A customer in the shape of a form's body. */
export function bodyOf({ name, email, phone: number, cpf: person, address }: Customer) {
  const { cep: code, street, number: house, complement, district } = address;
  return { name, email, phone: number, cpf: person, cep: code, number: house, complement, street, district };
}

export const townOf = ({ city, state }: Pick<Address, 'city' | 'state'>): string => `${city}, ${state}`;

/** An address as it goes on a parcel. */
export function addressText(address: Address): string {
  const first = [address.street, address.number].filter(Boolean).join(', ');
  const second = [address.complement, address.district].filter(Boolean).join(', ');
  return [first, second, `${address.city} - ${address.state}`, cep(address.cep)].filter(Boolean).join('\n');
}

/** Cities that were seen, in the order of the alphabet. */
export const citiesOf = (rows: Iterable<Customer>, language: string): string[] =>
  [...new Set([...rows].map((row) => row.address.city))].sort((one, other) => one.localeCompare(other, language));

/** The eight digits of a CEP; null while it is not whole. */
export function wholeCep(typed: string): string | null {
  const code = digits(typed);
  return code.length === 8 ? code : null;
}
