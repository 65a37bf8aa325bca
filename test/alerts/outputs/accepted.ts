import { expect } from 'vitest';

import type { AlertMessage } from '../../../src/model/alert.ts';
import { violationsOf } from '../../documents/schemas.ts';
import { topicFaults } from './topic-faults.ts';

const violations = violationsOf('alert');

/** Expects that SNS accepts the messages, that their JSON matches the schema and that no text controls a terminal. */
export function expectAccepted(messages: readonly AlertMessage[]): void {
  for (const message of messages) {
    expect(topicFaults(message)).toEqual([]);
    expect(message.sms).toMatch(/^[\x20-\x7e]{1,140}$/);
    expect(violations(JSON.parse(message.json))).toEqual([]);
    expect(`${message.text}${message.json}`).not.toMatch(
      // eslint-disable-next-line no-control-regex -- these characters must not occur
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
    );
    for (const values of Object.values(message.attributes)) {
      expect(values.length).toBeGreaterThan(0);
    }
  }
}

export function idsIn(message: AlertMessage): readonly string[] {
  return JSON.parse(message.json).notices.map(({ id }: { id: string }) => id);
}
