import type { DemoOrganisation } from './organisation.ts';

/** The alert of a watch run, as its subscriber by e-mail receives it. */
export interface DemoAlert {
  readonly to: string;
  readonly subject: string;
  readonly lines: readonly string[];
}

const DIVIDER = /^-{5,}$/;

/** Has the watch function run as the schedule would. @throws when it sends no e-mail. */
export async function demoAlert({ sandbox, invoke }: DemoOrganisation): Promise<DemoAlert> {
  const before = sandbox.deliveries.list().length;
  // It fails after publishing, since one account cannot be measured.
  const failure = await invoke('watch', {}).catch((error: unknown) => error);
  const mail = sandbox.deliveries
    .list()
    .slice(before)
    .find(({ protocol }) => protocol === 'email');
  if (mail === undefined) throw new Error('the watch run sent no e-mail', { cause: failure });
  return { to: mail.endpoint, subject: mail.subject ?? '', lines: mail.body.split('\n') };
}

/** What is seen of it at first: all above the details. */
export function firstScreen({ lines }: DemoAlert): readonly string[] {
  const end = lines.findIndex((line) => DIVIDER.test(line));
  const text = lines.slice(0, end === -1 ? lines.length : end).join('\n');
  return text.trimEnd().split('\n');
}
