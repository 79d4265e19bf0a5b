/** Who already has a CPF or an e-mail that was refused. The API says only that somebody has; the search finds whom. */
import { api, take } from '../../../lib/api';
import { Problem } from '../../../lib/problem';
import type { Customer } from '../customers';

type Field = 'cpf' | 'email';
const CODES: Record<string, Field> = { cpf_taken: 'cpf', email_taken: 'email' };

export class Taken {
  /** The customer who has it, by the field. */
  by = $state<Partial<Record<Field, Customer>>>({});

  /** Looks for who is meant by the conflicts of a refused form. */
  async look(problem: unknown, body: Partial<Record<Field, string>>): Promise<void> {
    this.by = {};
    if (!(problem instanceof Problem) || problem.status !== 409) return;
    const codes = problem.errors.length ? problem.errors : [problem];
    await Promise.all(
      codes.map(async ({ code }) => {
        const field = CODES[code];
        const value = field && body[field];
        if (!field || !value) return;
        const answer = await take(api.POST('/api/v1/customers/search', { body: { [field]: value } as never })).catch(() => null);
        const items = (answer?.items ?? []) as Customer[];
        const one = field === 'cpf' ? items[0] : items.find((item) => item.email.toLowerCase() === value.toLowerCase());
        if (one) this.by[field] = one;
      }),
    );
  }
}
