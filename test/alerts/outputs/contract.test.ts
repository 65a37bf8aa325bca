import { readdirSync, readFileSync } from 'node:fs';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sampleDigest } from '../../../src/alerts/outputs/sample.ts';
import { limitId } from '../../../src/model/limit.ts';
import type { Digest, Notice } from '../../../src/model/notice.ts';
import { noticeId, subjectKey } from '../../../src/model/notice.ts';
import { quantity } from '../../../src/model/units.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { RunStatus } from '../../../src/model/report.ts';
import { renderDigest } from '../../../src/alerts/topic/message.ts';
import { INCOMPLETE_SENTENCE } from '../../../src/alerts/words/context.ts';
import { reportPage } from '../../../src/report/page/page.ts';
import { HOSTILE_NAMES } from '../../hostile-names.ts';
import { blind as unmeasured, failure, judged, regionTarget } from '../../model/make.ts';
import { reportOf } from '../../report/sample-report.ts';
import { sized } from '../../size.ts';
import type { ReceivedMessage, Receiver } from './receiver.ts';
import { RECEIVERS } from './receivers.ts';
import {
  blind,
  breach,
  breaches,
  CONTEXT,
  digestOf,
  HOSTILE_NOTICES,
  inventory,
  NOW,
  target,
  TOPIC,
} from './sample-notices.ts';

const OUTPUTS = new URL('../../../src/alerts/outputs/', import.meta.url);
const folders = readdirSync(OUTPUTS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('the folders of src/alerts/outputs', () => {
  it('each have a receiver here, so that no output is left out of this suite', () => {
    expect(RECEIVERS.map(({ output }) => output).toSorted()).toEqual(folders.toSorted());
  });

  it.each(folders)(
    '%s has words.ts, and limits.ts with the page that documents the limits',
    (folder) => {
      const files = readdirSync(new URL(`${folder}/`, OUTPUTS));
      expect(files).toEqual(expect.arrayContaining(['words.ts', 'limits.ts']));
      const limits = readFileSync(new URL(`${folder}/limits.ts`, OUTPUTS), 'utf8');
      expect(limits).toContain('https://');
    },
  );
});

/** Muted, not measured, and the watchdog's own: all texts from outside that a notice has. */
function noticesNaming(name: string, index = 0): readonly Notice[] {
  const id = (what: string) => noticeId(subjectKey(`${what}/${index}`), 1);
  return [
    breach({
      id: id('muted'),
      target: target(name),
      inventory: inventory(name),
      mutedBy: { owner: name, reason: name, until: NOW },
    }),
    breach({
      id: id('breach'),
      target: target(name),
      inventory: inventory(name),
      stated: { owner: name, reason: name },
    }),
    blind({ id: id('blind'), target: target(name) }),
    { id: id('state'), at: NOW, kind: 'state', problem: name, remedy: name },
  ];
}

function faultsOf(received: readonly ReceivedMessage[]): readonly string[] {
  return received.flatMap(({ faults }) => faults);
}

/** Returns the breaches that `received` does not name, or names more than once. */
function missedOf(
  received: readonly ReceivedMessage[],
  { notices }: Digest,
  names: Receiver['names'],
): readonly string[] {
  const text = received.map((one) => one.text).join('\n');
  if (names === 'worst') {
    const more = notices.length > 1 ? `(+${notices.length - 1} more` : '';
    return received.flatMap((one) =>
      /CRITICAL: dev-\d+ /.test(one.text) && one.text.includes(more) ? [] : [one.text],
    );
  }
  if (names === 'every id') {
    return notices.flatMap(({ id }) => (text.split(`"id":"${id}"`).length === 2 ? [] : [id]));
  }
  const first = received[0]?.text ?? '';
  return notices.flatMap(({ id }, index) => {
    const times = first.split(new RegExp(`(?<![\\w-])dev-${index}(?![\\w-])`)).length - 1;
    // The worst are in full beside the index of all.
    return times === 1 || (times > 1 && index < 5) ? [] : [id];
  });
}

/** The most messages for one group in one run. */
const MOST_MESSAGES: Readonly<Record<string, number>> = {
  email: 3,
  sms: 1,
  json: 3,
  slack: 3,
  chat: 3,
};

describe.each(RECEIVERS)('$output', ({ output, limits, names, receive }) => {
  it('has limits that are positive numbers', () => {
    expect(Object.values(limits).length).toBeGreaterThan(0);
    for (const limit of Object.values(limits)) expect(limit).toBeGreaterThan(0);
  });

  it('gets no message for a digest without notices', () => {
    expect(receive(digestOf(), CONTEXT)).toEqual([]);
  });

  it.each([1, 30, 400])('accepts every message of %i breaches, and gets all breaches', (size) => {
    const digest = breaches(size);
    const received = receive(digest, CONTEXT);
    expect(received.length).toBeGreaterThan(0);
    expect(received.length).toBeLessThanOrEqual(MOST_MESSAGES[output] ?? 0);
    expect(faultsOf(received)).toEqual([]);
    expect(missedOf(received, digest, names)).toEqual([]);
  });

  it('accepts a notice of each kind, and marks a test as a test', () => {
    const received = receive(sampleDigest('nonprod', TOPIC, NOW), { ...CONTEXT, purpose: 'test' });
    expect(faultsOf(received)).toEqual([]);
    for (const { text } of received) expect(text).toContain('TEST');
  });

  it('shows that a quota is stated, and the usage of a limit with an unknown quota', () => {
    const stated = { owner: 'platform', reason: 'AWS keeps it' };
    const [limit, ...rest] = receive(digestOf(breach({ stated })), CONTEXT);
    expect([...faultsOf([...(limit ? [limit] : []), ...rest])]).toEqual([]);
    expect(limit?.text).toMatch(/97 % of a stated quota|"stated":/);
    const { failure } = blind().unseen[0] ?? {};
    if (failure === undefined) throw new Error('the sample names no failure');
    const unseen = [{ limit: limitId('s3-buckets'), failure, used: quantity('count', 20) }];
    const known = receive(digestOf(blind({ unseen })), CONTEXT);
    expect(faultsOf(known)).toEqual([]);
    for (const { text } of known) {
      expect(text).toMatch(/LIMIT UNKNOWN.*20 buckets/s);
      expect(text).not.toContain('NOT MEASURED');
    }
  });

  it.each(HOSTILE_NAMES)('shows %j as text', (name) => {
    const received = receive(digestOf(...noticesNaming(name)), CONTEXT);
    expect(received.length).toBeGreaterThan(0);
    expect(faultsOf(received)).toEqual([]);
  });

  it('accepts all hostile texts in one message, with hostile texts from AWS', () => {
    expect(faultsOf(receive(digestOf(...HOSTILE_NOTICES), CONTEXT))).toEqual([]);
  });

  it('accepts texts of any kind and length', () => {
    const text = fc.string({ unit: 'binary', maxLength: 3_000 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
        const digest: Digest = digestOf(...texts.flatMap(noticesNaming));
        expect(faultsOf(receive(digest, CONTEXT))).toEqual([]);
      }),
      { numRuns: sized(5, 50) },
    );
  });
});

interface Form {
  readonly form: string;
  /** Returns, for each message of a run with this digest, whether it says that the run was incomplete. */
  readonly say: (digest: Digest, status: RunStatus) => readonly boolean[];
}

const subjects = (digest: Digest, status: RunStatus) =>
  renderDigest(digest, { ...CONTEXT, status }).map(({ subject }) => subject);

/** All outputs of a run for people and programs. */
const FORMS: readonly Form[] = [
  {
    form: 'subject',
    say: (digest, status) =>
      subjects(digest, status).map(
        (subject) => /^[\x20-\x7e]{1,99}$/.test(subject) && subject.includes('run incomplete'),
      ),
  },
  ...RECEIVERS.map(({ output, receive }) => ({
    form: output,
    say: (digest: Digest, status: RunStatus) =>
      receive(digest, { ...CONTEXT, status }).map(({ saysIncomplete }) => saysIncomplete),
  })),
  {
    form: 'page',
    say: (_, status) => [
      reportPage(reportOf(FINDINGS[status]), () => 'hash').includes(INCOMPLETE_SENTENCE),
    ],
  },
];

const FINDINGS: Readonly<Record<RunStatus, readonly Finding[]>> = {
  complete: [judged('ok')],
  attention: [judged('critical')],
  incomplete: [judged('critical'), unmeasured(failure('denied'), regionTarget('us-east-1'))],
  failed: [unmeasured(failure('denied'))],
};

describe.each(FORMS)('$form', ({ say }) => {
  const digests = [breaches(1), breaches(101), digestOf(blind()), digestOf(breach(), blind())];

  it.each(['incomplete', 'failed'] as const)(
    'says in each message that the run was %s',
    (status) => {
      for (const digest of digests) {
        const said = say(digest, status);
        expect(said.length).toBeGreaterThan(0);
        expect(said).toEqual(said.map(() => true));
      }
    },
  );

  it.each(['complete', 'attention'] as const)(
    'does not mention incompleteness if the run was %s',
    (status) => {
      for (const digest of digests) expect(say(digest, status)).not.toContain(true);
    },
  );
});
