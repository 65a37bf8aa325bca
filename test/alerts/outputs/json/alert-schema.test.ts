import { expect, test } from 'vitest';

import { renderDigest } from '../../../../src/alerts/topic/message.ts';
import { sampleDigest } from '../../../../src/alerts/outputs/sample.ts';
import { CONTEXT, NOW, TOPIC } from '../sample-notices.ts';
import { violationsOf } from '../../../documents/schemas.ts';

const violations = violationsOf('alert');
const [message] = renderDigest(sampleDigest('nonprod', TOPIC, NOW), CONTEXT);
const body = JSON.parse(message!.json);

test('a body with every kind of notice matches the published schema, which describes all its fields', () => {
  expect(violations(body)).toEqual([]);
});

test('a body without one of its head fields does not match the schema', () => {
  for (const key of Object.keys(body)) {
    const { [key]: _, ...rest } = body;
    expect(violations(rest)).not.toEqual([]);
  }
});

test('a notice without a required field of its kind does not match the schema', () => {
  const optional = new Set([
    'level',
    'cause',
    'forecast',
    'weekGrowth',
    'inventory',
    'mutedBy',
    'percent',
  ]);
  for (const notice of body.notices) {
    // Not every news of the accounts has something to do.
    const isOptional = (name: string) =>
      optional.has(name) || (notice.kind === 'discovery' && name === 'remedy');
    for (const key of Object.keys(notice).filter((name) => !isOptional(name))) {
      const { [key]: _, ...rest } = notice;
      expect(violations({ ...body, notices: [rest] })).not.toEqual([]);
    }
  }
});

test('a rounded number and a number as text do not match the schema', () => {
  const [notice] = body.notices;
  for (const used of ['291 GiB', 291.5, -1, null]) {
    expect(violations({ ...body, notices: [{ ...notice, used }] })).not.toEqual([]);
  }
});
