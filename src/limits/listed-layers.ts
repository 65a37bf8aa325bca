import type { ListedLayer } from '../aws/function-page.ts';
import type { Bytes } from '../model/units.ts';
import { addBytes, bytes } from '../model/units.ts';

const LAYER_ARN =
  /^(?<layer>arn:[^:]+:lambda:[^:]*:(?<account>\d{12}):layer:[^:]+):(?<version>\d+)$/;

/**
 * The ARN of a layer that AWS attaches: `arn:aws:lambda:::awslayer:AmazonLinux1803`.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html
 */
const AWS_LAYER_ARN = /^arn:[^:]+:lambda:::awslayer:[^:]+$/;

const ACCOUNT_OF_ARN = /^arn:[^:]+:lambda:[^:]*:(\d{12}):/;

/** Whether AWS itself provides the layer. Such a layer takes no code storage. */
export function isAwsLayer(arn: string | undefined): boolean {
  return AWS_LAYER_ARN.test(arn ?? '');
}

/** The size in bytes; `undefined` for a number that is missing, negative or not whole. */
export function readableSize(value: number | undefined): Bytes | undefined {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0
    ? bytes(value)
    : undefined;
}

/** The layer versions that the listed functions use: layers of the functions' account, and of other accounts. */
export class ListedLayers {
  readonly own = new LayerSet();
  readonly foreign = new LayerSet();
  readonly #unattributed = new Set<string>();

  add({ Arn, CodeSize }: ListedLayer, functionArn: string | undefined): void {
    if (isAwsLayer(Arn)) return;
    const { account, layer = '', version = '' } = LAYER_ARN.exec(Arn ?? '')?.groups ?? {};
    const [, owner] = ACCOUNT_OF_ARN.exec(functionArn ?? '') ?? [];
    const size = readableSize(CodeSize);
    if (account === undefined || owner === undefined || size === undefined) {
      this.#unattributed.add(Arn ?? '');
      return;
    }
    (owner === account ? this.own : this.foreign).add(layer, Number(version), size);
  }

  /** The number of layer versions without a readable size or owner; they are in neither set. */
  get unattributed(): number {
    return this.#unattributed.size;
  }
}

class LayerSet {
  readonly #sizes = new Map<string, Bytes>();

  add(layer: string, version: number, packageBytes: Bytes): void {
    this.#sizes.set(`${layer}:${version}`, packageBytes);
  }

  get layerVersions(): number {
    return this.#sizes.size;
  }

  get packageBytes(): Bytes {
    return [...this.#sizes.values()].reduce(addBytes, bytes(0));
  }
}
