/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundles of Lambda functions, where the role's
 * credentials are always in the environment. The SDK's own provider would add profiles, SSO and instance
 * metadata (a fifth of the bundle), and would try all of them before it fails. Never use it for the command
 * line, which needs profiles. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function defaultProvider(): () => Promise<{
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}> {
  return async () => {
    const accessKeyId = process.env['AWS_ACCESS_KEY_ID'];
    const secretAccessKey = process.env['AWS_SECRET_ACCESS_KEY'];
    const sessionToken = process.env['AWS_SESSION_TOKEN'];
    if (!accessKeyId || !secretAccessKey) {
      const error = new Error(
        'The environment holds no credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set by Lambda from the role of the function.',
      );
      // The SDK's callers recognise the failure by this name, as for its own providers.
      error.name = 'CredentialsProviderError';
      throw error;
    }
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  };
}
