/** Publishes to a topic in a provider's stead: one request of the query protocol, which is all that is needed of SNS. */
import { emulatorEndpoint } from './deployed.ts';

const ACCOUNT = '000000000000';
const SCOPE = 'Credential=test/20260101/us-east-1/sns/aws4_request, SignedHeaders=host, Signature=none';

/** `topic` by its name. Throws where the topic does not take it. */
export async function publish(topic: string, message: object): Promise<void> {
  const answer = await fetch(emulatorEndpoint(), {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 ${SCOPE}` },
    body: new URLSearchParams({
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn: `arn:aws:sns:us-east-1:${ACCOUNT}:${topic}`,
      Message: JSON.stringify(message),
    }),
  });
  if (!answer.ok) throw new Error(`the topic ${topic} refused: ${await answer.text()}`);
}
