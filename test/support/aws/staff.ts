/** People of the user pool, made by its administrator, signed in with a password. */
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Deployed } from './deployed.ts';

const PASSWORD = 'Steep-4-minutes-at-80';

const cognito = new CognitoIdentityProviderClient({});

/** Signing in by password is for this test: the console signs in by the pool's own page. */
async function allowPasswords(UserPoolId: string, ClientId: string): Promise<void> {
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  const flows = UserPoolClient?.ExplicitAuthFlows ?? [];
  await cognito.send(
    new UpdateUserPoolClientCommand({
      ...UserPoolClient,
      UserPoolId,
      ClientId,
      ExplicitAuthFlows: [
        ...new Set([...flows, 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const),
      ],
    }),
  );
}

/** An id token of a new person, in a group or in none. */
export async function signIn({ outputs }: Deployed, email: string, group: string | null): Promise<string> {
  const { UserPoolId, UserPoolClientId: ClientId } = outputs;
  await allowPasswords(UserPoolId, ClientId);
  const who = { UserPoolId, Username: email };
  await cognito.send(
    new AdminCreateUserCommand({
      ...who,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await cognito.send(new AdminSetUserPasswordCommand({ ...who, Password: PASSWORD, Permanent: true }));
  if (group !== null) await cognito.send(new AdminAddUserToGroupCommand({ ...who, GroupName: group }));
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD },
    }),
  );
  return AuthenticationResult?.IdToken ?? '';
}
