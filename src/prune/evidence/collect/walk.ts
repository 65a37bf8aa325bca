import type { Region } from '../../../model/aws-ids.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import type { Evidence, EvidenceCheck, EvidenceScope } from '../../model/evidence.ts';
import type { Reading } from '../../model/inventory.ts';
import { IncompleteAnswer, OutOfTime, readFailure } from '../../../aws/failures.ts';
import type { Home } from '../function-reference.ts';
import type { EvidenceReads } from '../caller.ts';
import type { Note } from '../reference-notes.ts';
import { usesIn } from '../reference-notes.ts';
import type { Action, InputOf, OutputOf } from './requests.ts';

/** A request to send: `call` is its IAM action, the other fields its input. Stored between two invocations. */
export type Step = Note & { readonly call: string };

/** The progress of a walk: a chain of requests, in which each answer may add further requests. */
export interface Walk {
  /** The requests to send next. */
  readonly steps: readonly Step[];
  /** The requests to send after all `steps`. */
  readonly later: readonly Step[];
  /** What the answers so far have shown. */
  readonly notes: readonly Note[];
}

/** What the answer to one request adds to a walk. */
export interface StepResult {
  readonly notes?: readonly Note[];
  readonly steps?: readonly Step[];
  /** The token of the next page, for which the request is repeated. */
  readonly next?: string | null | undefined;
  /** Requests to send before all others: their inputs are large, and a paused walk stores each unsent input. */
  readonly now?: readonly Step[];
  readonly later?: readonly Step[];
}

/** How a walk sends the request of one IAM action and reads its answer. */
export interface WalkedCall<One extends Action> {
  /** Returns the input of the request; undefined when it need not be sent. */
  readonly input: (
    step: Step,
    reads: Pick<EvidenceReads, 'startedAt'>,
    notes: () => readonly Note[],
  ) => InputOf<One> | undefined;
  /** Returns a result in place of a failure; undefined when the walk fails. */
  readonly ifFailed?: (failure: ReadFailure, step: Step) => StepResult | undefined;
  /** Reads an answer. If it throws, the whole walk fails, since an incomplete list is worthless. */
  readonly read: (
    answer: OutputOf<One>,
    step: Step,
    reads: Home & Pick<EvidenceReads, 'startedAt'>,
  ) => StepResult;
}

/** How to list a whole Region or account by a walk, which can stop after any request and continue later. */
export interface WalkPlan<Own extends Action = Action> {
  readonly first: readonly Step[];
  readonly grants: { readonly [One in Own]?: WalkedCall<One> };
}

/** A check of a whole Region or account by one walk, whose notes are uses of versions. */
export interface WideCheck<Own extends Action = Action> extends WalkPlan<Own> {
  readonly check: EvidenceCheck;
  readonly width: 'account' | 'region';
}

export type WalkResult =
  | { readonly kind: 'done'; readonly notes: Reading<readonly Note[]> }
  | { readonly kind: 'paused'; readonly walk: Walk };

export function newWalk({ first }: Pick<WalkPlan, 'first'>): Walk {
  return { steps: first, later: [], notes: [] };
}

/** Returns an `ifFailed` that ignores these errors: the resource was deleted after it was listed. */
export function deletedBy(
  errorNames: readonly string[],
): NonNullable<WalkedCall<Action>['ifFailed']> {
  return ({ errorName }) => (errorNames.includes(errorName) ? {} : undefined);
}

/** Continues a walk while `hasTime` returns true. An error of AWS is a failed reading, not a rejection. */
export async function continueWalk<Own extends Action>(
  plan: WalkPlan<Own>,
  reads: EvidenceReads<Own>,
  from: Walk,
  hasTime: () => boolean = () => true,
): Promise<WalkResult> {
  const notes = new Map(from.notes.map((note) => [JSON.stringify(note), note]));
  const sent = new Set<string>();
  let steps = [...from.steps];
  let later = [...from.later];
  for (;;) {
    if (steps.length === 0) [steps, later] = [later, []];
    const step = steps.shift();
    if (step === undefined) {
      return { kind: 'done', notes: { kind: 'read', value: [...notes.values()] } };
    }
    const paused = (): WalkResult => ({
      kind: 'paused',
      walk: { steps: [step, ...steps], later, notes: [...notes.values()] },
    });
    if (!hasTime()) return paused();
    try {
      const key = JSON.stringify(step);
      const result = sent.has(key)
        ? skipRepeated(step)
        : await sendStep(plan, reads, step, () => [...notes.values()]);
      sent.add(key);
      for (const note of result.notes ?? []) notes.set(JSON.stringify(note), note);
      steps.unshift(...(result.now ?? []));
      steps.push(...(result.steps ?? []), ...nextPage(step, result.next));
      later.push(...(result.later ?? []));
    } catch (error) {
      const failure = { ...readFailure(error, step.call), ...resourceOf(step) };
      if (failure.reason === 'out-of-time') return paused();
      return { kind: 'done', notes: { kind: 'failed', failure } };
    }
  }
}

async function sendStep<Own extends Action>(
  { grants }: WalkPlan<Own>,
  reads: EvidenceReads<Own>,
  step: Step,
  notes: () => readonly Note[],
): Promise<StepResult> {
  const isOwn = (action: string): action is Own => Object.hasOwn(grants, action);
  const { call: action } = step;
  const walked = isOwn(action) ? grants[action] : undefined;
  if (walked === undefined || !isOwn(action)) {
    throw new TypeError(`${action} is no step of this check`);
  }
  const input = walked.input(step, reads, notes);
  if (input === undefined) return {};
  let answer: OutputOf<Own>;
  try {
    answer = await reads.call(action, input);
  } catch (error) {
    const result = walked.ifFailed?.(readFailure(error, action), step);
    if (result === undefined) throw error;
    return result;
  }
  return walked.read(answer, step, reads);
}

function resourceOf({ arn, stack, group, name }: Step): { readonly resource?: string } {
  const resource = arn ?? stack ?? (group === undefined ? name : `${group}/${name ?? ''}`);
  return resource === undefined ? {} : { resource };
}

/** Ignores a request that two pages led to. @throws IncompleteAnswer if a page token is repeated */
function skipRepeated({ token }: Step): StepResult {
  if (token !== undefined) throw new IncompleteAnswer('the listing repeats a page token');
  return {};
}

/** Runs a whole check without a pause. An AWS error is failed evidence. `names`: the functions that globs can match. */
export async function readWide<Own extends Action>(
  check: WideCheck<Own>,
  reads: EvidenceReads<Own>,
  names: readonly string[],
): Promise<Evidence> {
  const result = await continueWalk(check, reads, newWalk(check));
  if (result.kind === 'done') return wideEvidence(check, reads.region, result.notes, names);
  const call = result.walk.steps[0]?.call ?? check.check;
  const failure = readFailure(new OutOfTime(), call);
  return wideEvidence(check, reads.region, { kind: 'failed', failure }, names);
}

export function wideEvidence(
  { check, width }: Pick<WideCheck, 'check' | 'width'>,
  region: Region,
  notes: Reading<readonly Note[]>,
  names: readonly string[],
): Evidence {
  const scope: EvidenceScope = width === 'account' ? { kind: width } : { kind: width, region };
  if (notes.kind === 'failed') return { check, scope, outcome: notes };
  return { check, scope, outcome: { kind: 'read', ...usesIn(notes.value, region, names) } };
}

/** Returns the step for the next page; empty if `token` shows that there is none. */
export function nextPage(step: Step, token: string | null | undefined): readonly Step[] {
  return token === undefined || token === null || token === '' ? [] : [{ ...step, token }];
}

export function valueIn(step: Step, name: string): string {
  const found = step[name];
  if (found === undefined) throw new TypeError(`the step ${step.call} does not say its ${name}`);
  return found;
}
