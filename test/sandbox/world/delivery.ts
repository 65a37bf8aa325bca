import type { PolicyDocument } from '../world.ts';

/** A customer's KMS key. */
export interface KeyWorld {
  /** The ARN of the key, which may belong to another account than the one that lists it. */
  readonly arn: string;
  /** The key policy. */
  readonly policy: PolicyDocument;
  /** The state of a key that cannot be used; undefined: enabled. */
  readonly state?: 'disabled' | 'pending deletion';
}

/** A CloudWatch alarm in its initial state. Its metric is never evaluated: only SetAlarmState changes the state. */
export interface AlarmWorld {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** The ARNs of the topics that the alarm notifies. */
  readonly alarmActions?: readonly string[];
  readonly okActions?: readonly string[];
}

export interface QueueWorld {
  readonly name: string;
  /** The ARN of the customer's KMS key; undefined: SQS uses its own key. */
  readonly keyArn?: string;
  /** The messages that are in the queue when the sandbox starts. */
  readonly messages?: readonly string[];
}
