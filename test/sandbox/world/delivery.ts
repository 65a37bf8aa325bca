import type { PolicyDocument } from '../world.ts';

/** A customer's KMS key. */
export interface KeyWorld {
  /** ARN, perhaps of another account than the one whose world names it. */
  readonly arn: string;
  /** Its key policy. */
  readonly policy: PolicyDocument;
  /** Default: enabled. */
  readonly state?: 'disabled' | 'pending deletion';
}

/** A CloudWatch alarm, as it is when the sandbox begins. It is not evaluated: its state changes by hand alone. */
export interface AlarmWorld {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** ARNs of topics. */
  readonly alarmActions?: readonly string[];
  readonly okActions?: readonly string[];
}

export interface QueueWorld {
  readonly name: string;
  /** ARN of the customer's key. Absent: SQS encrypts with keys of its own. */
  readonly keyArn?: string;
  /** What is in it when the sandbox begins. */
  readonly messages?: readonly string[];
}
