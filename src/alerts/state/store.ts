import { S3Client } from '@aws-sdk/client-s3';

import { encodeState, parseState } from './format.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { FailureReason } from '../../model/failure.ts';
import { isoTime, SECOND_MS } from '../../model/time.ts';
import type { WatchState } from '../../model/watch-state.ts';
import type { Clock } from '../../model/clock.ts';
import type { LoadedState, SavedState, StateStore } from '../ports.ts';
import type { ReplacedContent } from '../../model/stored-object.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { StateObject } from '../../aws/state-object.ts';

/** The most earlier versions that are tried when the current object cannot be used, before the state starts empty. */
const VERSIONS_TRIED = 5;
/** The most repetitions of a save that S3 refuses although no other run has saved. */
const REPEATS = 2;
/** The pause before a repetition: S3 answers 409 while the object is being written. */
const PAUSE_MS = SECOND_MS;

/** Failures after which S3 has certainly stored nothing. */
const SURELY_NOT_STORED: readonly FailureReason[] = ['denied', 'credentials', 'absent'];

export interface StateStoreSettings {
  readonly region: Region;
  readonly bucket: string;
  readonly key: string;
  readonly deployment: string;
  readonly runId: string;
}

/** Returns the store of the alert memory in one S3 object. Every save is conditional. */
export function stateStore(connection: Connection, settings: StateStoreSettings): StateStore {
  return new S3StateStore(connection, settings);
}

function stateObject(
  connection: Connection,
  { region, bucket, key }: Pick<StateStoreSettings, 'region' | 'bucket' | 'key'>,
): StateObject {
  return new StateObject(makeClient(S3Client, connection, { region }), bucket, key);
}

class S3StateStore implements StateStore {
  readonly #object: StateObject;
  readonly #settings: StateStoreSettings;
  readonly #clock: Clock;

  constructor(connection: Connection, settings: StateStoreSettings) {
    this.#object = stateObject(connection, settings);
    this.#settings = settings;
    this.#clock = connection.clock;
  }

  async load(): Promise<LoadedState> {
    const current = await this.#object.read();
    switch (current.kind) {
      case 'missing':
        return current;
      case 'failed':
        return { kind: 'unreadable', failure: current.failure };
      case 'read': {
        const parsed = this.#parsed(current.bytes);
        return parsed.kind === 'state'
          ? { kind: 'found', state: parsed.state, tag: current.tag }
          : this.#setAside(parsed.problem, current.bytes, current.tag);
      }
    }
  }

  async save(state: WatchState, replaced: ReplacedContent): Promise<SavedState> {
    return this.#save(encodeState(state, this.#settings.runId), replaced, REPEATS);
  }

  async #save(body: string, replaced: ReplacedContent, repeats: number): Promise<SavedState> {
    const answer = await this.#object.write(body, replaced);
    if (answer.kind === 'written') return { kind: 'saved', tag: answer.tag };
    const { failure } = answer;
    if (SURELY_NOT_STORED.includes(failure.reason)) return { kind: 'failed', failure };

    // An earlier attempt may have succeeded although its answer was lost.
    const current = await this.#object.read();
    if (current.kind === 'failed') return { kind: 'failed', failure: current.failure };
    if (current.kind === 'read' && decodeText(current.bytes) === body) {
      return { kind: 'saved', tag: current.tag };
    }
    if (answer.kind === 'failed') return { kind: 'failed', failure };
    const found = current.kind === 'read' ? current : undefined;
    switch (this.#reasonOfRefusal(found, replaced)) {
      case 'another run':
        return { kind: 'lost' };
      case 'none':
        // The refusal lasts, and no other run sends these alerts: the save has failed.
        if (repeats === 0) return { kind: 'failed', failure };
        await this.#clock.sleep(PAUSE_MS);
        return this.#save(body, found === undefined ? 'nothing' : { tag: found.tag }, repeats - 1);
      case 'something else':
        return { kind: 'failed', failure };
    }
  }

  /**
   * Returns why S3 refused a conditional write, judging from the object that is stored now. `none`: the object is
   * still the one to replace, or was saved by this run. `something else`: the object was deleted, or is no state; an
   * object that is no state is never replaced without a copy.
   */
  #reasonOfRefusal(
    found: { readonly bytes: Uint8Array; readonly tag: string } | undefined,
    replaced: ReplacedContent,
  ): 'another run' | 'none' | 'something else' {
    if (found === undefined) return replaced === 'nothing' ? 'none' : 'something else';
    if (replaced !== 'nothing' && found.tag === replaced.tag) return 'none';
    const parsed = this.#parsed(found.bytes);
    if (parsed.kind !== 'state') return 'something else';
    return parsed.savedBy === this.#settings.runId ? 'none' : 'another run';
  }

  /** Copies the stored object, which cannot be used, and looks for an earlier version that can. */
  async #setAside(problem: string, bytes: Uint8Array, tag: string): Promise<LoadedState> {
    const time = isoTime(this.#clock.now()).replaceAll(':', '');
    const copy = `${this.#settings.key}.set-aside/${time}`;
    const refusal = await this.#object.copyTo(copy, bytes);
    // Without a copy the object is not replaced: it may belong to another deployment.
    if (refusal !== undefined) {
      const refusalText = `The stored state ${problem}. It could not be copied to ${copy}, so it was left as it is.`;
      return { kind: 'unreadable', failure: refusal, problem: refusalText };
    }
    const { restored, found } = await this.#restore();
    return {
      kind: 'set-aside',
      problem: `The stored state ${problem}. It was copied to ${copy}. ${found}`,
      ...(restored !== undefined && { restored }),
      tag,
    };
  }

  async #restore(): Promise<{ readonly restored?: WatchState; readonly found: string }> {
    const versions = await this.#object.earlierVersions(VERSIONS_TRIED);
    if (versions.kind === 'failed') {
      const { operation, errorName } = versions.failure;
      return { found: `Its earlier versions could not be listed (${operation}: ${errorName}).` };
    }
    for (const versionId of versions.versionIds) {
      const version = await this.#object.read(versionId);
      const parsed = version.kind === 'read' ? this.#parsed(version.bytes) : version;
      if (parsed.kind === 'state') {
        const savedAt = isoTime(parsed.state.savedAt);
        return {
          restored: parsed.state,
          found: `The version saved at ${savedAt} is used instead.`,
        };
      }
    }
    const tried = versions.versionIds.length;
    return {
      found:
        tried === 0
          ? 'No earlier version of it is kept.'
          : `None of the ${tried} versions before it can be used.`,
    };
  }

  #parsed(bytes: Uint8Array) {
    return parseState(decodeText(bytes), this.#settings.deployment);
  }
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export type StateRead = Extract<LoadedState, { readonly kind: 'found' | 'missing' | 'unreadable' }>;

/** Reads the state without copying or restoring anything. */
export async function readState(
  connection: Connection,
  settings: Omit<StateStoreSettings, 'runId'>,
): Promise<StateRead> {
  const object = await stateObject(connection, settings).read();
  if (object.kind === 'missing') return object;
  if (object.kind === 'failed') return { kind: 'unreadable', failure: object.failure };
  const parsed = parseState(decodeText(object.bytes), settings.deployment);
  if (parsed.kind === 'state') return { kind: 'found', state: parsed.state, tag: object.tag };
  return {
    kind: 'unreadable',
    failure: {
      reason: 'malformed',
      operation: 's3:GetObject',
      errorName: 'StateNotUnderstood',
      message: parsed.problem,
      attempts: 1,
    },
    problem: parsed.problem,
  };
}
