import { readFileSync } from 'node:fs';

import { LIMIT_SETS } from '../../../src/model/limit-choice/sets.ts';
import { grantsOfTemplate } from '../../sandbox/iam/granted.ts';
import type { Grant } from '../../sandbox/iam/granted.ts';

const BUCKET = 'limits-watchdog-state-111111111111-eu-west-1';
const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts';
const BUS = 'arn:aws:events:eu-west-1:111111111111:event-bus/alerts';
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-000000000000';
const LISTING_ROLE = 'arn:aws:iam::999999999999:role/limits-watchdog-list';
const MEMBER = { ToolingAccountId: '111111111111', ExternalId: 'test-external-id' };

/** The template parameters of all sets of limits, turned off. */
const NO_SETS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(LIMIT_SETS).map(({ parameter }) => [parameter, 'false']),
);

/**
 * Parameters for accounts that are listed in watchdog.yml, discovered by the role itself, or discovered through
 * another role.
 */
const DISCOVERY = [
  { Discovery: 'false', ListingRoleArn: '' },
  { Discovery: 'true', ListingRoleArn: '' },
  { Discovery: 'true', ListingRoleArn: LISTING_ROLE },
];

/** Parameters without evidence, with evidence for pruning, and with evidence for reviews of production. */
const EVIDENCE = [
  { PlanEvidence: 'false', ReviewEvidence: 'false' },
  { PlanEvidence: 'true', ReviewEvidence: 'false' },
  { PlanEvidence: 'false', ReviewEvidence: 'true' },
];

type Parameters = Readonly<Record<string, string>>;

/** Returns all settings, and the first of them once more with an event bus. */
function withBus([first, ...more]: readonly Parameters[]): readonly Parameters[] {
  return first === undefined ? [] : [first, { ...first, EventBusArn: BUS }, ...more];
}

/** A shipped template with all combinations of parameters that change its permissions. */
export interface ShippedTemplate {
  readonly name: string;
  readonly settings: readonly Parameters[];
}

/** The shipped templates with roles, each with every switch on and off. */
export const SHIPPED: readonly ShippedTemplate[] = [
  {
    name: 'member-read-role',
    settings: [
      ...EVIDENCE.flatMap((evidence) =>
        ['false', 'true'].flatMap((ReadStorageMode) =>
          ['false', 'true'].map((ReadLayers) => ({
            ...MEMBER,
            ...NO_SETS,
            ...evidence,
            ReadStorageMode,
            ReadLayers,
          })),
        ),
      ),
      // Each set of limits alone, and all other sets without it.
      ...Object.keys(NO_SETS).flatMap((set) =>
        ['false', 'true'].map((others) => ({
          ...MEMBER,
          ...NO_SETS,
          PlanEvidence: others,
          ReviewEvidence: others,
          ReadStorageMode: others,
          ReadLayers: others,
          [set]: 'true',
        })),
      ),
    ],
  },
  {
    name: 'member-prune-role',
    settings: ['qualified', 'any'].flatMap((DeleteScope) =>
      ['false', 'true'].map((PruneLayers) => ({
        ...MEMBER,
        Stage: 'nonprod',
        DeleteScope,
        PruneLayers,
      })),
    ),
  },
  {
    name: 'watch-function-role',
    settings: withBus(
      ['', `${TOPIC}-chat`].flatMap((OtherTopicArns) =>
        ['one-lambda', 'distributed'].flatMap((Engine) =>
          DISCOVERY.flatMap((discovery) =>
            ['none', 'ask'].map((Increases) => ({
              AlertsTopicArn: TOPIC,
              OtherTopicArns,
              StateBucket: BUCKET,
              Engine,
              ...discovery,
              TopicKeyArns: OtherTopicArns === '' ? '' : KEY,
              EventBusArn: '',
              Increases,
            })),
          ),
        ),
      ),
    ),
  },
  { name: 'distributed-watch', settings: [{ StateBucket: BUCKET, Engine: 'distributed' }] },
  { name: 'prune-loop', settings: [{ Engine: 'distributed' }] },
  { name: 'organization-list-role', settings: [MEMBER] },
  {
    name: 'plan-function-role',
    settings: DISCOVERY.map((discovery) => ({ StateBucket: BUCKET, ...discovery })),
  },
  {
    name: 'prune-function-role',
    settings: DISCOVERY.flatMap((discovery) =>
      ['', KEY].map((TopicKeyArns) => ({
        StateBucket: BUCKET,
        AlertsTopicArn: TOPIC,
        ...discovery,
        TopicKeyArns,
      })),
    ),
  },
  {
    name: 'slack-function-role',
    settings: ['', KEY].map((SlackWebhookKeyArn) => ({
      SlackWebhookParameter: '/limits-watchdog/slack-webhook',
      SlackWebhookKeyArn,
    })),
  },
  {
    name: 'mute-function-role',
    settings: ['false', 'true'].map((Discovery) => ({ StateBucket: BUCKET, Discovery })),
  },
  {
    name: 'increase-function-role',
    settings: ['none', 'ask'].map((Increases) => ({ StateBucket: BUCKET, Increases })),
  },
  {
    name: 'member-increase-role',
    settings: [{ ...MEMBER, QuotaArns: 'arn:aws:servicequotas:*:*:s3/L-DC2B2D3D' }],
  },
];

export interface ShippedGrant extends Grant {
  readonly template: string;
}

/** Returns every permission of every shipped role under every combination of parameters, without duplicates. */
export function shippedGrants(): readonly ShippedGrant[] {
  const grants = new Map<string, ShippedGrant>();
  for (const { name, settings } of SHIPPED) {
    for (const parameters of settings) {
      for (const grant of grantsOfTemplate(pathOf(name), parameters)) {
        const one = { ...grant, template: name };
        grants.set(JSON.stringify(one), one);
      }
    }
  }
  return [...grants.values()];
}

/** Returns the path of a template from the root of the repository. */
export function pathOf(template: string): string {
  return `src/stacks/${template}.yml`;
}

export function readStackText(template: string): string {
  return readFileSync(new URL(`../../../${pathOf(template)}`, import.meta.url), 'utf8');
}
