import { isBytes, isMembers } from './wire/message.ts';
import type { Witness } from './witnesses.ts';

/**
 * What no test may do unawares: be denied something by a shipped policy, and send a DeleteFunction
 * that names no version. A test that does so on purpose says it, by action and with its reason; what
 * it says and does not happen is a fault as well.
 */

export interface ExpectedDenial {
  /** `lambda:DeleteFunction`. */
  readonly action: string;
  /** The role that asks, by name; default: any. */
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

/** Says that the current test asks for what a shipped policy does not allow. */
export function expectDenied({ action, role, because }: ExpectedDenial): void {
  expected.push({ action, role, because, hasHappened: false });
}

/** Says that the current test sends, by hand, what could delete more than one version. */
export function expectUnqualifiedDelete(because: string): void {
  expected.push({ action: WHOLE_FUNCTION, role: undefined, because, hasHappened: false });
}

/** Notes what needs to be expected; the log of the sandbox may be cleared or gone by then. */
export const onlooker: Witness = {
  asked({ service, operation, session, input }) {
    if (service !== 'lambda' || operation !== 'DeleteFunction') return;
    if (isNumeric(input) || isProvesOwn(input)) return;
    note(WHOLE_FUNCTION, session.role.name, JSON.stringify(plainly(input)));
  },
  decided({ need, circumstances: { session }, verdict, isOptional }) {
    if (verdict.isAllowed || isOptional || session.role.template === undefined) return;
    note(need.action, session.role.name, `on ${need.resource}: ${verdict.reason}`);
  },
};

/** `npm run prove` removes whole functions: those that it has made, which alone have such names. */
function isProvesOwn(input: unknown): boolean {
  return (
    isMembers(input) &&
    typeof input['FunctionName'] === 'string' &&
    input['FunctionName'].startsWith('limits-watchdog-prove-')
  );
}

/** What was not expected, and what was expected and did not happen. Forgets both. */
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

/** Few, however many calls there were: one for each action and role, with the first that was seen. */
function note(action: string, role: string, detail: string): void {
  for (const known of happened.values()) {
    if (known.action === action && known.role === role) return;
  }
  happened.set(`${role}: ${action} ${detail}`, { action, role });
}

/** The qualifier is in the request or at the end of the name; both, if given, are numbers. */
function isNumeric({ FunctionName, Qualifier }: Readonly<Record<string, unknown>>): boolean {
  const name = typeof FunctionName === 'string' ? FunctionName.replace(/^.*:function:/, '') : '';
  const inName = /:(.*)$/.exec(name)?.[1];
  const given = [Qualifier, inName].filter((one) => one !== undefined);
  return given.length > 0 && given.every((one) => typeof one === 'string' && /^\d+$/.test(one));
}

function plainly(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => !isBytes(value) && !isMembers(value)),
  );
}
