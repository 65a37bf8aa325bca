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

/** One call to make: `call` is the IAM action that it needs, the rest is what to ask for. */
export type Step = Note & { readonly call: string };

/** How far a read of many calls has got, as plain data. */
export interface Walk {
  /** The next one first. */
  readonly steps: readonly Step[];
  /** Taken when no other step is left. */
  readonly later: readonly Step[];
  readonly notes: readonly Note[];
}

/** What one step gives. */
export interface StepResult {
  readonly notes?: readonly Note[];
  readonly steps?: readonly Step[];
  /** The token of the next page: the same step follows with it. */
  readonly next?: string | null | undefined;
  /** Before all others: what a step carries along is not kept for long. */
  readonly now?: readonly Step[];
  readonly later?: readonly Step[];
}

/** The call of a step, and what its answer means. */
export interface WalkedCall<One extends Action> {
  /** Undefined when nothing has to be read any more. */
  readonly input: (
    step: Step,
    reads: Pick<EvidenceReads, 'startedAt'>,
    notes: () => readonly Note[],
  ) => InputOf<One> | undefined;
  /** What a refused call means where it tells something; for any other failure undefined. */
  readonly ifFailed?: (failure: ReadFailure, step: Step) => StepResult | undefined;
  /** When it throws, the whole read has failed: part of a list is no list. */
  readonly read: (
    answer: OutputOf<One>,
    step: Step,
    reads: Home & Pick<EvidenceReads, 'startedAt'>,
  ) => StepResult;
}

/** A read of a whole Region or account, call by call: it can stop between any two and continue later. */
export interface WalkPlan<Own extends Action = Action> {
  readonly first: readonly Step[];
  readonly grants: { readonly [One in Own]?: WalkedCall<One> };
}

/** A check that one walk answers; its notes are uses. */
export interface WideCheck<Own extends Action = Action> extends WalkPlan<Own> {
  readonly check: EvidenceCheck;
  /** Of the account as a whole, or of the one Region that was asked. */
  readonly width: 'account' | 'region';
}

export type WalkResult =
  | { readonly kind: 'done'; readonly notes: Reading<readonly Note[]> }
  /** Time was up; nothing is lost. */
  | { readonly kind: 'paused'; readonly walk: Walk };

export function newWalk({ first }: Pick<WalkPlan, 'first'>): Walk {
  return { steps: first, later: [], notes: [] };
}

/** For `ifFailed`: nothing of what was deleted since it was listed. Only an error name by which AWS says so counts. */
export function deletedBy(
  errorNames: readonly string[],
): NonNullable<WalkedCall<Action>['ifFailed']> {
  return ({ errorName }) => (errorNames.includes(errorName) ? {} : undefined);
}

/** Continues at `from` while `goOn` says so. It never rejects for what AWS answers. */
export async function continueWalk<Own extends Action>(
  plan: WalkPlan<Own>,
  reads: EvidenceReads<Own>,
  from: Walk,
  goOn: () => boolean = () => true,
): Promise<WalkResult> {
  const notes = new Map(from.notes.map((note) => [JSON.stringify(note), note]));
  const taken = new Set<string>();
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
    if (!goOn()) return paused();
    try {
      const key = JSON.stringify(step);
      const result = taken.has(key)
        ? repeated(step)
        : await takeStep(plan, reads, step, () => [...notes.values()]);
      taken.add(key);
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

async function takeStep<Own extends Action>(
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

/** What a step asks about, where it is one of many things. */
function resourceOf({ arn, stack, group, name }: Step): { readonly resource?: string } {
  const resource = arn ?? stack ?? (group === undefined ? name : `${group}/${name ?? ''}`);
  return resource === undefined ? {} : { resource };
}

/** Two pages may lead to the same thing, but never to the same page. */
function repeated({ token }: Step): StepResult {
  if (token !== undefined) throw new IncompleteAnswer('the listing repeats a page token');
  return {};
}

/** The whole of a check at once, about the functions called `names`. It never rejects for what AWS answers. */
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

/** What a walk found, as evidence about the functions called `names`. */
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

/** A step like `step` for the page behind `token`; none when there is no further one. */
export function nextPage(step: Step, token: string | null | undefined): readonly Step[] {
  return token === undefined || token === null || token === '' ? [] : [{ ...step, token }];
}

export function valueIn(step: Step, name: string): string {
  const found = step[name];
  if (found === undefined) throw new TypeError(`the step ${step.call} does not say its ${name}`);
  return found;
}
