import type { FunctionConfiguration, LambdaClient } from '@aws-sdk/client-lambda';
import { ListFunctionsCommand, ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda';

import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { AttachmentsReading } from '../ports.ts';
import type { Clock } from '../../model/clock.ts';
import { LIST_FUNCTIONS } from '../../limits/list-functions.ts';
import { pages, required } from '../../aws/pages.ts';
import { LayerAttachments } from '../evidence/layer-attachments.ts';
import { reading } from '../evidence/collect/read.ts';

/**
 * Reads repeatedly, during one invocation, which layer versions the functions of a Region attach. The first read lists
 * all versions of all functions. Layers can be attached only to `$LATEST`, so later reads list `$LATEST`, and all
 * versions of a function whose `$LATEST` changed: one may have been published since. Attachments are never forgotten.
 */
export class AttachmentReader {
  readonly #clock: Clock;
  readonly #lambda: LambdaClient;
  readonly #attachments: LayerAttachments;
  /** The state of `$LATEST` by function name, as `stateOf` returns it; undefined before the first read. */
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

  async attachedNow(): Promise<AttachmentsReading> {
    const readAt = this.#clock.now();
    const found = await reading(LIST_FUNCTIONS, () => this.#readAttachments());
    return { attached: found.kind === 'failed' ? found : this.#attachments.reading, readAt };
  }

  async #readAttachments(): Promise<void> {
    const before = this.#latest;
    const latest = new Map<string, string>();
    const input = before === undefined ? ({ FunctionVersion: 'ALL' } as const) : {};
    const all = pages(
      (Marker) => this.#lambda.send(new ListFunctionsCommand({ ...input, Marker })),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Functions } of all) {
      for (const item of required(Functions, 'Functions')) {
        this.#attachments.add(item);
        if (item.Version !== '$LATEST') continue;
        latest.set(required(item.FunctionName, 'FunctionName'), stateOf(item));
      }
    }
    if (before !== undefined) {
      for (const [name, state] of latest) {
        if (before.get(name) !== state) await this.#readVersionsOf(name);
      }
    }
    // Set only after all reads succeeded, so that a failed read is repeated.
    this.#latest = latest;
  }

  async #readVersionsOf(functionName: string): Promise<void> {
    const all = pages(
      (Marker) =>
        this.#lambda.send(
          new ListVersionsByFunctionCommand({ FunctionName: functionName, Marker }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Versions } of all) {
      for (const item of required(Versions, 'Versions')) this.#attachments.add(item);
    }
  }
}

/** A text that differs after every change of the function's code or configuration. */
function stateOf({ LastModified, RevisionId, CodeSha256, Layers }: FunctionConfiguration): string {
  return JSON.stringify([LastModified, RevisionId, CodeSha256, Layers?.map(({ Arn }) => Arn)]);
}
