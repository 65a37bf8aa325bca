import type { ReferenceFinding } from '../../../../src/prune/evidence/references/reference-forms.ts';

/** A function's name and the forms in which documents write it. */
export interface Name {
  readonly real: string;
  /** The name in a text of `Fn::Sub`. */
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

/** Other names that contain letters of these names. */
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

/** A way to name version 2 of a function in a document, with its title. */
export type Form = readonly [string, (name: Name) => readonly ReferenceFinding[]];
