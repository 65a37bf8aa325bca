import { USUAL_COMMAND } from '../../model/configuration.ts';

const USUAL_FILE = 'watchdog.yml';
/** What a person types in a checkout of the project. */
const BY_NPX = `npx ${USUAL_COMMAND}`;
/** Matches a file that may set `command`. Other files are not parsed, because loading the parser takes long. */
const MAY_HAVE_SETTING = /^["']?command["']?\s*:|^\{/m;

/**
 * Returns what a person types to run this program: the setting `command`, or its default, which follows `npx` if there
 * is no file and npx runs this program. Never rejects. https://docs.npmjs.com/cli/v11/using-npm/scripts#environment
 */
export async function typedName(
  args: readonly string[],
  readFile: (path: string) => Promise<string>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const unread = environment['npm_command'] === 'exec' ? BY_NPX : USUAL_COMMAND;
  if (valueOf('--deployment', args) !== undefined) return unread;
  const text = await readFile(valueOf('--config', args) ?? USUAL_FILE).catch(() => undefined);
  if (text === undefined) return unread;
  if (!MAY_HAVE_SETTING.test(text)) return USUAL_COMMAND;
  const [{ command }, { readYaml }] = await Promise.all([
    import('../../config/values.ts'),
    import('../../config/yaml-source.ts'),
  ]);
  const read = readYaml(text);
  if (!read.ok || !('command' in read.source.value)) return USUAL_COMMAND;
  const parsed = command.safeParse(read.source.value.command);
  return parsed.success ? parsed.data : USUAL_COMMAND;
}

function valueOf(flag: string, args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
  const given = args[at];
  return given === flag ? args[at + 1] : given?.slice(flag.length + 1);
}
