import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** A condition that is made true or made false, whatever it would be. */
export interface Change {
  readonly id: string;
  readonly made: boolean;
}

/** A change that one test file was run with. */
export interface TriedChange extends Change {
  /** The test that failed; none where all passed. */
  readonly by?: string;
}

export function changeKey({ id, made }: Change): string {
  return `${id} ${made}`;
}

/**
 * The changes that were tried, in a file that every worker adds to: what one has seen a test fail
 * for, no other tries again.
 */
export class Ledger {
  readonly #path: string;
  readonly #tried = new Map<string, TriedChange>();
  readonly #named: ReadonlySet<string>;
  #lines = 0;

  constructor(path: string, named: ReadonlySet<string> = new Set()) {
    this.#path = path;
    this.#named = named;
  }

  add(tried: TriedChange): void {
    appendFileSync(this.#path, `${JSON.stringify(tried)}\n`);
  }

  say(line: string): void {
    appendFileSync(`${this.#path}.log`, `${line}\n`);
  }

  /** Those for which no test has failed yet, and of which `named` does not say why. */
  open<Of extends Change>(changes: readonly Of[]): readonly Of[] {
    const tried = this.tried();
    return changes.filter((change) => {
      const key = changeKey(change);
      return !this.#named.has(key) && tried.get(key)?.by === undefined;
    });
  }

  /** By `changeKey`; a try in which a test failed goes before those in which none did. */
  tried(): ReadonlyMap<string, TriedChange> {
    if (!existsSync(this.#path)) return this.#tried;
    const lines = readFileSync(this.#path, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(this.#lines)) {
      const tried: TriedChange = JSON.parse(line);
      const key = changeKey(tried);
      if (tried.by !== undefined || !this.#tried.has(key)) this.#tried.set(key, tried);
    }
    this.#lines = lines.length;
    return this.#tried;
  }
}
