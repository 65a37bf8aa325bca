import type { FunctionConfiguration, LambdaClient } from '@aws-sdk/client-lambda';
import { ListFunctionsCommand, ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda';

import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { AttachedNow } from '../ports.ts';
import type { Clock } from '../../model/clock.ts';
import { LIST_FUNCTIONS } from '../../limits/list-functions.ts';
import { pages, required } from '../../aws/pages.ts';
import { LayerAttachments } from '../evidence/layer-attachments.ts';
import { reading } from '../evidence/collect/read.ts';

/**
 * Which layer versions the functions of one Region attach, again and again while layer versions are
 * deleted. One for a slice. The first look lists every version of every function. A later look lists
 * only `$LATEST`, since nothing comes to attach a layer but through it, and then every version of the
 * functions whose `$LATEST` is another than before: one may have been published in between. What was
 * attached once in a slice counts to its end.
 */
export class AttachmentReader {
  readonly #clock: Clock;
  readonly #lambda: LambdaClient;
  readonly #attachments: LayerAttachments;
  /** `$LATEST` of each function as it was seen last; undefined before the first look. */
  #latest: ReadonlyMap<string, string> | undefined;

  constructor(
    clock: Clock,
    lambda: LambdaClient,
    home: { readonly account: AccountId; readonly region: Region },
  ) {
    this.#clock = clock;
    this.#lambda = lambda;
    this.#attachments = new LayerAttachments(home);
  }

  async attachedNow(): Promise<AttachedNow> {
    const readAt = this.#clock.now();
    const found = await reading(LIST_FUNCTIONS, () => this.#look());
    return { attached: found.kind === 'failed' ? found : this.#attachments.reading, readAt };
  }

  async #look(): Promise<void> {
    const before = this.#latest;
    const latest = new Map<string, string>();
    for await (const item of this.#functions(before === undefined)) {
      this.#attachments.add(item);
      if (item.Version === '$LATEST') {
        latest.set(required(item.FunctionName, 'FunctionName'), stateOf(item));
      }
    }
    if (before !== undefined) {
      for (const [name, state] of latest) {
        if (before.get(name) !== state) await this.#lookAt(name);
      }
    }
    // Only now: what failed in between is looked at again.
    this.#latest = latest;
  }

  async *#functions(isWhole: boolean): AsyncGenerator<FunctionConfiguration> {
    const all = pages(
      (Marker) =>
        this.#lambda.send(
          new ListFunctionsCommand({
            ...(isWhole && { FunctionVersion: 'ALL' }),
            ...(Marker && { Marker }),
          }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Functions } of all) yield* required(Functions, 'Functions');
  }

  async #lookAt(functionName: string): Promise<void> {
    const all = pages(
      (Marker) =>
        this.#lambda.send(
          new ListVersionsByFunctionCommand({
            FunctionName: functionName,
            ...(Marker && { Marker }),
          }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Versions } of all) {
      for (const item of required(Versions, 'Versions')) this.#attachments.add(item);
    }
  }
}

/** Another one after every change of the code or the configuration. */
function stateOf({ LastModified, RevisionId, CodeSha256, Layers }: FunctionConfiguration): string {
  return JSON.stringify([LastModified, RevisionId, CodeSha256, Layers?.map(({ Arn }) => Arn)]);
}
