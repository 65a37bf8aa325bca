import type { ReferenceFinding } from '../../../../src/prune/evidence/references/reference-forms.ts';

/** One function and how its name is written. */
export interface Name {
  readonly real: string;
  /** In a text of `Fn::Sub`. */
  readonly sub: string;
  readonly jsonata: string;
  readonly intrinsic: string;
}

export const NAMES: readonly (readonly [string, Name])[] = [
  ['a literal', { real: 'pay', sub: 'pay', jsonata: "'pay'", intrinsic: "'pay'" }],
  [
    'a prefix from a parameter',
    {
      real: 'shop-pay',
      sub: '${Prefix}-pay',
      jsonata: "$prefix & '-pay'",
      intrinsic: "States.Format('{}-pay', $prefix)",
    },
  ],
  ['part of other words', { real: 'api', sub: 'api', jsonata: "'api'", intrinsic: "'api'" }],
];

/** Names that hold the letters of the others. */
export const OTHERS = [
  'pa',
  'payment',
  'repay',
  'shop-payment',
  'my-shop-pay',
  'shop',
  'apis',
  'my-api',
  'api-gateway',
  'other',
];

/** What a document says that names version 2 of a function. */
export type Form = readonly [string, (name: Name) => readonly ReferenceFinding[]];
