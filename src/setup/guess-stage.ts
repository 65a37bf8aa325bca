import type { OrganisationAccount } from '../model/discovery.ts';
import { ouText } from '../accounts/select.ts';
import { productionWords, saysNonProduction } from '../accounts/production-name.ts';

const OTHER_WORDS: ReadonlySet<string> = new Set([
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

/** A guess and what it rests on, for a person to check. Never taken for what somebody has said. */
export interface StageGuess {
  readonly stage: 'prod' | 'nonprod';
  /** `the tag environment = dev` */
  readonly from: string;
}

/** Of the tags, the OUs and the name; where any of them speaks of production, that. */
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
  const other = hints.find(({ text }) => saysOther(text));
  return other === undefined ? undefined : { stage: 'nonprod', from: other.from };
}

function saysOther(text: string): boolean {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  return saysNonProduction(text) || words.some((word) => OTHER_WORDS.has(word));
}
