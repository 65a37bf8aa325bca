/** What a pipeline branches on. https://tldp.org/LDP/abs/html/exitcodes.html for 130. */
export const EXIT_CODE = {
  done: 0,
  failed: 1,
  /** Complete, and something to say; only where `--detailed-exitcode` asks for it. */
  attention: 2,
  incomplete: 3,
  refused: 4,
  declined: 4,
  interrupted: 130,
} as const;

export type Outcome = keyof typeof EXIT_CODE;
