import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** A condition that is forced to true or to false. */
export interface Change {
  readonly id: string;
  readonly made: boolean;
}

/** A change with which one test file was run. */
export interface TriedChange extends Change {
  /** The test that failed; undefined when all passed. */
  readonly by?: string;
}

export function changeKey({ id, made }: Change): string {
  return `${id} ${made}`;
}

/**
 * The changes that were tried, in a file that all workers append to. Once a test has failed for a change, no worker
 * tries it again.
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

  /** Returns the changes for which no test has failed yet and which `named` does not explain. */
  open<Of extends Change>(changes: readonly Of[]): readonly Of[] {
    const tried = this.tried();
    return changes.filter((change) => {
      const key = changeKey(change);
      return !this.#named.has(key) && tried.get(key)?.by === undefined;
    });
  }

  /**
   * Returns the tried changes by `changeKey`; if a change was tried several times, one with a failed test is
   * returned.
   */
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
