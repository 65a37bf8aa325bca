import { JSON_LIMITS } from '../../../../src/alerts/outputs/json/limits.ts';
import { readAlert } from '../../../../src/alerts/outputs/json/read.ts';
import { renderDigest } from '../../../../src/alerts/topic/message.ts';
import { violationsOf } from '../../../documents/schemas.ts';
import { controlFaults, type Receiver } from '../receiver.ts';
import { topicFaults } from '../topic-faults.ts';

const violations = violationsOf('alert');

/** A program that reads the JSON by the published schema, and prints it in a terminal when that fails. */
export const json: Receiver = {
  output: 'json',
  limits: JSON_LIMITS,
  names: 'every id',
  receive: (digest, context) =>
    renderDigest(digest, context).map((message) => {
      const body: unknown = JSON.parse(message.json);
      const reading = readAlert(message.json);
      return {
        faults: [
          ...topicFaults(message),
          ...violations(body),
          ...controlFaults(message.json),
          ...(reading.understood ? [] : [reading.why]),
        ],
        text: message.json,
        saysIncomplete:
          reading.understood && ['incomplete', 'failed'].includes(reading.alert.status),
      };
    }),
};
