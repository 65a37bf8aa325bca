import type { FreshClone } from '../readme/fresh-clone.ts';
import { expect, outputOf, shellEnvironment } from './shell.ts';
import type { SimulatedRun } from './simulated.ts';
import { resultText } from './simulated.ts';

/** The commands from subscribing to the first alert, and what must arrive. */
export interface FirstMessage {
  readonly subscribe: string;
  readonly test: string;
  readonly doctor: string;
  /** The address that is subscribed to both topics. */
  readonly email: string;
  /** Patterns that the first alert's subject and body must match. */
  readonly subject: RegExp;
  readonly body: readonly RegExp[];
}

/**
 * Checks the way to the first alert: a run without confirmed subscribers keeps its alerts; after confirming,
 * the test message and then the alerts arrive; doctor finds no problem.
 * @throws Error with what happened instead
 */
export async function expectFirstMessage(
  run: SimulatedRun,
  clone: FreshClone,
  wanted: FirstMessage,
): Promise<void> {
  const environment = shellEnvironment(run.url, run.keys);
  const shell = (command: string) => outputOf(clone, `${environment}\n${command}`);
  // The schedule's first run starts immediately.
  const early = await run.scheduledRun();
  expect(!early.ok, 'a run that reached no one did not fail', resultText(early));
  expect(run.deliveries().length === 0, 'somebody received something', resultText(early));

  const subscribed = await shell(wanted.subscribe);
  expect(run.confirmAll() === 2, 'two confirmations were not sent', subscribed);
  const answer = await shell(`${wanted.test}\ncat answer.json`);
  const samples = run.deliveries();
  expect(
    samples.length === 2 &&
      samples.every(
        ({ endpoint, subject = '', body }) =>
          endpoint === wanted.email &&
          subject.startsWith('TEST ') &&
          body.startsWith('This is a TEST.'),
      ),
    'the test message did not arrive on both topics',
    `${answer}\n${samples.map(({ body }) => body).join('\n')}`,
  );

  const late = await run.scheduledRun();
  expect(late.ok, 'the run that could reach somebody failed', resultText(late));
  const alerts = run.deliveries().slice(samples.length);
  const text = alerts.map(({ subject = '', body }) => `${subject}\n${body}`).join('\n');
  const [alert] = alerts;
  expect(
    alerts.length === 1 && alert?.endpoint === wanted.email,
    'not one message arrived',
    `${text}\n${resultText(late)}`,
  );
  for (const pattern of [wanted.subject, ...wanted.body]) {
    expect(pattern.test(text), `the first message lacks ${pattern}`, text);
  }
  console.log(`  ${alert?.subject ?? ''}`);
  const judged = await shell(wanted.doctor);
  expect(judged.includes('0 problems, 0 could not be determined'), 'doctor found problems', judged);
}
