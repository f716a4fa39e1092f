/**
 * What the MJML compiler lets pass in silence and an author needs to hear: elements that are not closed, includes (they
 * are ignored), and Liquid that stands between elements and would vanish from the mail.
 */

export interface MjmlProblem {
  /** 1-based line of the MJML; null where the whole document is meant. */
  readonly line: number | null;
  readonly message: string;
}

const TAG = /<(\/?)(mjml|mj-[a-z-]+)\b(?:"[^"]*"|'[^']*'|[^>"'])*?(\/?)>/g;
const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Comments emptied, line breaks kept, so that positions stay right. */
export function withoutComments(mjml: string): string {
  return mjml.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
}

function unbalanced(mjml: string): MjmlProblem[] {
  const open: { name: string; line: number }[] = [];
  for (const match of mjml.matchAll(TAG)) {
    const [, closing, name = '', selfClosed] = match;
    const line = lineAt(mjml, match.index);
    if (closing === '/') {
      const last = open.pop();
      if (last?.name === name) continue;
      const message =
        last === undefined
          ? `</${name}> closes nothing`
          : `</${name}> stands where <${last.name}> of line ${last.line} should be closed`;
      return [{ line, message }];
    }
    if (selfClosed !== '/') open.push({ name, line });
  }
  return open.map(({ name, line }) => ({ line, message: `<${name}> is never closed` }));
}

function includes(mjml: string): MjmlProblem[] {
  return [...mjml.matchAll(/<mj-include\b/g)].map((match) => ({
    line: lineAt(mjml, match.index),
    message: 'mj-include is not supported: write the part out',
  }));
}

function counted(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [tag] of text.matchAll(LIQUID)) {
    const key = tag.replace(/\s+/g, ' ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Problems of the MJML alone; empty when there are none. */
export function mjmlProblems(source: string): MjmlProblem[] {
  const mjml = withoutComments(source);
  return [...includes(mjml), ...unbalanced(mjml)];
}

/** Liquid of the body that the compiled HTML no longer holds. */
export function droppedLiquid(source: string, html: string): MjmlProblem[] {
  const mjml = withoutComments(source);
  const bodyAt = Math.max(0, mjml.indexOf('<mj-body'));
  const kept = counted(html);
  return [...counted(mjml.slice(bodyAt))]
    .filter(([tag, times]) => (kept.get(tag) ?? 0) < times)
    .map(([tag]) => ({
      line: lineAt(mjml, bodyAt + Math.max(0, mjml.slice(bodyAt).replace(/\s/g, ' ').indexOf(tag))),
      message: `${tag} stands between elements and would be lost: put it inside a text or an <mj-raw>`,
    }));
}
