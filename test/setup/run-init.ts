import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { cliWorld } from '../cli/cli-world.ts';

export interface InitSetting {
  readonly files?: Record<string, string>;
  /** Lines typed at a terminal; after them the input ends. Undefined: there is no terminal. */
  readonly typed?: readonly string[];
  readonly environment?: Record<string, string>;
}

export async function initialised(
  args: readonly string[],
  { files = {}, typed, environment }: InitSetting = {},
) {
  const questions: string[] = [];
  const left = [...(typed ?? [])];
  const made = cliWorld({ files });
  const ask = async (question: string) => {
    questions.push(question);
    made.world.terminal.err(`? ${question}`);
    return left.shift();
  };
  const world = {
    ...made.world,
    ...(environment === undefined ? {} : { environment }),
    terminal: { ...made.world.terminal, ...(typed === undefined ? {} : { ask }) },
  };
  const exitCode = await runProgram(['init', ...args], commands, world);
  return { exitCode, out: made.out, err: made.err, files: made.files, questions };
}
