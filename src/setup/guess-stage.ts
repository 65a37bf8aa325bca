import type { OrganisationAccount } from '../model/discovery.ts';
import { ouText } from '../accounts/select.ts';
import { productionWords, saysNonProduction } from '../accounts/production-name.ts';

const NON_PRODUCTION_WORDS: ReadonlySet<string> = new Set([
  'dev',
  'development',
  'test',
  'testing',
  'qa',
  'uat',
  'int',
  'integration',
  'stage',
  'staging',
  'sandbox',
  'nonprod',
  'preprod',
  'demo',
  'lab',
]);
const STAGE_TAG = /^(?:env|environment|stage)$/i;

/** A guess of the stage for the user to check. It is never used without that check. */
export interface StageGuess {
  readonly stage: 'prod' | 'nonprod';
  /** The reason of the guess: `the tag environment = dev`. */
  readonly from: string;
}

/** A guess by tags, OUs and name; production if one of them has a word for it. Undefined if none suggests a stage. */
export function guessStage({
  name,
  ous = [],
  tags = {},
}: OrganisationAccount): StageGuess | undefined {
  const hints = [
    ...Object.entries(tags)
      .filter(([key]) => STAGE_TAG.test(key))
      .map(([key, value]) => ({ text: value, from: `the tag ${key} = ${value}` })),
    { text: ouText(ous), from: `the OU ${ouText(ous)}` },
    { text: name, from: 'the name' },
  ];
  const production = hints.find(({ text }) => productionWords(text).length > 0);
  if (production !== undefined) return { stage: 'prod', from: production.from };
  const other = hints.find(({ text }) => suggestsNonProduction(text));
  return other === undefined ? undefined : { stage: 'nonprod', from: other.from };
}

function suggestsNonProduction(text: string): boolean {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  return saysNonProduction(text) || words.some((word) => NON_PRODUCTION_WORDS.has(word));
}
