/** The address of a CEP: asked for as soon as the CEP is whole. */
import { codes } from '../../words/codes';
import { api, take } from '../../lib/api';
import { asProblem, type Problem } from '../../lib/problem';
import { sentence } from '../../lib/sentence';
import { t } from '../../lib/words.svelte';
import { wholeCep, type Address } from './customers';

export type Found = Pick<Address, 'cep' | 'street' | 'district' | 'city' | 'state' | 'source'>;
type Ask = (cep: string) => Promise<Found>;

const ask: Ask = (cep) => take(api.GET('/api/v1/cep/{cep}', { params: { path: { cep } } }));

export class Lookup {
  found = $state.raw<Found | null>(null);
  asking = $state(false);
  problem = $state.raw<Problem | null>(null);
  #cep: string | null = null;
  #turn = 0;
  readonly #ask: Ask;

  /** `known`: an address that is stored already. */
  constructor(known?: Found, how: Ask = ask) {
    this.#ask = how;
    if (!known) return;
    this.found = known;
    this.#cep = known.cep;
  }

  /** What the field says: there is none, the service is down. */
  get fault(): string | undefined {
    const problem = this.problem;
    if (!problem) return undefined;
    if (problem.code === 'cep_service_unavailable') return t(codes.cep_service_unavailable);
    const fault = problem.errors[0] ?? problem;
    return fault.code === 'cep_not_found' ? t(codes.cep_not_found) : sentence(fault);
  }

  /** The field changed. An incomplete CEP has no address. */
  async typed(text: string): Promise<void> {
    const cep = wholeCep(text);
    if (cep === this.#cep) return;
    this.#cep = cep;
    this.found = null;
    await this.again();
  }

  /** Asks once more, as after a service that was down. */
  async again(): Promise<void> {
    const turn = ++this.#turn;
    const cep = this.#cep;
    this.problem = null;
    this.asking = cep !== null;
    if (cep === null) return;
    try {
      const found = await this.#ask(cep);
      if (turn === this.#turn) this.found = found;
    } catch (thrown) {
      if (turn === this.#turn) this.problem = asProblem(thrown);
    } finally {
      if (turn === this.#turn) this.asking = false;
    }
  }
}
