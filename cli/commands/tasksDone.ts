/** `tasks done`: closes a task. */
import { readAnswer } from '../answers/read.ts';
import { taskSchema } from '../answers/task.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { fill, wordFor } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const note = args.text('note');
  const path = `/v1/tasks/${encodeURIComponent(args.operand())}/done`;
  const answer = await ask({ method: 'POST', path, body: note === undefined ? {} : { note } });
  const { about, customerName, customerId } = readAnswer(taskSchema, answer);
  if (json) await printer.document(answer);
  else {
    const customer = customerName ?? customerId ?? words.list.unknown;
    await printer.lines([fill(words.tasks.done, { about: wordFor(words, 'taskAbout', about), customer })]);
  }
  return 0;
}
