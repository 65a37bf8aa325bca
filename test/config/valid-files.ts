import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describeFaults } from '../../src/config/faults.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { complete } from './complete.ts';
import { LIMITS } from './limits.ts';

/** The example file of the project. */
export const EXAMPLE_AS_IT_IS = readFileSync(
  new URL('../../watchdog.example.yml', import.meta.url),
  'utf8',
);

/** The example file with another external id. */
export const EXAMPLE = EXAMPLE_AS_IT_IS.replace(
  'replace-with-your-own-external-id',
  's3cret-external-id',
);

/** A commented-out setting: `# key: value` or `# - key: value`; prose would not have the colon. */
const COMMENTED_OUT = /^( *)# ( *(?:- )?[a-z]\w*:(?: .*)?)$/gim;

/** The example file with all its commented-out settings. */
export const FULL_EXAMPLE = EXAMPLE.replaceAll(COMMENTED_OUT, '$1$2');

/** The smallest valid file. */
export const MINIMAL = {
  tooling: { account: '111111111111', region: 'eu-west-1' },
  role: { externalId: 's3cret-external-id' },
  alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts' },
  regions: ['eu-west-1'],
  accounts: [{ id: '222222222222', name: 'dev', stage: 'nonprod' }],
};

export function configurationOf(text: string): Configuration {
  const result = parseConfiguration(text, LIMITS);
  if (!result.ok) throw new Error(describeFaults(result.faults, 'watchdog.yml'));
  return complete(result.configuration);
}

interface Pair {
  readonly warn?: number;
  readonly critical?: number;
}

type PerLimit = Readonly<Record<string, Pair>>;

/**
 * Every `warn` is below every `critical`, including the defaults, so that all combinations are valid. Both are above
 * 3, because an alert is resolved 3 points below its threshold.
 */
const pair = fc.record(
  { warn: fc.integer({ min: 4, max: 49 }), critical: fc.integer({ min: 91, max: 100 }) },
  { requiredKeys: [] },
);
const perLimit: fc.Arbitrary<PerLimit> = fc.dictionary(
  fc.constantFrom('lambda-code-storage', 's3-buckets'),
  pair,
);
const regions = fc.subarray(['eu-west-1', 'us-east-1', 'ap-south-1', 'me-south-1'], {
  minLength: 1,
});

const settings = { thresholds: pair, limits: perLimit };

const account = fc.record(
  {
    id: fc.stringMatching(/^\d{12}$/),
    name: fc.stringMatching(/^[\w#:'"*&-]{1,20}$/),
    stage: fc.constantFrom('prod', 'nonprod'),
    regions,
    ...settings,
  },
  { requiredKeys: ['id', 'name', 'stage'] },
);

const shared = fc.record({ regions, ...settings }, { requiredKeys: ['regions'] });

const accounts = fc.uniqueArray(account, {
  minLength: 1,
  maxLength: 5,
  comparator: (a, b) => a.id === b.id || a.name.toLowerCase() === b.name.toLowerCase(),
});

/** Random valid files, with the expected settings of each account, computed by a separate simple implementation. */
export const validFiles = fc.tuple(shared, accounts).map(([top, list]) => {
  const file = {
    tooling: { account: '111111111111', region: 'eu-west-1' },
    role: { externalId: 's3cret-external-id' },
    alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts' },
    ...top,
    accounts: list,
  };
  const expected = list.map((own) => ({
    id: own.id,
    name: own.name,
    stage: own.stage,
    regions: own.regions ?? top.regions,
    prune: { nameMisleads: false, liftsCap: false, allowsFewer: false, allowsLayers: false },
    rules: LIMITS.map(({ id, source, defaults }) => {
      if (source.kind === 'ceiling') return [defaults.warn, defaults.critical];
      // Later settings replace earlier ones.
      const standard = { warn: 80, critical: 90 };
      const sum = { ...standard, ...top.thresholds, ...top.limits?.[id] };
      const all = { ...sum, ...own.thresholds, ...own.limits?.[id] };
      return [
        { kind: 'percent', percent: all.warn },
        { kind: 'percent', percent: all.critical },
      ];
    }),
  }));
  return { file, expected };
});
