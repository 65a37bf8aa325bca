import type { TopicArn } from './aws-ids.ts';

/**
 * An SNS message: a body for each protocol, and message attributes, which only filter policies use.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html
 */
export interface AlertMessage {
  readonly topicArn: TopicArn;
  /** ASCII, under 100 characters, one line. */
  readonly subject: string;
  /** The body for e-mail. */
  readonly text: string;
  /** The body for SMS, in one line. */
  readonly sms: string;
  /** The body for every other protocol: a JSON document with a version. */
  readonly json: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}
