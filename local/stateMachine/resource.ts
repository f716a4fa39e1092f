/**
 * Which function a Task means, and how it is called: by logical name (`${JourneyWavePlan}`, filled in when deployed), by the
 * ARN of a function, or through `lambda:invoke`, where the function's name is an argument.
 */
import type { Json } from '../../core/json.ts';
import type { TaskState } from '../../workflows/asl.ts';

const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';

interface Called {
  readonly handler: string;
  /** Arguments carry `{ FunctionName, Payload }` and the result comes wrapped in `{ StatusCode, Payload }`. */
  readonly viaInvoke: boolean;
}

/** Logical name within `${…}`, the function's name within an ARN, or the name itself; null when it is none of them. */
function functionName(text: string): string | null {
  const match =
    /^\$\{([A-Za-z0-9_-]+)\}$/.exec(text) ??
    /^arn:aws[\w-]*:lambda:[^:]*:[^:]*:function:([\w-]+)(?::[\w$-]+)?$/.exec(text);
  return match?.[1] ?? null;
}

function field(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value)).get(name);
}

/** The handler a Task calls; null when its Resource is of no kind that is run here. */
export function calledBy({ Resource, Arguments }: TaskState): Called | null {
  if (Resource !== LAMBDA_INVOKE) {
    const handler = functionName(Resource);
    return handler === null ? null : { handler, viaInvoke: false };
  }
  const named = field(Arguments, 'FunctionName');
  if (typeof named !== 'string') return null;
  const handler = functionName(named) ?? (/^[\w-]+$/.test(named) ? named : null);
  return handler === null ? null : { handler, viaInvoke: true };
}

/** What the function is handed, of a Task's filled arguments. */
export function payloadOf(called: Called, filled: Json): Json {
  return called.viaInvoke ? (field(filled, 'Payload') ?? {}) : filled;
}

/** What `$states.result` becomes of what the function returned. */
export function resultOf(called: Called, returned: Json): Json {
  return called.viaInvoke ? { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: returned } : returned;
}
