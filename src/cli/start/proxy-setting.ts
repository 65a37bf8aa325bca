export interface ProxySetting {
  /** The address of the proxy. It may contain a password. */
  readonly address: string;
  readonly exceptions: readonly string[];
}

/** Returns HTTPS_PROXY and NO_PROXY, or undefined without a proxy. As for curl and the AWS CLI, lower-case names come first. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html */
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

/** Whether NO_PROXY exempts a host by its name, its domain, or `*`. */
export function isException(host: string, port: number, { exceptions }: ProxySetting): boolean {
  return exceptions.some((exception) => {
    const [, name = '', ofPort] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(exception) ?? [];
    if (ofPort !== undefined && Number(ofPort) !== port) return false;
    const domain = name.toLowerCase();
    const wanted = host.toLowerCase();
    return domain === '*' || wanted === domain || wanted.endsWith(`.${domain}`);
  });
}
