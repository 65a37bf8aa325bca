import { shellWord } from '../text/shell-words.ts';
import type { SetupStep } from './model.ts';

/** The variable that commands contain in place of the external id. The shell rejects them while it has no value. */
export const EXTERNAL_ID_VARIABLE = '${EXTERNAL_ID:?}';

/** Reads the external id from the terminal without showing it; POSIX shells have no `read -s`. */
const READ_FROM_TERMINAL = 'stty -echo || :; IFS= read -r EXTERNAL_ID; stty echo || :';

const ENTRY = /^ *externalId: *['"]?([\w+=,.@:/-]*)/gm;

/**
 * The step that sets the variable to the external id of the configuration file, so that no printed command contains
 * it. If the file does not have it in the form that the command `init` writes, the user types it.
 */
export function externalIdStep(text: string, externalId: string, path: string): SetupStep {
  const found = [...text.matchAll(ENTRY)].map(([, value]) => value);
  const isReadable = found.length === 1 && found[0] === externalId;
  return {
    title: 'The external id, for the commands that make the roles',
    notes: [
      isReadable
        ? 'It is read from the configuration into a variable of the shell.'
        : 'Type or paste role.externalId of the configuration, and press Enter; it is not shown.',
    ],
    commands: [
      isReadable
        ? `EXTERNAL_ID=$(sed -n "s/^ *externalId: *['\\"]\\{0,1\\}\\([A-Za-z0-9_+=,.@:/-]*\\).*/\\1/p" ${shellWord(path)})`
        : READ_FROM_TERMINAL,
    ],
  };
}
