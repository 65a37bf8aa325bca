import type { Delivery } from '../../state/deliveries.ts';
import type { SubscriptionWorld } from '../../world.ts';
import type { Message } from './message.ts';
import { isMembers } from '../../wire/message.ts';
import { attributesFit, bodyFits } from './filter.ts';
import { bodiesOf } from './message.ts';

export interface Publication {
  readonly topicArn: string;
  readonly messageId: string;
  /** When the message was published, in epoch milliseconds. */
  readonly time: number;
}

/** The subject of an e-mail whose publisher gave none. */
const DEFAULT_SUBJECT = 'AWS Notification Message';

/** Returns what a subscriber receives; undefined when its filter policy rejects the message. */
export function deliver(
  message: Message,
  subscription: SubscriptionWorld,
  publication: Publication,
): Delivery | undefined {
  const text = textFor(subscription.protocol, message);
  if (!passesFilter(message, text, subscription)) return undefined;
  const { protocol, endpoint } = subscription;
  const { topicArn, messageId, time } = publication;
  const base = { time, topicArn, messageId, protocol, endpoint };
  switch (protocol) {
    case 'email':
      return { ...base, subject: message.Subject ?? DEFAULT_SUBJECT, body: text };
    case 'sms':
    case 'application':
      return { ...base, body: text };
    case 'lambda':
      return {
        ...base,
        body: JSON.stringify(lambdaEvent(message, text, subscription, publication)),
      };
    case 'email-json':
    case 'http':
    case 'https':
    case 'sqs':
    case 'firehose':
    default: {
      const isRaw = subscription.rawMessageDelivery === true && protocol !== 'email-json';
      return { ...base, body: isRaw ? text : JSON.stringify(envelope(message, text, publication)) };
    }
  }
}

/**
 * Returns the text for a protocol: its own text or `default` of a structured message; a plain message unchanged.
 */
function textFor(protocol: SubscriptionWorld['protocol'], message: Message): string {
  const { Message: text = '', MessageStructure } = message;
  if (MessageStructure !== 'json') return text;
  const bodies = bodiesOf(text);
  return bodies.get(protocol) ?? bodies.get('default') ?? '';
}

function passesFilter(message: Message, text: string, subscription: SubscriptionWorld): boolean {
  const { filterPolicy, filterPolicyScope = 'MessageAttributes' } = subscription;
  if (filterPolicy === undefined) return true;
  if (filterPolicyScope === 'MessageAttributes') {
    return attributesFit(filterPolicy, message.MessageAttributes ?? {});
  }
  const body = parsed(text);
  return isMembers(body) && bodyFits(filterPolicy, body);
}

/** Returns the JSON around a message. Basis: SNS Developer Guide, "Amazon SNS message and JSON formats". */
function envelope(message: Message, text: string, publication: Publication): object {
  return {
    Type: 'Notification',
    MessageId: publication.messageId,
    TopicArn: publication.topicArn,
    ...(message.Subject === undefined ? {} : { Subject: message.Subject }),
    Message: text,
    Timestamp: new Date(publication.time).toISOString(),
    SignatureVersion: '1',
    Signature: 'c2FuZGJveA==',
    SigningCertURL: `${endpointOf(publication)}/SimpleNotificationService-sandbox.pem`,
    UnsubscribeURL: `${endpointOf(publication)}/?Action=Unsubscribe`,
    ...(message.MessageAttributes === undefined
      ? {}
      : { MessageAttributes: attributesOf(message) }),
  };
}

/**
 * Returns the event of an invoked function. Basis: AWS Lambda Developer Guide, "Invoking Lambda functions with
 * Amazon SNS notifications".
 */
function lambdaEvent(
  message: Message,
  text: string,
  subscription: SubscriptionWorld,
  publication: Publication,
): object {
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${publication.topicArn}:${subscriptionId(subscription.endpoint)}`,
        Sns: {
          Type: 'Notification',
          MessageId: publication.messageId,
          TopicArn: publication.topicArn,
          Subject: message.Subject ?? null,
          Message: text,
          Timestamp: new Date(publication.time).toISOString(),
          SignatureVersion: '1',
          Signature: 'c2FuZGJveA==',
          SigningCertUrl: `${endpointOf(publication)}/SimpleNotificationService-sandbox.pem`,
          UnsubscribeUrl: `${endpointOf(publication)}/?Action=Unsubscribe`,
          // Empty for structured messages, as observed (boto/boto3#1513).
          MessageAttributes: message.MessageStructure === 'json' ? {} : attributesOf(message),
        },
      },
    ],
  };
}

function attributesOf({ MessageAttributes = {} }: Message): Record<string, object> {
  return Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        Type: DataType,
        Value: StringValue ?? Buffer.from(BinaryValue ?? []).toString('base64'),
      },
    ]),
  );
}

function endpointOf({ topicArn }: Publication): string {
  return `https://sns.${topicArn.split(':')[3]}.amazonaws.com`;
}

function subscriptionId(endpoint: string): string {
  return `00000000-0000-4000-8000-${Buffer.from(endpoint).toString('hex').padEnd(12, '0').slice(-12)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
