const REDACTED = '[redacted]';
/** Secrets of fewer characters are replaced only where they are whole words. */
const SHORT = 8;

const SECRET_VARIABLE = /(?:^|_)(?:SECRET_ACCESS_KEY|TOKEN|SECRET|PASSWORD|WEBHOOK|WEBHOOK_URL)$/;
/** Patterns of secrets. The first group of a match is not redacted. */
const PATTERNS: readonly RegExp[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  /()\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /()(?:https?:\/\/)?hooks\.(?:slack|slack-gov|chime)\.(?:com|aws)\/[^\s"'<>)]*/gi,
  /()https?:\/\/[^\s"'<>)/]*webhook[^\s"'<>)/]*\/[^\s"'<>)]*/gi,
  /(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"'<>]+/gi,
  /(\b(?:Signature|Credential)=)[^\s,"']+/g,
  /((?:secret_?access_?key|session_?token|security-token|\bpassword)["']?\s*[:=]\s*["']?)[\w+/=%-]{8,}/gi,
  /()(?<![\w+/=.-])(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])(?=[A-Za-z+/]*\d)[A-Za-z0-9+/]{40}(?![\w+/=.-])/g,
];

/** Removes known secrets, and text that looks like a secret. */
export interface Redactor {
  /** Remembers the external id of a configuration, unless it is an ordinary word. */
  readonly learnFrom: (fileText: string) => Promise<void>;
  readonly clean: (text: string) => string;
  readonly cleanValue: (value: unknown) => unknown;
}

export function redactor(environment: Readonly<Record<string, string | undefined>>): Redactor {
  const secrets = new Set<string>();
  for (const [name, value] of Object.entries(environment)) {
    if (SECRET_VARIABLE.test(name) && value !== undefined && value.length >= SHORT)
      secrets.add(value);
  }
  const clean = (text: string): string => {
    let shown = text;
    for (const secret of secrets) shown = redactSecret(shown, secret);
    for (const pattern of PATTERNS) shown = shown.replace(pattern, `$1${REDACTED}`);
    return shown;
  };
  const cleanValue = (value: unknown): unknown => {
    if (typeof value === 'string') return clean(value);
    if (Array.isArray(value)) return value.map(cleanValue);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleanValue(one)]));
  };
  return {
    learnFrom: async (fileText) => {
      // This is imported late, because loading its YAML parser takes longer than all of --help.
      const { secretsIn } = await import('./file-secrets.ts');
      for (const found of secretsIn(fileText)) secrets.add(found);
    },
    clean,
    cleanValue,
  };
}

function redactSecret(text: string, secret: string): string {
  if (secret.length >= SHORT) return text.replaceAll(secret, REDACTED);
  const exact = secret.replace(/[^\w]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w-])${exact}(?![\\w-])`, 'g'), REDACTED);
}
