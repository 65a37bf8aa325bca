import type { DemoOrganisation } from './organisation.ts';

/** The alert of a watch run, as an e-mail subscriber receives it. */
export interface DemoAlert {
  readonly to: string;
  readonly subject: string;
  readonly lines: readonly string[];
}

const DIVIDER = /^-{5,}$/;

/** Invokes the watch function as the schedule does. @throws when it sends no e-mail */
export async function demoAlert({ sandbox, invoke }: DemoOrganisation): Promise<DemoAlert> {
  const before = sandbox.deliveries.list().length;
  // The function fails after publishing, since one account cannot be measured.
  const failure = await invoke('watch', {}).catch((error: unknown) => error);
  const mail = sandbox.deliveries
    .list()
    .slice(before)
    .find(({ protocol }) => protocol === 'email');
  if (mail === undefined) throw new Error('the watch run sent no e-mail', { cause: failure });
  return { to: mail.endpoint, subject: mail.subject ?? '', lines: mail.body.split('\n') };
}

/** Returns the part of the alert above its details. */
export function firstScreen({ lines }: DemoAlert): readonly string[] {
  const end = lines.findIndex((line) => DIVIDER.test(line));
  const text = lines.slice(0, end === -1 ? lines.length : end).join('\n');
  return text.trimEnd().split('\n');
}
