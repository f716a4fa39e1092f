/** Stands in for the SDK's chain of credentials: those Lambda puts into the environment, and no other. */
import process from 'node:process';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId = '',
      AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (accessKeyId === '' || secretAccessKey === '')
      throw new Error('the environment has no credentials: is this running in Lambda?');
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  };
}
