import { createHash } from 'node:crypto';

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { Evidence } from '../../model/evidence.ts';
import { EVERY_VERSION } from '../../model/evidence.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import type { InventoriedFunction, Reading } from '../../model/inventory.ts';
import { IncompleteAnswer, readFailure } from '../../../aws/failures.ts';
import { LIST_FUNCTIONS } from '../../../limits/list-functions.ts';
import { ENVIRONMENT } from '../listing.ts';
import type { Home } from '../function-reference.ts';
import type { Note } from '../reference-notes.ts';
import { noteFindings } from '../reference-notes.ts';
import { ANY } from '../references/reference-forms.ts';
import { readText } from '../references/read-callers.ts';
import { wideEvidence } from './walk.ts';

/** A value without a colon, plain or URL-encoded, names no version. */
const MAY_NAME_A_VERSION = /:|%3a/i;
/** The length of a digest: long enough to find a version among thousands, too short to reveal a secret. */
const DIGEST_LETTERS = 6;
/** The most functions with unreadable variables that are named; the others are counted. */
const MOST_NAMED = 20;

type FunctionVersions = Pick<InventoriedFunction, 'name' | 'versions'>;

/**
 * Collects the versions that environment variables name, from the pages of the function listing. It stores the mentioned
 * version, never the variable's value. If AWS could not show the variables of a function, they may name any version: the
 * evidence fails and names the functions.
 * https://docs.aws.amazon.com/lambda/latest/api/API_EnvironmentResponse.html (Error)
 */
export class EnvironmentMentions {
  readonly #home: Home;
  readonly #values = new Set<string>();
  /** Notes by their content, so that thousands of versions with the same variable need one entry. */
  readonly #notes = new Map<string, Note>();

  constructor({ account, region }: Home, before: readonly Note[] = []) {
    this.#home = { account, region };
    for (const note of before) this.#addNote(note);
  }

  /** Adds the variables of one listed function version, which may be `$LATEST`. */
  add({ FunctionName, Version, Environment }: FunctionConfiguration): void {
    const of = `${FunctionName}:${Version}`;
    if (Environment?.Error !== undefined) {
      const { ErrorCode, Message } = Environment.Error;
      const message = Message ?? 'the environment variables cannot be shown';
      this.#addNote({
        failed: ErrorCode ?? 'IncompleteAnswer',
        message,
        resource: FunctionName ?? of,
      });
    }
    for (const [variable, value] of Object.entries(Environment?.Variables ?? {})) {
      if (!MAY_NAME_A_VERSION.test(value) || this.#values.has(value)) continue;
      this.#values.add(value);
      this.#addValue(value, `${of} (${variable})`);
    }
  }

  #addValue(value: string, by: string): void {
    // The path within a value is dropped, since it would reveal more of the value.
    const findings = readText(value, this.#home).map((one) => ({ ...one, place: '' }));
    try {
      for (const note of noteFindings(findings, by)) this.#addNote(note);
    } catch (error) {
      if (!(error instanceof IncompleteAnswer)) throw error;
      const message = 'a variable holds what cannot be understood';
      this.#addNote({ failed: error.name, message, resource: by });
    }
  }

  #addNote(note: Note): void {
    const { couldNotTell, digest, region, functionName, version, failed, resource } = note;
    const key =
      failed === undefined
        ? JSON.stringify([couldNotTell, digest, region, functionName, version])
        : JSON.stringify([failed, resource]);
    if (!this.#notes.has(key)) this.#notes.set(key, note);
  }

  /** Returns the notes to store. A note that may be part of a secret, such as `USER:1234`, is stored as a digest. */
  stored(functions: readonly FunctionVersions[]): readonly Note[] {
    const names = new Set(functions.map(({ name }) => name));
    return [...this.#notes.values()].map((note) => {
      const { functionName, version, by } = note;
      if (functionName === undefined || version === undefined || by === undefined) return note;
      return this.#mayBeListed(note, names)
        ? note
        : { digest: this.#digest(functionName, version), by };
    });
  }

  /** Returns the evidence, once all functions are listed. */
  evidence(functions: readonly FunctionVersions[]): Evidence {
    const { region } = this.#home;
    const names = functions.map(({ name }) => name);
    return wideEvidence(
      { check: ENVIRONMENT, width: 'region' },
      region,
      this.#reading(functions),
      names,
    );
  }

  #reading(functions: readonly FunctionVersions[]): Reading<readonly Note[]> {
    const failure = this.#failure();
    if (failure !== undefined) return { kind: 'failed', failure };
    const names = new Set(functions.map(({ name }) => name));
    const notes = [...this.#notes.values()].filter(
      (note) => note['digest'] === undefined && this.#mayBeListed(note, names),
    );
    return { kind: 'read', value: [...notes, ...this.#notesOfDigests(functions)] };
  }

  /** Returns whether a note's function is listed or unknown, or is of another Region. */
  #mayBeListed({ functionName = '', region }: Note, names: ReadonlySet<string>): boolean {
    const isUnknown = functionName === '' || functionName.includes(ANY);
    return isUnknown || region !== this.#home.region || names.has(functionName);
  }

  #failure(): ReadFailure | undefined {
    const failures = [...this.#notes.values()].filter(({ failed }) => failed !== undefined);
    const [first] = failures;
    if (first === undefined) return undefined;
    const { failed: name, message } = first;
    const named = failures.flatMap(({ failed, resource }) =>
      failed === name && resource !== undefined ? [resource] : [],
    );
    const more = named.length - MOST_NAMED;
    const resource = named.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
    return { ...readFailure({ name, message }, LIST_FUNCTIONS), resource };
  }

  /** Returns the mentions whose digest, stored by an earlier invocation, is that of a listed version. */
  #notesOfDigests(functions: readonly FunctionVersions[]): readonly Note[] {
    const { region } = this.#home;
    const digests = new Map(
      [...this.#notes.values()].flatMap(({ digest, by }): [string, string][] =>
        digest === undefined || by === undefined ? [] : [[digest, by]],
      ),
    );
    if (digests.size === 0) return [];
    return functions.flatMap(({ name, versions }) =>
      [EVERY_VERSION, ...versions.map(({ version }) => version)].flatMap((version): Note[] => {
        const by = digests.get(this.#digest(name, version));
        return by === undefined ? [] : [{ region, functionName: name, version, by }];
      }),
    );
  }

  #digest(functionName: string, version: string): string {
    const { account, region } = this.#home;
    const text = `${account}/${region}/${functionName}:${version}`;
    return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LETTERS);
  }
}
