import type { Region } from '../../../model/aws-ids.ts';
import type { Evidence, EvidenceCheck, EvidenceScope } from '../../model/evidence.ts';
import type { Reading } from '../../model/inventory.ts';
import { withOperation, IncompleteAnswer, OutOfTime, readFailure } from '../../../aws/failures.ts';
import type { Home } from '../function-reference.ts';
import type { EvidenceReads } from '../caller.ts';
import type { Words } from './words.ts';
import { usesIn } from '../reference-notes.ts';

export { notedUses } from '../reference-notes.ts';
export type { Words } from './words.ts';

/** One call to make: `call` is the IAM action that it needs, the rest is what to ask for. */
export type Step = Words & { readonly call: string };

/** Where a read that takes many calls has got to. */
export interface Walk {
  /** The next one first. */
  readonly steps: readonly Step[];
  /** Looked at when no other step is left. */
  readonly later: readonly Step[];
  readonly notes: readonly Words[];
}

/** What one call gave. */
export interface Taken {
  readonly notes?: readonly Words[];
  readonly steps?: readonly Step[];
  /** Before all others: what a step carries along is not kept for long. */
  readonly now?: readonly Step[];
  readonly later?: readonly Step[];
}

/** A read of a whole Region or account, call by call: it can stop between any two and go on later. */
export interface Walking<Reads = EvidenceReads> {
  readonly first: readonly Step[];
  /** Makes at most one call. When it throws, the whole read has failed: part of a list is no list. */
  readonly take: (reads: Reads, step: Step, notes: () => readonly Words[]) => Promise<Taken>;
}

/** A check that one walk answers; its notes are uses. */
export interface WideCheck<Reads = EvidenceReads> extends Walking<Reads> {
  readonly check: EvidenceCheck;
  /** Of the account as a whole, or of the one Region that was asked. */
  readonly width: 'account' | 'region';
}

export type Walked =
  | { readonly kind: 'done'; readonly notes: Reading<readonly Words[]> }
  /** Time was up; nothing is lost. */
  | { readonly kind: 'paused'; readonly walk: Walk };

export function begun({ first }: Pick<Walking, 'first'>): Walk {
  return { steps: first, later: [], notes: [] };
}

/** Goes on from `from` while `goOn` says so. It never rejects for what AWS answers. */
export async function walked<Reads>(
  { take }: Walking<Reads>,
  reads: Reads,
  from: Walk,
  goOn: () => boolean = () => true,
): Promise<Walked> {
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
    const paused = (): Walked => ({
      kind: 'paused',
      walk: { steps: [step, ...steps], later, notes: [...notes.values()] },
    });
    if (!goOn()) return paused();
    try {
      const found = await withOperation(step.call, async () => {
        const key = JSON.stringify(step);
        if (taken.has(key)) return askedBefore(step);
        taken.add(key);
        return take(reads, step, () => [...notes.values()]);
      });
      for (const note of found.notes ?? []) notes.set(JSON.stringify(note), note);
      steps.unshift(...(found.now ?? []));
      steps.push(...(found.steps ?? []));
      later.push(...(found.later ?? []));
    } catch (error) {
      const failure = { ...readFailure(error, step.call), ...resourceOf(step) };
      if (failure.reason === 'out-of-time') return paused();
      return { kind: 'done', notes: { kind: 'failed', failure } };
    }
  }
}

/** What a step asks about, where it is one of many things. */
function resourceOf({ arn, stack, group, name }: Step): { readonly resource?: string } {
  const resource = arn ?? stack ?? (group === undefined ? name : `${group}/${name ?? ''}`);
  return resource === undefined ? {} : { resource };
}

/** Two pages may lead to the same thing, but never to the same page. */
function askedBefore({ token }: Step): Taken {
  if (token !== undefined) throw new IncompleteAnswer('the listing repeats a page token');
  return {};
}

/** The whole of a check at once, about the functions called `names`. It never rejects for what AWS answers. */
export async function readWide<Reads extends Home>(
  check: WideCheck<Reads>,
  reads: Reads,
  names: readonly string[],
): Promise<Evidence> {
  const result = await walked(check, reads, begun(check));
  if (result.kind === 'done') return wideEvidence(check, reads.region, result.notes, names);
  const call = result.walk.steps[0]?.call ?? check.check;
  const failure = readFailure(new OutOfTime(), call);
  return wideEvidence(check, reads.region, { kind: 'failed', failure }, names);
}

/** What a walk found, as evidence about the functions called `names`. */
export function wideEvidence(
  { check, width }: Pick<WideCheck, 'check' | 'width'>,
  region: Region,
  notes: Reading<readonly Words[]>,
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

/** What a step must say. */
export function word(step: Step, name: string): string {
  const found = step[name];
  if (found === undefined) throw new TypeError(`the step ${step.call} does not say its ${name}`);
  return found;
}
