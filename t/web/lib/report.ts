// Prints a run as the smoke tests do: "ok N - text", "not ok N - text" with the reason behind, and "# passed=N failed=N".
import type { FullResult, Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter';

const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, '');
const reason = (error: TestError): string[] => plain(`${error.message ?? error.value ?? ''}\n${error.snippet ?? ''}`).split('\n');

export default class Report implements Reporter {
  #passed = 0;
  #failed = 0;
  readonly #lost: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    const name = test.titlePath().slice(2).join(': ').replace('.spec.ts', '');
    const number = this.#passed + this.#failed + 1;
    const seconds = `(${(result.duration / 1000).toFixed(1)} s)`;
    if (result.status === 'skipped') this.#tell(true, `ok ${number} - ${name} # SKIP ${test.annotations.at(-1)?.description ?? ''}`);
    else if (test.ok()) this.#tell(true, `ok ${number} - ${name} ${seconds}`);
    else {
      this.#lost.push(`not ok - ${name}`);
      this.#tell(false, `not ok ${number} - ${name} ${seconds}`);
      for (const error of result.errors) for (const line of reason(error).slice(0, 40)) console.log(`#   ${line.slice(0, 300)}`);
      for (const { path } of result.attachments) if (path) console.log(`#   see ${path}`);
    }
    for (const { type, description } of test.annotations) if (type === 'tells') console.log(`#   ${description}`);
  }
  #tell(passed: boolean, line: string): void {
    if (passed) this.#passed++;
    else this.#failed++;
    console.log(line);
  }

  onStdOut(chunk: string | Buffer): void {
    for (const line of plain(String(chunk)).trimEnd().split('\n')) console.log(`# ${line}`);
  }

  // Faults outside of any test: a spec that does not load.
  onError(error: TestError): void {
    this.#tell(false, `not ok ${this.#passed + this.#failed + 1} - the run itself`);
    for (const line of reason(error)) console.log(`#   ${line}`);
  }

  onEnd(result: FullResult): void {
    if (result.status !== 'passed' && this.#failed === 0) this.#tell(false, `not ok - the run: ${result.status}`);
    for (const line of this.#lost) console.log(`# ${line}`);
    console.log(`# web: ${(result.duration / 1000).toFixed(0)} s`);
    console.log(`# passed=${this.#passed} failed=${this.#failed}`);
  }
  printsToStdio = (): boolean => true;
}
