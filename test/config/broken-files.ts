import { describeFaults } from '../../src/config/faults.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import { LIMITS } from './limits.ts';

const VALID = `tooling: { account: '111111111111', region: eu-west-1 }
role: { externalId: s3cret-external-id }
alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts' }
regions: [eu-west-1, us-east-1]
accounts:
  - { id: '222222222222', name: dev, stage: nonprod }
  - { id: '333333333333', name: prod, stage: prod }
`;

/** Returns the faults of a text, as people read them. */
export function faultsOf(text: string): string {
  const result = parseConfiguration(text, LIMITS);
  return result.ok ? 'no fault' : describeFaults(result.faults, 'watchdog.yml');
}

/** Returns the valid file with each `from` replaced by its `to`; a `from` of '' appends. */
export function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (from === '') return `${text}${to}\n`;
    if (!text.includes(from)) throw new Error(`${from} is not in the file`);
    return text.replace(from, () => to);
  }, VALID);
}

/** Returns the valid file with further lines in `alerts`, from line 5. */
export function withAlerts(lines: string): string {
  return changed([
    "alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts' }",
    `alerts:\n  topicArn: ${TOPIC}\n${lines.replaceAll(/^/gm, '  ')}`,
  ]);
}

const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:alerts';
