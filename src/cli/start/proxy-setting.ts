/** The proxy that HTTPS_PROXY names, and the hosts that are reached without it. */
export interface ProxySetting {
  /** As it was given: it may hold a password. */
  readonly address: string;
  /** Of NO_PROXY. */
  readonly exceptions: readonly string[];
}

/**
 * What the environment says, in capitals or not, as curl and the AWS CLI read it.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html
 */
export function proxySetting(
  environment: Readonly<Record<string, string | undefined>>,
): ProxySetting | undefined {
  const valueOf = (name: string) => environment[name.toLowerCase()] || environment[name] || '';
  const address = valueOf('HTTPS_PROXY').trim();
  if (address === '') return undefined;
  const exceptions = valueOf('NO_PROXY')
    .split(/[\s,]+/)
    .filter((one) => one !== '');
  return { address, exceptions };
}

/** Whether a host is reached without the proxy: by its name, as part of a domain, or as all are by `*`. */
export function isException(host: string, port: number, { exceptions }: ProxySetting): boolean {
  return exceptions.some((exception) => {
    const [, name = '', ofPort] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(exception) ?? [];
    if (ofPort !== undefined && Number(ofPort) !== port) return false;
    const domain = name.toLowerCase();
    const wanted = host.toLowerCase();
    return domain === '*' || wanted === domain || wanted.endsWith(`.${domain}`);
  });
}
