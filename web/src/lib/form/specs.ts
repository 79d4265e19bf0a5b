/** From an operation's schema to the controls of its form: a table of fields in, a list of specs out. */
import document from '../schema.json';
import type { SchemaField } from '../names';
import { values as valueWords } from '../../words/values';

export type Fields = Record<string, SchemaField>;
interface Operation {
  body?: string;
  reply?: string;
  query?: Fields;
}
const schema = document as unknown as { schemas: Record<string, Fields>; operations: Record<string, Operation> };

/** The controls there are; `none`: a page has to bring its own. */
export type Control =
  | 'text'
  | 'email'
  | 'url'
  | 'password'
  | 'textarea'
  | 'number'
  | 'date'
  | 'datetime-local'
  | 'select'
  | 'checkbox'
  | 'labels'
  | 'cpf'
  | 'phone'
  | 'cep'
  | 'none';

export interface Spec {
  /** The JSON pointer of its faults: `/quota/events_per_minute`. */
  pointer: string;
  name: string;
  field: SchemaField;
  control: Control;
  required: boolean;
}

const operation = (name: string): Operation => {
  const found = schema.operations[name];
  if (!found) throw new Error(`the API has no operation ${name}`);
  return found;
};
export const bodyOf = (name: string): Fields => schema.schemas[operation(name).body ?? ''] ?? {};

/**
 * The fields of an operation's form. The schema of a PATCH says what may be sent (nothing has to be, null clears); what a field must hold
 * afterwards, and what it is where nothing is said, the PUT of the same path says.
 */
export function formFields(name: string): Fields {
  const fields = bodyOf(name);
  const whole = name.startsWith('PATCH ') ? schema.operations[name.replace('PATCH', 'PUT')] : undefined;
  if (!whole) return fields;
  const told = schema.schemas[whole.body ?? ''] ?? {};
  const merged = ([key, field]: [string, SchemaField]): [string, SchemaField] => {
    const its = told[key];
    return [key, its ? { ...field, required: its.required, default: its.default, nullable: its.nullable } : field];
  };
  return Object.fromEntries(Object.entries(fields).map(merged));
}

export const replyOf = (name: string): Fields => schema.schemas[operation(name).reply ?? ''] ?? {};
export const queryOf = (name: string): Fields => operation(name).query ?? {};

const BY_FORMAT: Record<string, Control> = {
  'date-time': 'datetime-local',
  date: 'date',
  email: 'email',
  uri: 'url',
  url: 'url',
  password: 'password',
  cpf: 'cpf',
  phone: 'phone',
  cep: 'cep',
};
const LONG = 500;

function controlOfText(field: SchemaField): Control {
  const byFormat = field.format && BY_FORMAT[field.format];
  if (byFormat) return byFormat;
  return field.lines || (field.maxLength ?? 0) > LONG ? 'textarea' : 'text';
}

/** The control of a field, by type, format, enumeration, bounds. */
export function controlOf(name: string, field: SchemaField): Control {
  if (field.enum) return 'select';
  if (field.type === 'boolean') return 'checkbox';
  // A number whose values have names of their own: a priority.
  if (field.type === 'integer' && valueWords[name]) return 'select';
  if (field.type === 'integer' || field.type === 'number') return 'number';
  if (field.type === 'array') return field.items?.type === 'string' && !field.items.enum ? 'labels' : 'none';
  return field.type === 'string' ? controlOfText(field) : 'none';
}

/** The values that a select offers, as the API writes them. */
export function choicesOf(field: SchemaField): (string | number)[] {
  if (field.enum) return field.enum.filter((one) => one !== null);
  const first = field.minimum ?? 0;
  return Array.from({ length: (field.maximum ?? first) - first + 1 }, (_, index) => first + index);
}

/** The fields that a form shows: what the server sets is left out, objects are taken apart. */
export function specsOf(fields: Fields, parent = ''): Spec[] {
  return Object.entries(fields)
    .filter(([, field]) => !field.readOnly)
    .flatMap(([name, field]) => {
      const pointer = `${parent}/${name}`;
      if (field.fields) return specsOf(field.fields, pointer);
      return [{ pointer, name, field, control: controlOf(name, field), required: Boolean(field.required) }];
    });
}

/** Puts the named fields first, leaves others out; the rest stays as the schema orders it. */
export function arrange(specs: Spec[], order: readonly string[] = [], without: readonly string[] = []): Spec[] {
  const rank = (spec: Spec) => {
    const at = order.indexOf(spec.name);
    return at < 0 ? order.length : at;
  };
  return specs.filter((spec) => !without.includes(spec.name)).sort((one, other) => rank(one) - rank(other));
}
