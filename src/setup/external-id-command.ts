import { shellWord } from '../text/shell-words.ts';
import type { SetupStep } from './model.ts';

/** The external id in commands that are printed from a file; where it is not set, the shell refuses them. */
export const EXTERNAL_ID_VARIABLE = '${EXTERNAL_ID:?}';

/** POSIX has no `read -s`. */
const TYPED = 'stty -echo || :; IFS= read -r EXTERNAL_ID; stty echo || :';

const ENTRY = /^ *externalId: *['"]?([\w+=,.@:/-]*)/gm;

/**
 * Sets the variable to what a configuration says, so that nothing that is printed holds the external id. Where
 * the file is not written as `init` writes it, a person types it in.
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
        : TYPED,
    ],
  };
}
