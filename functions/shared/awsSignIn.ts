/** People sign in by tokens of the user pool. */
import { type AwsPart } from './awsParts.ts';
import { userPoolSignIn } from './signIn.ts';

export const awsSignIn: AwsPart = ({ environment: { region, endpoint, userPool } }) => {
  if (userPool === null) return {};
  const { id, clientId } = userPool;
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${id}`;
  const keysUrl = `${endpoint}/${id}/.well-known/jwks.json`;
  return { signIn: userPoolSignIn({ issuer, clientId, ...(endpoint === undefined ? {} : { keysUrl }) }) };
};
