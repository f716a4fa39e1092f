/**
 * A function that CloudFormation calls as a custom resource once its stack stands, beside what it is there for otherwise: runs what a
 * deployment needs and says how it went, since CloudFormation waits for the answer and undoes the deployment when it is a failure.
 * On deletion there is nothing to undo. Reference: "Custom resource request types", CloudFormation user guide.
 */
import * as z from 'zod';

const requestSchema = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.record(z.string(), z.unknown()),
});

type DeploymentRequest = z.infer<typeof requestSchema>;

/** CloudFormation takes no longer answer than 4 KB. */
const LONGEST_REASON_CHARS = 1_000;

/** Says what became of it; null where all went well. */
async function problemOf(
  { RequestType, ResourceProperties }: DeploymentRequest,
  run: (properties: Record<string, unknown>) => Promise<unknown>,
): Promise<string | null> {
  if (RequestType === 'Delete') return null;
  try {
    await run(ResourceProperties);
    return null;
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  }
}

async function answer(request: DeploymentRequest, problem: string | null): Promise<void> {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = LogicalResourceId } = request;
  const body = JSON.stringify({
    Status: problem === null ? 'SUCCESS' : 'FAILED',
    ...(problem === null ? {} : { Reason: problem.slice(0, LONGEST_REASON_CHARS) }),
    StackId,
    RequestId,
    LogicalResourceId,
    PhysicalResourceId,
  });
  // The address is signed for a request without a type of content.
  const response = await fetch(request.ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body });
  if (!response.ok) throw new Error(`CloudFormation took the answer with status ${response.status}`);
}

/** `handler` gets every event but CloudFormation's; of those `run` gets the properties of the table's `afterDeployment`. */
export function onDeployment<Event, Rest extends readonly unknown[], Result>(
  handler: (event: Event, ...rest: Rest) => Promise<Result>,
  run: (properties: Record<string, unknown>) => Promise<unknown>,
): (event: Event, ...rest: Rest) => Promise<Result | undefined> {
  return async (event, ...rest) => {
    const request = requestSchema.safeParse(event);
    if (!request.success) return handler(event, ...rest);
    await answer(request.data, await problemOf(request.data, run));
    return undefined;
  };
}
