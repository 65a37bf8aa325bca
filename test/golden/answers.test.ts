import { describe, expect, it } from 'vitest';

import { count } from '../../src/model/units.ts';
import { checkAnswer } from '../../src/functions/watch/check-answer.ts';
import { planAnswer, pruneAnswer } from '../../src/cli/prune/answers.ts';
import { readCheckAnswer } from '../../src/cli/check-answer.ts';
import { tryRead } from '../../src/documents/codec.ts';
import { doctorReport as doctorAnswer } from '../../src/cli/documents/doctor-document.ts';
import type { ReviewResponse } from '../../src/functions/review/review-answer.ts';
import { reviewResponse, shownReview } from '../../src/functions/review/review-answer.ts';
import { reviewAnswer } from '../../src/cli/review/review-answers.ts';
import { parseReview } from '../../src/prune/documents/review-json.ts';
import { planResponse } from '../../src/functions/plan/plan-answer.ts';
import { applyResponse, statusResponse } from '../../src/functions/prune/prune-answer.ts';
import { accountId, region, roleName } from '../../src/model/aws-ids.ts';
import type { ReadFailure } from '../../src/model/failure.ts';
import type { CheckResult, Verdict } from '../../src/doctor/model.ts';
import { instant } from '../../src/model/time.ts';
import { parsePlan } from '../../src/prune/documents/plan-json.ts';
import { doctorReport } from '../../src/doctor/report.ts';
import { expectGolden, formsOf, golden, goldenData, newestOf } from './documents.ts';
import {
  FORMER_PLAN_ID,
  MADE_AT,
  PLAN_ID,
  skippedProgress,
  storedPlan,
  storedProgress,
} from './stored-run.ts';
import { parse } from '../../src/documents/codec.ts';
import { runReport } from '../../src/documents/run-report.ts';

/** Answers of the functions, which a command line of another release must be able to read. */

const PROSE = ['text', 'message', 'sentence', 'why', 'unlisted', 'couldNotCheck', 'notCovered'];
/** Fields of a prune answer that another release reads. */
const FACTS = [
  'refusals',
  'counts',
  'skipped',
  'failed',
  'remaining',
  'retryAfterSeconds',
  'notice',
];
const REFUSALS = [{ code: 'stage-not-nonprod', sentence: 'No.' }] as const;
const REVIEW_PROSE = [...PROSE, 'rowText', 'label', 'progress'];
const RUN = 'f3a1c2d4-0000-4000-8000-000000000001';
const REVIEW_ID = 'review-20261122T060000Z-0123456789abcdef';
const FAILURE: ReadFailure = {
  reason: 'denied',
  operation: 'sns:Publish',
  errorName: 'AuthorizationError',
  message: 'no',
  attempts: 1,
};

describe('an answer of the plan function', () => {
  it.each(
    ['planned', 'planned-layers-left-out', 'planned-failed-reads', 'refused', 'unfinished'].flatMap(
      (name) => formsOf(`answers/plan-${name}.json`),
    ),
  )('is understood: %s', (name) => {
    const answer = goldenData(name);
    expect(tryRead(planAnswer, answer)).toEqual(
      expect.objectContaining({ state: answer['state'] }),
    );
  });

  it('is written alike', async () => {
    const { plan } = await storedPlan();
    const planned = (one: typeof plan) =>
      planResponse(
        {},
        { kind: 'planned', planId: PLAN_ID, plan: one, order: {}, textAt: 's3://a/b' },
        'run',
      );
    expectGolden('answers/plan-planned.json', JSON.stringify(planned(plan)), PROSE);
    const leftOut = parsePlan(golden(newestOf('prune/plan-without-layers.json')));
    if (!leftOut.ok) throw new Error(leftOut.fault);
    const answer = JSON.stringify(planned(leftOut.value));
    expectGolden('answers/plan-planned-layers-left-out.json', answer, PROSE);
    const everyReason = parsePlan(golden(newestOf('prune/plan-of-every-reason.json')));
    if (!everyReason.ok) throw new Error(everyReason.fault);
    const failedReads = JSON.stringify(planned(everyReason.value));
    expectGolden('answers/plan-planned-failed-reads.json', failedReads, PROSE);
    const refused = planResponse({}, { kind: 'refused', refusals: REFUSALS }, 'run');
    expectGolden('answers/plan-refused.json', JSON.stringify(refused), PROSE);
    const planning = { begunAt: MADE_AT, state: undefined };
    const unfinished = planResponse(
      {},
      { kind: 'unfinished', planning, progress: { regions: count(4), read: count(3), left: [] } },
      'f3a1c2d4-0000-4000-8000-000000000001',
    );
    expectGolden('answers/plan-unfinished.json', JSON.stringify(unfinished), ['progress']);
  });
});

describe('an answer about a review', () => {
  it.each(
    ['reviewed', 'shown', 'unfinished', 'use-prune'].flatMap((name) =>
      formsOf(`answers/review-${name}.json`),
    ),
  )('is understood: %s', (name) => {
    const answer = goldenData(name);
    expect(tryRead(reviewAnswer, answer)).toEqual(
      expect.objectContaining({ state: answer['state'] }),
    );
  });

  it('is written alike', () => {
    const review = parseReview(golden(newestOf('prune/review-of-every-reason.json')));
    if (!review.ok) throw new Error(review.fault);
    const about = { account: review.value.account, runId: RUN, throttled: true };
    const write = (name: string, answer: ReviewResponse): void =>
      expectGolden(`answers/review-${name}.json`, JSON.stringify(answer), REVIEW_PROSE);
    const stored = { reviewId: REVIEW_ID, textAt: 's3://a/b' };
    write('reviewed', reviewResponse({ kind: 'reviewed', review: review.value, ...stored }, about));
    const question = { filter: { functions: ['orders'], kept: false }, from: 0 };
    write('shown', shownReview({ kind: 'loaded', review: review.value }, stored, question));
    const progress = { regions: count(4), read: count(3), left: [] };
    const planning = { begunAt: MADE_AT, state: undefined };
    write('unfinished', reviewResponse({ kind: 'unfinished', planning, progress }, about));
    write('use-prune', reviewResponse({ kind: 'use-prune' }, about));
  });
});

describe('an answer of the prune function', () => {
  const NAMES = [
    'no-plan',
    'unreadable',
    'refused',
    'finished',
    'finished-not-told',
    'skipped',
    'status',
    'goes-on',
    'needs-evidence',
    'not-begun',
    'busy',
    'stopped',
  ];
  const FORMS = NAMES.flatMap((name) => formsOf(`answers/prune-${name}.json`));

  it.each(FORMS)('is understood: %s', (name) => {
    const answer = goldenData(name);
    const { state, planId: _, ...facts } = answer;
    const read = tryRead(pruneAnswer, answer);
    expect(read).toEqual(expect.objectContaining({ state }));
    for (const fact of FACTS) {
      expect(Reflect.get(read ?? {}, fact)).toEqual(Reflect.get(facts, fact));
    }
  });

  it('is written alike', async () => {
    const apply = (answer: Parameters<typeof applyResponse>[1], planId: string = PLAN_ID) =>
      JSON.stringify(applyResponse(planId, answer, MADE_AT));
    expectGolden('answers/prune-no-plan.json', apply({ kind: 'no-plan' }, FORMER_PLAN_ID), PROSE);
    const refused = apply({ kind: 'refused', refusals: REFUSALS }, FORMER_PLAN_ID);
    expectGolden('answers/prune-refused.json', refused, PROSE);
    const unreadable = statusResponse(
      FORMER_PLAN_ID,
      { kind: 'unreadable', fault: 'it is not JSON' },
      () => undefined,
    );
    expectGolden('answers/prune-unreadable.json', JSON.stringify(unreadable), PROSE);
    const progress = await storedProgress();
    const publication = { published: true, messageId: 'm' } as const;
    expectGolden(
      'answers/prune-finished.json',
      apply({ kind: 'slice', progress, renew: [], publication }),
      PROSE,
    );
    const notTold = apply({
      kind: 'slice',
      progress,
      renew: [],
      publication: { published: false, failure: FAILURE },
    });
    const proseOfNotice = [...PROSE, 'notPublished'];
    expectGolden('answers/prune-finished-not-told.json', notTold, proseOfNotice);
    const skipped = apply({
      kind: 'slice',
      progress: await skippedProgress(),
      renew: [],
    });
    expectGolden('answers/prune-skipped.json', skipped, PROSE);
    const { plan, order } = await storedPlan();
    const status = statusResponse(
      PLAN_ID,
      { kind: 'status', progress, plan, order, textAt: 's3://a/b' },
      () => ({ asked: 1, configured: 3, applied: 1 }),
    );
    expectGolden('answers/prune-status.json', JSON.stringify(status), PROSE);
    const until = MADE_AT + 75_000;
    const old = { check: 'scheduler', region: region('eu-west-1'), readAt: MADE_AT } as const;
    const states = [
      { kind: 'goes-on' },
      { kind: 'needs-evidence', sources: [old] },
      { kind: 'not-begun' },
      { kind: 'busy', until: instant(until) },
      { kind: 'stopped', stop: { code: 'delete-denied', failure: FAILURE } },
    ] as const;
    for (const state of states) {
      const renew = 'sources' in state ? state.sources : [];
      const slice = apply({ kind: 'slice', progress: await storedProgress(state), renew });
      expectGolden(`answers/prune-${state.kind}.json`, slice, PROSE);
    }
  });
});

describe('an answer to a check', () => {
  const report = parse(golden('report/watch.json'), runReport);

  it.each(['check', 'check-packed'])('is understood: %s', (name) => {
    const read = readCheckAnswer(goldenData(`answers/${name}.json`));
    expect(read).toEqual({ ok: true, report: report.ok ? report.value : undefined });
  });

  it('is written alike', async () => {
    if (!report.ok) throw new Error(report.fault);
    expectGolden('answers/check.json', JSON.stringify(await checkAnswer(report.value)));
    const packed = JSON.stringify(await checkAnswer(report.value, 6_000));
    // The compressed bytes depend on the version of zlib.
    expectGolden('answers/check-packed.json', packed, ['report']);
  });
});

const VERDICTS: readonly Verdict[] = [
  { state: 'ok', fact: 'as-it-should-be' },
  { state: 'ok', fact: 'region-passed-over' },
  { state: 'ok', fact: 'no-prune-role' },
  { state: 'ok', fact: 'no-memory-yet' },
  { state: 'not-tried', fact: 'would-publish' },
  { state: 'not-tried', fact: 'would-delete' },
  { state: 'not-tried', fact: 'others-role' },
  { state: 'could-not-tell', failure: FAILURE },
  { state: 'problem', fact: 'denied', failure: FAILURE },
  { state: 'problem', fact: 'denied-by-organisation', failure: FAILURE },
  { state: 'problem', fact: 'denied-by-boundary', failure: FAILURE },
  { state: 'problem', fact: 'region-not-enabled', failure: FAILURE },
  { state: 'problem', fact: 'bucket-absent', failure: FAILURE },
  { state: 'problem', fact: 'other-account', found: accountId('333333333333') },
  { state: 'problem', fact: 'prune-role-in-production' },
  { state: 'problem', fact: 'prune-role-and-no-stage' },
  { state: 'problem', fact: 'memory-not-understood', problem: 'is not JSON' },
  { state: 'problem', fact: 'condition-ignored' },
];

describe('an answer of the doctor', () => {
  it.each(formsOf('answers/doctor.json'))('is read whole: %s', (name) => {
    const report = goldenData(name);
    expect(tryRead(doctorAnswer, report)).toEqual(report);
  });

  it('is written alike', () => {
    const examined = VERDICTS.map((verdict, at): CheckResult => ({
      account: { id: accountId('222222222222'), name: 'dev', ...(at > 3 && { stage: 'nonprod' }) },
      ...(at % 2 === 0 && { region: region('eu-west-1') }),
      subject: at === 8 ? 'role' : at === 9 ? 'prune role' : 'lambda:ListAliases',
      verdict,
    }));
    const words = {
      askedBy: 'watch',
      deployment: 'golden',
      command: 'limits-watchdog',
      tooling: { account: accountId('111111111111'), region: region('eu-west-1') },
      readRole: roleName('limits-watchdog-read'),
      pruneRole: roleName('limits-watchdog-prune'),
      bucket: 'state',
      granted: () => 'PlanEvidence=true',
    } as const;
    const report = doctorReport(examined, words, { runId: 'run', worst: 'problem' });
    expectGolden('answers/doctor.json', JSON.stringify(report), ['sentence', 'todo', 'steps']);
  });
});
