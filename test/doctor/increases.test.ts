import { describe, expect, it } from 'vitest';

import { IncreaseDeployment } from '../increases/run-increases.ts';
import { watchOnce } from '../watch/run-watch.ts';

const SUBJECT = 's3:GetObject (increases)';

async function linesOf({ sandbox, run }: IncreaseDeployment) {
  const { summary } = await watchOnce(sandbox, { ...run, event: { doctor: true } });
  return JSON.parse(JSON.stringify(summary));
}

const deployment = () =>
  new IncreaseDeployment({ rules: [{ limit: 's3-buckets', ceiling: 20_000, step: 1_000 }] });

describe('what doctor tests for increases', () => {
  it('is whether the watch function can read the requested increases', async () => {
    const { lines, counts } = await linesOf(deployment());
    expect(counts.problem).toBe(0);
    expect(JSON.stringify(lines)).not.toContain(SUBJECT);
  });

  it('is a problem when the read is denied, or when the object is damaged', async () => {
    const denied = deployment();
    denied.sandbox.faults.add({
      match: { operation: 'GetObject', resource: '*/increases.json' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const { lines } = await linesOf(denied);
    expect(lines).toContainEqual(expect.objectContaining({ subject: SUBJECT, code: 'denied' }));

    const damaged = deployment();
    damaged.sandbox.faults.add({
      match: { operation: 'GetObject', resource: '*/increases.json' },
      times: 'always',
      effect: { kind: 'answer', body: '{}' },
    });
    const found = await linesOf(damaged);
    expect(found.lines).toContainEqual(
      expect.objectContaining({ subject: SUBJECT, state: 'could-not-tell' }),
    );
  });
});
