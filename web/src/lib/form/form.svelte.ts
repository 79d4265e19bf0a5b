/**
 * The state of one form: values as the controls hold them, faults at their fields, and what happens at Save. Made from an operation's schema:
 *
 *     const form = new Form({
 *       operation: 'PATCH /tasks/{id}', value: task, etag,
 *       send: (body, headers) => takeWhole(api.PATCH('/api/v1/tasks/{id}', { params: { path: { id }, header: headers }, body })),
 *       load: () => takeWhole(api.GET('/api/v1/tasks/{id}', { params: { path: { id } } })),
 *       done: (saved) => …,
 *     });
 *
 * PATCH sends what was changed; POST and PUT send all that is not empty. `value` has the body's shape.
 */
import { codes } from '../../words/codes';
import { asProblem, type Fault, type Problem } from '../problem';
import { fieldName } from '../names';
import { sentence } from '../sentence';
import { t } from '../words.svelte';
import { emptied, hold, read, release, same, write, type Body, type Held } from './convert';
import { arrange, formFields, specsOf, type Spec } from './specs';

export interface Saved<T> {
  data: T;
  etag: string | null;
}

export interface FormOptions<T> {
  operation: string;
  value?: object;
  etag?: string | null;
  /** Names of fields that come first, in this order. */
  order?: readonly string[];
  /** Names of fields that the form doesn't show. */
  without?: readonly string[];
  send: (body: never, headers: { 'If-Match'?: string }) => Promise<Saved<T>>;
  /** What is stored now, for a conflict. Without it a 412 is an ordinary fault. */
  load?: () => Promise<Saved<T>>;
  /** From an answer to the body's shape, where they differ (a customer's address). */
  shape?: (answer: T) => object;
  done?: (saved: Saved<T>) => void;
}

/** What another person changed, beside what one wants oneself. */
export interface Clash<T> {
  rows: { pointer: string; label: string; mine: unknown; theirs: unknown; base: unknown }[];
  theirs: Saved<T>;
}

/** A PATCH may leave everything out, yet what is stored and can't be null can't be emptied either: it isn't optional to a person. */
function kept(spec: Spec, value: object): Spec {
  const single = spec.field.type === 'string' || spec.field.type === 'integer' || spec.field.type === 'number';
  const stored = read(value, spec.pointer) ?? '';
  return single && stored !== '' && !spec.field.nullable && spec.field.default === undefined ? { ...spec, required: true } : spec;
}

export class Form<T = unknown> {
  specs: Spec[] = [];
  held = $state<Record<string, Held>>({});
  /** Sentences by pointer. */
  faults = $state<Record<string, string>>({});
  /** A fault of no field. */
  general = $state<Problem | null>(null);
  busy = $state(false);
  clash = $state.raw<Clash<T> | null>(null);
  readonly #options: FormOptions<T>;
  #base = $state.raw<Record<string, Held>>({});
  #etag: string | null;

  constructor(options: FormOptions<T>) {
    this.#options = options;
    this.#etag = options.etag ?? null;
    const specs = arrange(specsOf(formFields(options.operation)), options.order, options.without);
    this.specs = options.operation.startsWith('PATCH ') ? specs.map((spec) => kept(spec, options.value ?? {})) : specs;
    this.reset(options.value ?? {});
  }

  /** Starts again from a value, as after saving. */
  reset(value: object, etag = this.#etag): void {
    const start = (spec: Spec) => read(value, spec.pointer) ?? spec.field.default;
    const held = Object.fromEntries(this.specs.map((spec): [string, Held] => [spec.pointer, hold(spec, start(spec))]));
    this.#base = held;
    this.held = structuredClone(held);
    this.faults = {};
    this.general = null;
    this.#etag = etag;
  }

  readonly changed = $derived(this.specs.filter((spec) => !same(this.held[spec.pointer], this.#base[spec.pointer])));
  get dirty(): boolean {
    return this.changed.length > 0;
  }
  /** Fields with a fault, in the form's order. */
  readonly faulty = $derived(this.specs.filter((spec) => this.faults[spec.pointer] !== undefined));

  /** A person corrects a field: its fault goes. */
  touch(spec: Spec): void {
    if (this.faults[spec.pointer] === undefined) return;
    const { [spec.pointer]: _, ...rest } = this.faults;
    this.faults = rest;
  }

  /** The body to send. */
  body(): Body {
    const patch = this.#options.operation.startsWith('PATCH ');
    const body: Body = {};
    for (const spec of patch ? this.changed : this.specs) {
      const value = release(spec, $state.snapshot(this.held[spec.pointer]));
      if (value !== undefined) write(body, spec.pointer, value);
      else if (patch) write(body, spec.pointer, emptied(spec));
    }
    return body;
  }

  /** Saves; true when it is saved. What is required and empty is found before anything is sent. */
  async submit(): Promise<boolean> {
    if (this.busy) return false;
    this.general = null;
    const empty = this.specs.filter(
      (spec) => spec.required && spec.control !== 'checkbox' && release(spec, this.held[spec.pointer]) === undefined,
    );
    this.faults = Object.fromEntries(empty.map((spec) => [spec.pointer, t(codes.required)]));
    if (empty.length) return false;
    this.busy = true;
    try {
      return await this.#send();
    } catch (thrown) {
      this.show(asProblem(thrown));
      return false;
    } finally {
      this.busy = false;
    }
  }

  async #send(): Promise<boolean> {
    const headers = this.#etag ? { 'If-Match': this.#etag } : {};
    try {
      this.#finish(await this.#options.send(this.body() as never, headers));
      return true;
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.status !== 412 || !this.#options.load) throw problem;
      return this.#compare(await this.#options.load());
    }
  }

  #finish(saved: Saved<T>): void {
    this.#base = structuredClone($state.snapshot(this.held));
    this.#etag = saved.etag ?? this.#etag;
    this.clash = null;
    this.#options.done?.(saved);
  }

  #heldOf(answer: T): Record<string, Held> {
    const value = this.#options.shape?.(answer) ?? (answer as object);
    return Object.fromEntries(this.specs.map((spec): [string, Held] => [spec.pointer, hold(spec, read(value, spec.pointer))]));
  }

  /** Somebody saved in between. Where both changed a field a person decides; everything else goes together. */
  async #compare(theirs: Saved<T>): Promise<boolean> {
    const held = this.#heldOf(theirs.data);
    const both = this.changed.filter(
      ({ pointer }) => !same(held[pointer], this.#base[pointer]) && !same(held[pointer], this.held[pointer]),
    );
    if (both.length === 0) return this.#join(theirs);
    const rows = both.map((spec) => ({
      pointer: spec.pointer,
      label: fieldName(spec.name),
      mine: $state.snapshot(this.held[spec.pointer]),
      theirs: held[spec.pointer],
      base: this.#base[spec.pointer],
    }));
    this.clash = { rows, theirs };
    return false;
  }

  /** Takes over what they changed and we didn't, and saves ours on top. */
  #join(theirs: Saved<T>): Promise<boolean> {
    const held = this.#heldOf(theirs.data);
    const ours = new Set(this.changed.map((spec) => spec.pointer));
    for (const { pointer } of this.specs) if (!ours.has(pointer)) this.held[pointer] = held[pointer];
    this.#base = held;
    this.#etag = theirs.etag;
    return this.#send();
  }

  /** Of a conflict: saves one's own values over the other's. */
  async keepMine(): Promise<boolean> {
    const clash = this.clash;
    if (!clash || this.busy) return false;
    this.busy = true;
    try {
      this.clash = null;
      return await this.#join(clash.theirs);
    } catch (thrown) {
      this.show(asProblem(thrown));
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Of a conflict: the other's values in the disputed fields; what else one changed stays, unsaved. */
  keepTheirs(): void {
    const clash = this.clash;
    if (!clash) return;
    const held = this.#heldOf(clash.theirs.data);
    const disputed = new Set(clash.rows.map((row) => row.pointer));
    const ours = new Set(this.changed.map((spec) => spec.pointer).filter((pointer) => !disputed.has(pointer)));
    for (const { pointer } of this.specs) if (!ours.has(pointer)) this.held[pointer] = held[pointer];
    this.#base = held;
    this.#etag = clash.theirs.etag;
    this.clash = null;
    if (!this.dirty) this.#options.done?.(clash.theirs);
  }

  /** Puts a problem where it belongs: faults at their fields, the rest above the buttons. */
  show(problem: Problem): void {
    const lost: Fault[] = [];
    const faults: Record<string, string> = {};
    for (const fault of problem.errors) {
      const spec = this.#specAt(fault.pointer ?? `/${fault.parameter ?? ''}`);
      if (spec) faults[spec.pointer] ??= sentence(fault);
      else lost.push(fault);
    }
    this.faults = faults;
    this.general = problem.errors.length === 0 || lost.length > 0 ? problem : null;
  }

  /** The field that holds a pointer: `/labels/3` is a fault of `/labels`. */
  #specAt(pointer: string): Spec | undefined {
    return this.specs.find((spec) => pointer === spec.pointer || pointer.startsWith(`${spec.pointer}/`));
  }
}
