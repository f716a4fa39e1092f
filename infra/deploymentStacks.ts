/** The stacks of one deployment. */
import type { ApiStack } from './stacks/ApiStack.ts';
import type { DataStack } from './stacks/DataStack.ts';
import type { MessagingStack } from './stacks/MessagingStack.ts';
import type { WorkflowsStack } from './stacks/WorkflowsStack.ts';

export interface Deployment {
  readonly data: DataStack;
  readonly messaging: MessagingStack;
  readonly workflows: WorkflowsStack;
  readonly api: ApiStack;
}
