import type { Condition } from './conditions.ts';
import type { Change } from './ledger.ts';

export interface ExplainedChange {
  readonly file: string;
  /** The text of the condition in the file, with runs of white space as one space. */
  readonly text: string;
  readonly made: boolean;
  readonly why: string;
}

const COMPARED =
  '`undefined` is neither smaller nor larger than any number, so the comparison beside it says the same; it narrows the type.';
const RETURNED = 'A failed reading was returned as `kept-now` right above; it narrows the types.';
const ON_LOADING =
  'Asked once, when the module is loaded. `test/prune/plan/evidence-index.test.ts` has the whole list.';
const LISTING_LOCK =
  'The second lock: what has no number, or no date, has a reason of `listingReasons`, which `test/prune/plan/rules.test.ts` tests by itself. It narrows the type.';
const NO_PATH = '`RegExp.test` takes `undefined` for a text that is no path; it narrows the type.';
const ONE_ERROR = '`withOperation` throws nothing but AwsCallError; it narrows the type.';

/** Changed conditions for which no test fails, each with the reason why that is right. */
export const NAMED: readonly ExplainedChange[] = [
  {
    file: 'src/prune/plan/guard-plan.ts',
    text: 'begunAt === undefined',
    made: false,
    why: COMPARED,
  },
  {
    file: 'src/prune/plan/layer-reasons.ts',
    text: 'packageBytes !== undefined',
    made: true,
    why: 'Where neither has a size, both are equal, and a property that is undefined is as good as none.',
  },
  {
    file: 'src/prune/plan/guard-recheck.ts',
    text: "versions.kind === 'failed' || aliases.kind === 'failed'",
    made: false,
    why: RETURNED,
  },
  {
    file: 'src/prune/plan/guard-recheck.ts',
    text: "versions.kind === 'failed'",
    made: false,
    why: RETURNED,
  },
  {
    file: 'src/prune/plan/guard-recheck.ts',
    text: "aliases.kind === 'failed'",
    made: false,
    why: RETURNED,
  },
  {
    file: 'src/prune/plan/in-use.ts',
    text: "whenApplying !== 'aged'",
    made: true,
    why: ON_LOADING,
  },
  {
    file: 'src/prune/plan/in-use.ts',
    text: "whenApplying !== 'aged'",
    made: false,
    why: ON_LOADING,
  },
  {
    file: 'src/prune/plan/in-use-evidence.ts',
    text: "one.kind === 'failed'",
    made: true,
    why: 'Of two reads that did not fail either gives the same clearance, and the uses of both count.',
  },
  {
    file: 'src/prune/plan/verdicts.ts',
    text: 'number === undefined',
    made: false,
    why: LISTING_LOCK,
  },
  {
    file: 'src/prune/plan/verdicts.ts',
    text: 'version === undefined',
    made: false,
    why: LISTING_LOCK,
  },
  {
    file: 'src/prune/plan/tidy.ts',
    text: 'traits.length === 0',
    made: false,
    why: 'An empty list stays empty when it is sorted; most versions have no traits.',
  },
  {
    file: 'src/prune/plan/tidy.ts',
    text: "kind === 'failed'",
    made: true,
    why: 'The texts of failed readings come first in the order of JSON.',
  },
  {
    file: 'src/prune/evidence/edge-associations.ts',
    text: "found.kind === 'own'",
    made: true,
    why: 'A function of another account has no qualifier, so it gives no use; it narrows the type.',
  },
  {
    file: 'src/prune/evidence/function-policy.ts',
    text: "found.kind === 'own'",
    made: true,
    why: 'What is no reference of this account has no Region, so the comparison beside it says the same; it narrows the type.',
  },
  {
    file: 'src/prune/delete/access.ts',
    text: 'lambda instanceof Class',
    made: true,
    why: 'Every request of Lambda asks for the client of Lambda; it narrows the type.',
  },
  {
    file: 'src/prune/delete/delete-version.ts',
    text: "typeof path !== 'string'",
    made: false,
    why: NO_PATH,
  },
  {
    file: 'src/prune/delete/delete-layer-version.ts',
    text: "typeof path !== 'string'",
    made: false,
    why: NO_PATH,
  },
  {
    file: 'src/prune/delete/delete-layer-version.ts',
    text: "typeof version !== 'number'",
    made: false,
    why: 'The second lock: `deletableLayerVersion` refuses what is no whole number, which `test/prune/plan/layers.test.ts` tests by itself. It narrows the type.',
  },
  {
    file: 'src/prune/delete/delete-version.ts',
    text: 'error instanceof AwsCallError',
    made: true,
    why: ONE_ERROR,
  },
  {
    file: 'src/prune/delete/delete-layer-version.ts',
    text: 'error instanceof AwsCallError',
    made: true,
    why: ONE_ERROR,
  },
  {
    file: 'src/prune/delete/delete-version.ts',
    text: 'stop === undefined',
    made: false,
    why: 'An abortSignal that is undefined is as good as none.',
  },
  {
    file: 'src/prune/delete/session.ts',
    text: 'Account === undefined',
    made: false,
    why: '`RegExp.test` takes `undefined` for a text that is no account; it narrows the type.',
  },
];

/**
 * Returns the changes in `NAMED`, wherever their conditions are in the files, and all changes of property
 * conditions.
 */
export function namedChanges(conditions: readonly Condition[]): readonly Change[] {
  const ofProperties = conditions
    .filter(({ isOfProperty }) => isOfProperty)
    .map(({ id }) => ({ id, made: true }));
  const named = NAMED.flatMap(({ file, text, made }) =>
    conditions
      .filter((condition) => condition.file === file && condition.text === text)
      .map(({ id }) => ({ id, made })),
  );
  return [...ofProperties, ...named];
}
