/** A failure as an answer; what is a fault of the system is told to whoever runs it too. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Container } from './container.ts';
import { problemResponse } from './problem.ts';

const FIRST_OF_OURS = 500;

export function answerFailure(
  { report }: Pick<Container, 'report'>,
  failure: unknown,
): APIGatewayProxyStructuredResultV2 {
  const answer = problemResponse(failure);
  if ((answer.statusCode ?? FIRST_OF_OURS) >= FIRST_OF_OURS) report?.(failure);
  return answer;
}
