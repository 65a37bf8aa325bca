import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { Home } from './function-reference.ts';
import type { AttachedLayers } from '../model/layer.ts';
import { attachmentKey } from '../model/layer.ts';
import type { Reading } from '../model/inventory.ts';
import { IncompleteAnswer, readFailure } from '../../aws/failures.ts';
import { LIST_FUNCTIONS } from '../../limits/list-functions.ts';
import { isAwsLayer } from '../../limits/listed-layers.ts';

/** arn:PARTITION:lambda:REGION:ACCOUNT:layer:NAME:VERSION */
const LAYER_VERSION_ARN =
  /^arn:[^:]+:lambda:(?<region>[^:]+):(?<account>\d{12}):layer:(?<name>[^:]+):(?<version>[1-9]\d*)$/;

/**
 * Collects which layer versions of this account the functions of a Region use, from the pages of the function listing.
 * Layers of AWS are ignored. An ARN of an undocumented form makes the reading fail, which keeps every layer version.
 */
export class LayerAttachments {
  readonly #home: Home;
  readonly #found: Map<string, string> = new Map();
  #failure: Extract<Reading<unknown>, { kind: 'failed' }> | undefined;

  constructor(home: Home, before: Reading<AttachedLayers> = { kind: 'read', value: new Map() }) {
    this.#home = home;
    if (before.kind === 'failed') this.#failure = before;
    else this.#found = new Map(before.value);
  }

  /** Adds the layers of one listed function version, which may be `$LATEST`. */
  add({ FunctionName, Version, Layers }: FunctionConfiguration): void {
    for (const { Arn } of Layers ?? []) {
      if (isAwsLayer(Arn)) continue;
      const found = LAYER_VERSION_ARN.exec(Arn ?? '')?.groups;
      if (found === undefined) {
        const error = new IncompleteAnswer('the ARN of a layer has another form than documented');
        this.#failure ??= { kind: 'failed', failure: readFailure(error, LIST_FUNCTIONS) };
        continue;
      }
      const { region, account, name = '', version } = found;
      if (region !== this.#home.region || account !== this.#home.account) continue;
      const key = attachmentKey(name, Number(version));
      if (!this.#found.has(key)) this.#found.set(key, `${FunctionName}:${Version}`);
    }
  }

  /** Returns what the pages added so far show. */
  get reading(): Reading<AttachedLayers> {
    return this.#failure ?? { kind: 'read', value: this.#found };
  }
}
