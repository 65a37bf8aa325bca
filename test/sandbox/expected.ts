import { isBytes, isMembers } from './wire/message.ts';
import type { Observer } from './observers.ts';

/**
 * Two things must not happen in a test by mistake: a shipped policy denies an action, and a DeleteFunction request
 * names no version. A test that does this on purpose declares it with a reason. A declared event that does not
 * happen also fails the test.
 */

export interface ExpectedDenial {
  /** The IAM action, such as `lambda:DeleteFunction`. */
  readonly action: string;
  /** The name of the role that is denied; undefined means any role. */
  readonly role?: string;
  readonly because: string;
}

const WHOLE_FUNCTION = 'DeleteFunction without a version';

interface Expected {
  readonly action: string;
  readonly role: string | undefined;
  readonly because: string;
  hasHappened: boolean;
}

const expected: Expected[] = [];
const happened = new Map<string, { readonly action: string; readonly role: string }>();

/** Declares that a shipped policy denies an action in the current test. */
export function expectDenied({ action, role, because }: ExpectedDenial): void {
  expected.push({ action, role, because, hasHappened: false });
}

/** Declares that the current test sends a DeleteFunction request that could delete more than one version. */
export function expectUnqualifiedDelete(because: string): void {
  expected.push({ action: WHOLE_FUNCTION, role: undefined, because, hasHappened: false });
}

/**
 * Records denials and unqualified deletes as they happen, because the call log may be cleared before the test ends.
 */
export const expectationObserver: Observer = {
  onRequest({ service, operation, session, input }) {
    if (service !== 'lambda' || operation !== 'DeleteFunction') return;
    if (isNumeric(input) || isProvesOwn(input)) return;
    recordEvent(WHOLE_FUNCTION, session.role.name, JSON.stringify(printableInput(input)));
  },
  onDecision({ need, circumstances: { session }, verdict, isOptional }) {
    if (verdict.isAllowed || isOptional || session.role.template === undefined) return;
    recordEvent(need.action, session.role.name, `on ${need.resource}: ${verdict.reason}`);
  },
};

/** Whether the request names a function that `npm run prove` created, which it may delete as a whole. */
function isProvesOwn(input: unknown): boolean {
  return (
    isMembers(input) &&
    typeof input['FunctionName'] === 'string' &&
    input['FunctionName'].startsWith('limits-watchdog-prove-')
  );
}

/** Returns events that were not declared and declarations without an event, and clears both lists. */
export function unexpected(): readonly string[] {
  const faults: string[] = [];
  for (const [text, { action, role }] of happened) {
    const fitting = expected.filter(
      (one) => one.action === action && (one.role === undefined || one.role === role),
    );
    for (const one of fitting) one.hasHappened = true;
    if (fitting.length === 0) faults.push(`not expected: ${text}`);
  }
  for (const { action, because, hasHappened } of expected) {
    if (!hasHappened) faults.push(`expected and did not happen: ${action} (${because})`);
  }
  expected.length = 0;
  happened.clear();
  return faults;
}

/** Records one event for each action and role, with the details of the first one. */
function recordEvent(action: string, role: string, detail: string): void {
  for (const known of happened.values()) {
    if (known.action === action && known.role === role) return;
  }
  happened.set(`${role}: ${action} ${detail}`, { action, role });
}

/**
 * Whether the request names a version by number, in the qualifier or at the end of the function's name. If both
 * are given, both must be numbers.
 */
function isNumeric({ FunctionName, Qualifier }: Readonly<Record<string, unknown>>): boolean {
  const name = typeof FunctionName === 'string' ? FunctionName.replace(/^.*:function:/, '') : '';
  const inName = /:(.*)$/.exec(name)?.[1];
  const given = [Qualifier, inName].filter((one) => one !== undefined);
  return given.length > 0 && given.every((one) => typeof one === 'string' && /^\d+$/.test(one));
}

function printableInput(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => !isBytes(value) && !isMembers(value)),
  );
}
