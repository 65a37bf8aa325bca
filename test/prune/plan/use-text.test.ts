import { describe, expect, it } from 'vitest';

import { EVIDENCE_CHECKS } from '../../../src/prune/evidence/callers.ts';
import type { EvidenceCheck } from '../../../src/prune/model/evidence.ts';
import { keepText, skipText, useText } from '../../../src/prune/plan/text/reason-text.ts';
import { repetitiveSentences } from './repeated-words.ts';

describe('the text for a use and its caller', () => {
  it.each([
    ['used by', 'pipe orders', 'used by pipe orders'],
    ['used by pipe', 'pipe orders', 'used by pipe orders'],
    ['invoked by state machine', 'state machine nightly', 'invoked by state machine nightly'],
    ['invoked in the last 90 days', 'invoked in the last 90 days', 'invoked in the last 90 days'],
    [
      'invoked by event source mapping',
      'arn:aws:sqs:eu-west-1:2:q',
      'invoked by event source mapping arn:aws:sqs:eu-west-1:2:q',
    ],
    // The beginning of a word is another word.
    ['used by pipe', 'pipeline orders', 'used by pipe pipeline orders'],
    ['has an event-invoke configuration', '', 'has an event-invoke configuration'],
  ])('%j and %j', (sentence, by, expected) => {
    expect(useText(sentence, by)).toBe(expected);
  });

  /** The texts in which each check names a user of a version. */
  const BY: Readonly<Record<EvidenceCheck, readonly string[]>> = {
    'event-source-mappings': ['arn:aws:sqs:eu-west-1:2:q', 'event source mapping 0f5'],
    'provisioned-concurrency': ['arn:aws:lambda:eu-west-1:2:function:orders:3'],
    'scalable-targets': ['scalable target function:orders:3'],
    'function-policy': ['a statement (sns.amazonaws.com)'],
    'resource-policy': ['a statement (sns.amazonaws.com)', 'AllowSns (sns.amazonaws.com)'],
    'durable-executions': ['running durable execution e-1'],
    'recent-metrics': ['invoked in about the last 14 days'],
    invocations: ['invoked in the last 90 days'],
    'edge-associations': ['CloudFront distribution E1'],
    'event-invoke-configs': [''],
    'async-destinations': ['asynchronous destination of billing'],
    'alias-history': [
      'alias live, in the last 14 days',
      'an alias, seen in the last 14 days',
      'a deleted alias, in the last 14 days',
    ],
    'opt-out-tags': ['tag limits-watchdog:keep', 'tag limits-watchdog:keep=release'],
    scheduler: ['schedule default/nightly'],
    'step-functions': ['state machine nightly', 'execution e-1 of state machine nightly'],
    pipes: ['pipe orders', 'pipe orders, enrichment'],
    'code-deploy': ['CodeDeploy deployment d-1'],
    'cloud-formation': [
      'stack shop, which is at work or can be rolled back',
      'resource of the stack shop',
      'template of the stack shop, Resources.Hook',
    ],
    'event-rules': ['rule default/nightly'],
    'environment-variables': ['web:4 (CALLS)'],
  };

  it('is one sentence for each check, without repeated words', () => {
    const sentences = EVIDENCE_CHECKS.flatMap((check) =>
      BY[check].map((by) => keepText({ code: 'in-use', check, by })),
    );
    expect(repetitiveSentences(sentences)).toEqual([]);
    expect(`\n${sentences.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      invoked by event source mapping arn:aws:sqs:eu-west-1:2:q
      invoked by event source mapping 0f5
      has provisioned concurrency arn:aws:lambda:eu-west-1:2:function:orders:3
      is a scalable target function:orders:3
      the function's own policy allows invocation: a statement (sns.amazonaws.com)
      its resource policy allows invocation: a statement (sns.amazonaws.com)
      its resource policy allows invocation: AllowSns (sns.amazonaws.com)
      has a running durable execution e-1
      invoked in about the last 14 days
      invoked in the last 90 days
      associated with CloudFront distribution E1
      has an event-invoke configuration
      asynchronous destination of billing
      pointed at by alias live, in the last 14 days
      pointed at by an alias, seen in the last 14 days
      pointed at by a deleted alias, in the last 14 days
      the function has tag limits-watchdog:keep
      the function has tag limits-watchdog:keep=release
      invoked by schedule default/nightly
      invoked by state machine nightly
      invoked by execution e-1 of state machine nightly
      used by pipe orders
      used by pipe orders, enrichment
      part of CodeDeploy deployment d-1
      used by stack shop, which is at work or can be rolled back
      used by resource of the stack shop
      used by template of the stack shop, Resources.Hook
      used by rule default/nightly
      named in the environment of web:4 (CALLS)
      "
    `);
  });
});

describe('what AWS refused', () => {
  const refused = (message: string) => ({
    code: 'refused' as const,
    failure: {
      reason: 'conflict' as const,
      operation: 'lambda:DeleteFunction',
      errorName: 'ResourceConflictException',
      message,
      attempts: 1,
    },
  });
  const ALIAS = 'Unable to delete version because the following aliases reference it: [live]';
  const REPLICA = 'Lambda was unable to delete orders:3 because it is a replicated function.';

  it.each([
    [
      'names the alias as AWS does',
      ALIAS,
      'alike',
      `AWS refused to delete it (lambda:DeleteFunction: ResourceConflictException): ${ALIAS}`,
    ],
    [
      'names the replica as AWS does',
      REPLICA,
      'alike',
      `AWS refused to delete it (lambda:DeleteFunction: ResourceConflictException): ${REPLICA}`,
    ],
    [
      'of several messages one is an example',
      ALIAS,
      'differ',
      `AWS refused to delete it (lambda:DeleteFunction: ResourceConflictException), for example: ${ALIAS}`,
    ],
    [
      'without a message says the error alone',
      '',
      'alike',
      'AWS refused to delete it (lambda:DeleteFunction: ResourceConflictException)',
    ],
    [
      'is shown without what could move a cursor',
      'no\u001b[2J',
      'alike',
      'AWS refused to delete it (lambda:DeleteFunction: ResourceConflictException): no [2J',
    ],
  ] as const)('%s', (_, message, messages, expected) => {
    expect(skipText(refused(message), messages)).toBe(expected);
  });
});
