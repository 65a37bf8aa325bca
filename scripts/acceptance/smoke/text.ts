import { plain } from '../../../src/text/plain.ts';
import type { SmokePlace } from './deploy.ts';
import { codeBucketOf } from './deploy.ts';
import { DEPLOYMENT } from './inventory.ts';

/** The steps of a run, in order. */
export const STEPS = {
  'change-set': 'package, upload, and make a change set',
  deploy: 'deploy it',
  subscribe: 'subscribe the address, and wait until it is confirmed',
  test: 'send the test message',
  'first-run': 'run the watch function once',
  doctor: 'have the functions try their permissions',
  prune: 'prune old versions of a function that was made for it',
  remove: 'remove everything',
} as const;

export type StepId = keyof typeof STEPS;

export interface StepResult {
  readonly step: StepId;
  readonly result: 'shown' | 'failed' | 'not-shown';
  /** What the step showed, or why it showed nothing. */
  readonly detail: string;
}

/**
 * List prices of us-east-1 (November 2026): about twenty alarms at $0.10 a month and forty metrics at $0.30 a
 * month, billed by the hour, cost two cents an hour; requests, function seconds and storage cost less than
 * one cent. https://aws.amazon.com/cloudwatch/pricing/
 */
const COST =
  'AWS bills about 5 cents for an hour of alarms and metrics, and less than a cent for the rest.';

/** The announcement of what the run creates, before the user confirms. */
export function announcementLines(
  place: SmokePlace,
  arn: string,
  removedFirst: readonly string[],
  isPreparing: boolean,
): readonly string[] {
  const { account, region } = place;
  return [
    `Account ${account}, Region ${region}, as ${plain(arn)}`,
    ...(removedFirst.length === 0
      ? []
      : [
          'An earlier run left this, which is removed first:',
          ...removedFirst.map((one) => `  ${one}`),
        ]),
    ...(isPreparing
      ? [
          'This run will make a function with ten versions and a role, called limits-watchdog-prove-…, and leave them for a run on the next day. Nothing of it is billed.',
        ]
      : runLines(place)),
  ];
}

function runLines(place: SmokePlace): readonly string[] {
  const { email } = place;
  return [
    'This run will make, and remove again at its end, whatever happens:',
    `  the stack ${DEPLOYMENT}: functions, their roles, a schedule, alarms, a state bucket, two topics`,
    `  the bucket ${codeBucketOf(place)} for the code`,
    `  a function with ten versions and a role, called limits-watchdog-prove-…, unless --prepare made them`,
    `${plain(email)} gets two e-mails to confirm, then the test message.`,
    `It takes about 15 minutes. ${COST}`,
  ];
}

const RESULT: Readonly<Record<StepResult['result'], string>> = {
  shown: 'shown    ',
  failed: 'FAILED   ',
  'not-shown': 'not shown',
};

export function resultLines(results: readonly StepResult[]): readonly string[] {
  return results.map(
    ({ step, result, detail }) => `${RESULT[result]}  ${STEPS[step]}: ${plain(detail)}`,
  );
}
