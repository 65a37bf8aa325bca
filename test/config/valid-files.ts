import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describeFaults } from '../../src/config/faults.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import type { Configuration } from '../../src/model/configuration.ts';
import { complete } from './complete.ts';
import { LIMITS } from './limits.ts';

/** The example that ships with the project. */
export const EXAMPLE_AS_IT_IS = readFileSync(
  new URL('../../watchdog.example.yml', import.meta.url),
  'utf8',
);

/** The same with an external id of one's own. */
export const EXAMPLE = EXAMPLE_AS_IT_IS.replace(
  'replace-with-your-own-external-id',
  's3cret-external-id',
);

/** A setting behind `# `: `# key: value` or `# - key: value`, where prose would not have the colon. */
const COMMENTED_OUT = /^( *)# ( *(?:- )?[a-z]\w*:(?: .*)?)$/gim;

/** The example with every setting that it shows. */
export const FULL_EXAMPLE = EXAMPLE.replaceAll(COMMENTED_OUT, '$1$2');

/** As little as a file can say. */
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
 * Any warning is below any critical, those of the defaults included, so that every mixture is in
 * order; and above the points after which an alert is over.
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

/** Files without faults, with what each account must come out as, worked out the plain way. */
export const validFiles = fc.tuple(shared, accounts).map(([top, list]) => {
  const file = {
    tooling: { account: '111111111111', region: 'eu-west-1' },
    role: { externalId: 'external-id' },
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
      // Later ones overwrite earlier ones.
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
