import type { PublishCommandInput } from '@aws-sdk/client-sns';
import { PublishBatchCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../state/deliveries.ts';
import type { SubscriptionWorld, TopicWorld, World } from '../world.ts';
import type { Listening } from '../transport/http.ts';
import { virtualClock } from '../clock.ts';
import { createSandbox } from '../sandbox.ts';
import { watchSettings } from '../fixtures/member-client.ts';
import { START, TOOLING, TOPIC_ARN, smallWorld } from '../fixtures/small-world.ts';
import { expectDenied } from '../expected.ts';

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

function worldWith(topic: Partial<TopicWorld>): World {
  const world = smallWorld();
  const [tooling, ...others] = world.accounts;
  if (tooling === undefined) throw new Error('no tooling account');
  const topics = [{ name: 'limits-alerts', ...topic }];
  return { ...world, accounts: [{ ...tooling, regions: { 'eu-west-1': { topics } } }, ...others] };
}

async function publish(
  input: Partial<PublishCommandInput>,
  subscriptions: readonly SubscriptionWorld[],
): Promise<Delivery[]> {
  const sandbox = createSandbox(worldWith({ subscriptions }), { clock: virtualClock(START) });
  const sns = new SNSClient(watchSettings(sandbox));
  await sns.send(new PublishCommand({ TopicArn: TOPIC_ARN, Message: 'text', ...input }));
  return sandbox.deliveries.list();
}

const severity = (value: string) => ({
  severity: { DataType: 'String', StringValue: value },
});

describe('a publisher', () => {
  const cases: readonly [string, Partial<PublishCommandInput>, object][] = [
    ['an empty message', { Message: '' }, { name: 'InvalidParameterException' }],
    [
      'a subject of 100 characters',
      { Subject: 'x'.repeat(100) },
      { name: 'InvalidParameterException', message: 'Invalid parameter: Subject' },
    ],
    ['a subject with a line break', { Subject: 'a\nb' }, { message: 'Invalid parameter: Subject' }],
    [
      'a subject that is not ASCII',
      { Subject: 'Größe' },
      { message: 'Invalid parameter: Subject' },
    ],
    [
      'a subject that begins with a space',
      { Subject: ' a' },
      { message: 'Invalid parameter: Subject' },
    ],
    ['an empty subject', { Subject: '' }, { message: 'Invalid parameter: Subject' }],
    [
      'a structured message that is no JSON',
      { MessageStructure: 'json', Message: 'text' },
      {
        message: 'Invalid parameter: Message Structure - JSON message body failed to parse',
        $metadata: { httpStatusCode: 400 },
      },
    ],
    [
      'a structured message without default',
      { MessageStructure: 'json', Message: '{"email":"x"}' },
      { message: 'Invalid parameter: Message Structure - No default entry in JSON message body' },
    ],
    [
      'a structured message whose default is no text',
      { MessageStructure: 'json', Message: '{"default":{"a":1}}' },
      { message: 'Invalid parameter: Message Structure - No default entry in JSON message body' },
    ],
    [
      'another structure',
      { MessageStructure: 'xml' },
      { message: 'Invalid parameter: MessageStructure' },
    ],
    [
      'more than 256 KiB',
      { Message: 'x'.repeat(262_145) },
      { message: 'Invalid parameter: Message too long' },
    ],
    [
      'more than 256 KiB with its attributes',
      { Message: 'x'.repeat(262_140), MessageAttributes: severity('critical') },
      { message: 'Invalid parameter: Message too long' },
    ],
    [
      'more than 256 KiB in bytes, not in characters',
      { Message: 'é'.repeat(131_073) },
      { message: 'Invalid parameter: Message too long' },
    ],
    [
      'an attribute without a value',
      { MessageAttributes: severity('') },
      { name: 'InvalidParameterValueException' },
    ],
    [
      'an attribute without a type',
      { MessageAttributes: { a: { DataType: undefined, StringValue: 'x' } } },
      { name: 'InvalidParameterValueException' },
    ],
    [
      'a topic that does not exist',
      { TopicArn: TOPIC_ARN },
      { name: 'NotFoundException', $metadata: { httpStatusCode: 404 } },
    ],
    [
      'a topic of another Region',
      { TopicArn: TOPIC_ARN.replace('eu-west-1', 'us-east-1') },
      { message: 'Invalid parameter: TopicArn' },
    ],
    [
      'no ARN at all',
      { TopicArn: 'limits-alerts' },
      {
        message: 'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
      },
    ],
  ];

  it.each(cases)(
    'with %s is refused, and no subscriber receives anything',
    async (name, input, error) => {
      const exists = name !== 'a topic that does not exist';
      const sandbox = createSandbox(
        worldWith({
          name: exists ? 'limits-alerts' : 'other',
          subscriptions: [{ protocol: 'email', endpoint: 'a@example.com' }],
        }),
        { clock: virtualClock(START) },
      );
      const sns = new SNSClient(watchSettings(sandbox));
      await expect(
        sns.send(new PublishCommand({ TopicArn: TOPIC_ARN, Message: 'text', ...input })),
      ).rejects.toMatchObject(error);
      expect(sandbox.deliveries.list()).toEqual([]);
    },
  );

  it('without permission is refused in the wording of SNS', async () => {
    expectDenied({ action: 'sns:Publish', because: 'the words of a denial' });
    const arn = `arn:aws:sns:eu-west-1:${TOOLING}:other`;
    const sandbox = createSandbox(worldWith({ name: 'other' }), { clock: virtualClock(START) });
    await expect(
      new SNSClient(watchSettings(sandbox)).send(
        new PublishCommand({ TopicArn: arn, Message: 'text' }),
      ),
    ).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message:
        `User: arn:aws:sts::${TOOLING}:assumed-role/limits-watchdog-watch/sandbox is not ` +
        `authorized to perform: sns:Publish on resource: ${arn} because no identity-based ` +
        'policy allows the sns:Publish action',
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe.each(['in process', 'http'])('PublishBatch %s', (transport) => {
  it('gets an answer for each entry: published or not', async () => {
    const subscriptions: SubscriptionWorld[] = [{ protocol: 'sms', endpoint: '+49' }];
    const sandbox = createSandbox(worldWith({ subscriptions }), { clock: virtualClock(START) });
    if (transport === 'http') listening = await sandbox.listen();
    const sns = new SNSClient(watchSettings(sandbox, listening?.url));
    const answer = await sns.send(
      new PublishBatchCommand({
        TopicArn: TOPIC_ARN,
        PublishBatchRequestEntries: [
          { Id: 'a', Message: 'one', MessageAttributes: severity('warn') },
          { Id: 'b', Message: 'two', Subject: 'no\nline breaks' },
          { Id: 'c', Message: '<&>', Subject: 'yes' },
        ],
      }),
    );
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
    expect(new Set(answer.Successful?.map(({ MessageId }) => MessageId)).size).toBe(2);
    expect(answer.Failed).toEqual([
      {
        Id: 'b',
        Code: 'InvalidParameter',
        Message: 'Invalid parameter: Subject',
        SenderFault: true,
      },
    ]);
    expect(sandbox.deliveries.list().map(({ body }) => body)).toEqual(['one', '<&>']);
    await expect(
      sns.send(new PublishBatchCommand({ TopicArn: TOPIC_ARN, PublishBatchRequestEntries: [] })),
    ).rejects.toMatchObject({ name: 'EmptyBatchRequestException' });
  });
});

describe('a subscriber', () => {
  const structured = JSON.stringify({
    default: 'for all',
    email: 'for people',
    https: '{"version":"1.0"}',
    lambda: '{"schema":1}',
    sqs: 5,
  });
  const all: SubscriptionWorld[] = [
    { protocol: 'email', endpoint: 'ops@example.com' },
    { protocol: 'email-json', endpoint: 'json@example.com' },
    { protocol: 'sms', endpoint: '+491700000000' },
    { protocol: 'https', endpoint: 'https://chat.example.com' },
    { protocol: 'https', endpoint: 'https://raw.example.com', rawMessageDelivery: true },
    { protocol: 'sqs', endpoint: `arn:aws:sqs:eu-west-1:${TOOLING}:alerts` },
    { protocol: 'lambda', endpoint: `arn:aws:lambda:eu-west-1:${TOOLING}:function:slack` },
  ];
  const input = {
    Subject: 'Code storage is full',
    Message: structured,
    MessageStructure: 'json',
    MessageAttributes: severity('critical'),
  };
  const bodyOf = (deliveries: readonly Delivery[], protocol: string): unknown =>
    JSON.parse(deliveries.find((one) => one.protocol === protocol)?.body ?? 'null');

  it('receives the text for its own protocol, else the default', async () => {
    const deliveries = await publish(input, all);
    const [email, , sms, , raw] = deliveries;
    expect(email).toMatchObject({ subject: 'Code storage is full', body: 'for people' });
    expect(sms).toMatchObject({ body: 'for all' });
    expect(raw).toMatchObject({ body: '{"version":"1.0"}' });
    expect(bodyOf(deliveries, 'https')).toMatchObject({
      Type: 'Notification',
      TopicArn: TOPIC_ARN,
      Subject: 'Code storage is full',
      Message: '{"version":"1.0"}',
      Timestamp: START,
      MessageAttributes: { severity: { Type: 'String', Value: 'critical' } },
    });
    expect(bodyOf(deliveries, 'email-json')).toMatchObject({ Message: 'for all' });
    // A value that is not a text counts as absent.
    expect(bodyOf(deliveries, 'sqs')).toMatchObject({ Message: 'for all' });
  });

  it('that is a Lambda function gets no attributes of a structured message', async () => {
    const record = (attributes: object) => ({
      Records: [
        {
          EventSource: 'aws:sns',
          Sns: { Subject: 'Code storage is full', MessageAttributes: attributes },
        },
      ],
    });
    const withJson = bodyOf(await publish(input, all), 'lambda');
    expect(withJson).toMatchObject(record({}));
    expect(withJson).toMatchObject({ Records: [{ Sns: { Message: '{"schema":1}' } }] });
    const { MessageStructure: _, ...plain } = input;
    expect(bodyOf(await publish(plain, all), 'lambda')).toMatchObject(
      record({ severity: { Type: 'String', Value: 'critical' } }),
    );
  });

  it("without a subject receives SNS's default subject by e-mail", async () => {
    const [email] = await publish({}, all);
    expect(email?.subject).toBe('AWS Notification Message');
  });
});

describe('a filter policy', () => {
  const attributes = {
    severity: { DataType: 'String', StringValue: 'critical' },
    days: { DataType: 'Number', StringValue: '3' },
    stages: { DataType: 'String.Array', StringValue: '["dev","prod"]' },
  };
  it.each<[Record<string, unknown>, boolean]>([
    [{ severity: ['critical'] }, true],
    [{ severity: ['warn', 'critical'] }, true],
    [{ severity: ['warn'] }, false],
    [{ severity: ['critical'], days: [4] }, false],
    [{ missing: ['x'] }, false],
    [{ missing: [{ exists: false }] }, true],
    [{ severity: [{ exists: true }] }, true],
    [{ severity: [{ prefix: 'crit' }] }, true],
    [{ severity: [{ suffix: 'ical' }] }, true],
    [{ severity: [{ 'equals-ignore-case': 'CRITICAL' }] }, true],
    [{ severity: [{ wildcard: 'c*l' }] }, true],
    [{ severity: [{ 'anything-but': ['warn'] }] }, true],
    [{ severity: [{ 'anything-but': 'critical' }] }, false],
    [{ severity: [{ 'anything-but': { prefix: 'crit' } }] }, false],
    [{ missing: [{ 'anything-but': ['warn'] }] }, false],
    [{ days: [3] }, true],
    [{ days: ['3'] }, false],
    [{ days: [{ numeric: ['>', 0, '<=', 3] }] }, true],
    [{ days: [{ numeric: ['>', 3] }] }, false],
    [{ stages: ['prod'] }, true],
    [{ stages: ['test'] }, false],
    [{ $or: [{ severity: ['warn'] }, { days: [3] }] }, true],
  ])('on attributes %j lets the message through: %s', async (filterPolicy, expected) => {
    const deliveries = await publish({ MessageAttributes: attributes }, [
      { protocol: 'sqs', endpoint: 'queue', filterPolicy },
    ]);
    expect(deliveries.length === 1).toBe(expected);
  });

  it.each<[Record<string, unknown>, string, boolean]>([
    [{ severity: ['critical'] }, '{"severity":"critical"}', true],
    [{ target: { stage: ['dev'] } }, '{"target":{"stage":"dev"}}', true],
    [{ target: { stage: ['dev'] } }, '{"target":{"stage":"prod"}}', false],
    [{ stages: ['dev'] }, '{"stages":["prod","dev"]}', true],
    [{ ok: [true] }, '{"ok":true}', true],
    [{ severity: ['critical'] }, 'critical', false],
  ])('on the body %j of %s: %s', async (filterPolicy, Message, expected) => {
    const deliveries = await publish({ Message }, [
      { protocol: 'sqs', endpoint: 'queue', filterPolicy, filterPolicyScope: 'MessageBody' },
    ]);
    expect(deliveries.length === 1).toBe(expected);
  });
});
