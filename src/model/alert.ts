import type { TopicArn } from './aws-ids.ts';

/**
 * One SNS publish: a body per protocol, and attributes that exist for filter policies only.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html
 */
export interface AlertMessage {
  readonly topicArn: TopicArn;
  /** ASCII, under 100 characters, one line. */
  readonly subject: string;
  /** For e-mail. */
  readonly text: string;
  /** One line. */
  readonly sms: string;
  /** For every other protocol; has a version. */
  readonly json: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}
