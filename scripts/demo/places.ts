/** The deployment of the demo, as in watchdog.yml in this folder. */
export const TOOLING = '111111111111';
export const HOME_REGION = 'eu-west-1';
export const DEV = '222222222222';
export const PROD = '555555555555';
export const EXTERNAL_ID = 'demo-external-id';
export const TOPIC = `arn:aws:sns:${HOME_REGION}:${TOOLING}:limits-watchdog-alerts`;
export const STATE_BUCKET = `limits-watchdog-state-${TOOLING}-${HOME_REGION}`;

/** The role with which the user of the demo runs commands. */
export const PERSON_ROLE = 'platform-engineer';

/** The deployed functions, with the name of each one's role. */
export const FUNCTION_ROLES = {
  watch: 'limits-watchdog-watch',
  plan: 'limits-watchdog-plan-function',
  prune: 'limits-watchdog-prune-function',
  mute: 'limits-watchdog-mute-function',
} as const;

export type FunctionName = keyof typeof FUNCTION_ROLES;
export const FUNCTION_NAMES: readonly FunctionName[] = ['watch', 'plan', 'prune', 'mute'];

export function deployedName(name: FunctionName): string {
  return `limits-watchdog-${name}`;
}
