import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { alertPublisher, messageBodies } from '../../../src/alerts/topic/sns.ts';
import type { AlertMessage } from '../../../src/model/alert.ts';
import { topicArn } from '../../../src/model/aws-ids.ts';
import type { Publication } from '../../../src/alerts/ports.ts';
import { spellings } from '../../aws/spellings.ts';
import type { WireAnswer } from '../../aws/wire.ts';
import { connectionOver, EU_WEST_1, queryError, ScriptedWire } from '../../aws/wire.ts';

// SNS is asked with the credentials of the function, which Lambda puts into its environment.
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-secret');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const MESSAGE: AlertMessage = {
  topicArn: topicArn('arn:aws:sns:eu-west-1:111111111111:alerts'),
  subject: 'CRITICAL: dev eu-west-1 Lambda code storage 97 %',
  text: 'line one\nline "two" – ünïcode 🪣\n',
  sms: 'short',
  json: '{"version":1,"text":"a\\nb"}',
  attributes: { severity: ['critical', 'warn'], account: ['222222222222'] },
};

const ACCEPTED: WireAnswer = {
  body: '<PublishResponse><PublishResult><MessageId>message-1</MessageId></PublishResult></PublishResponse>',
};

function publish(wire: ScriptedWire): Promise<Publication> {
  return alertPublisher(connectionOver(wire), EU_WEST_1).alert(MESSAGE);
}

describe('publishing an alert', () => {
  it('is one request with a body per protocol, and attributes for filter policies', async () => {
    const wire = new ScriptedWire(ACCEPTED);
    await expect(publish(wire)).resolves.toEqual({ published: true, messageId: 'message-1' });
    expect(wire.requests.map(({ host }) => host)).toEqual(['sns.eu-west-1.amazonaws.com']);
    const sent = Object.fromEntries(new URLSearchParams(wire.requests[0]?.body));
    expect(sent).toMatchObject({
      Action: 'Publish',
      TopicArn: MESSAGE.topicArn,
      Subject: MESSAGE.subject,
      MessageStructure: 'json',
      'MessageAttributes.entry.1.Name': 'severity',
      'MessageAttributes.entry.1.Value.DataType': 'String.Array',
      'MessageAttributes.entry.1.Value.StringValue': '["critical","warn"]',
      'MessageAttributes.entry.2.Name': 'account',
      'MessageAttributes.entry.2.Value.StringValue': '["222222222222"]',
    });
    expect(JSON.parse(sent['Message'] ?? '')).toEqual({
      default: MESSAGE.json,
      email: MESSAGE.text,
      sms: MESSAGE.sms,
    });
  });

  it('gives every protocol a text body, and a default body, which SNS requires', () => {
    const bodies: unknown = JSON.parse(messageBodies(MESSAGE));
    expect(bodies).toHaveProperty('default');
    expect(Object.values(bodies as object).every((body) => typeof body === 'string')).toBe(true);
  });

  it('is successful only if SNS returns a message id', async () => {
    for (const answer of [
      { body: '<PublishResponse><PublishResult/></PublishResponse>' },
      { body: '' },
      { body: '<html><body>Sign in</body></html>' },
    ]) {
      await expect(publish(new ScriptedWire(answer))).resolves.toMatchObject({
        published: false,
        failure: { reason: 'malformed', operation: 'sns:Publish' },
      });
    }
  });

  it.each(spellings(queryError))(
    'has failed after the error $errorName: $reason',
    async ({ answer, reason, attempts }) => {
      await expect(publish(new ScriptedWire(answer))).resolves.toMatchObject({
        published: false,
        failure: { reason, attempts, operation: 'sns:Publish' },
      });
    },
  );

  it('is retried after throttling, and publishes once', async () => {
    const wire = new ScriptedWire(queryError(400, 'Throttling'), ACCEPTED);
    await expect(publish(wire)).resolves.toMatchObject({ published: true });
    expect(wire.requests).toHaveLength(2);
  });
});
