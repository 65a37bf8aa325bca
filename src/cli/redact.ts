const REDACTED = '[redacted]';
/** Shorter ones are replaced only where they stand alone, or they would take words apart. */
const SHORT = 8;

/** Names of environment variables whose values are secret. */
const SECRET_VARIABLE = /(?:^|_)(?:SECRET_ACCESS_KEY|TOKEN|SECRET|PASSWORD|WEBHOOK|WEBHOOK_URL)$/;
/** What looks like a secret wherever it comes from; the first group stays. */
const PATTERNS: readonly RegExp[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  /()\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /()(?:https?:\/\/)?hooks\.(?:slack|slack-gov|chime)\.(?:com|aws)\/[^\s"'<>)]*/gi,
  /()https?:\/\/[^\s"'<>)/]*webhook[^\s"'<>)/]*\/[^\s"'<>)]*/gi,
  /(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"'<>]+/gi,
  /(\b(?:Signature|Credential)=)[^\s,"']+/g,
  /((?:secret_?access_?key|session_?token|security-token|\bpassword)["']?\s*[:=]\s*["']?)[\w+/=%-]{8,}/gi,
  // A secret access key: 40 of these, of every kind. A digest in hexadecimal has no capitals.
  /()(?<![\w+/=.-])(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])(?=[A-Za-z+/]*\d)[A-Za-z0-9+/]{40}(?![\w+/=.-])/g,
];

/** Keeps secrets out of what is written: those that it was told of, and what looks like one. */
export interface Redactor {
  /** Remembers the external id that the text of a configuration holds, unless it is an ordinary word. */
  readonly learnFrom: (fileText: string) => Promise<void>;
  readonly clean: (text: string) => string;
  /** The same value with clean texts; keys stay. */
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
    for (const secret of secrets) shown = without(shown, secret);
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
      // Its parser and its words take longer to load than all of --help.
      const { secretsIn } = await import('./file-secrets.ts');
      for (const found of secretsIn(fileText)) secrets.add(found);
    },
    clean,
    cleanValue,
  };
}

function without(text: string, secret: string): string {
  if (secret.length >= SHORT) return text.replaceAll(secret, REDACTED);
  const exact = secret.replace(/[^\w]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w-])${exact}(?![\\w-])`, 'g'), REDACTED);
}
