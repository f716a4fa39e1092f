/** `templates lint`: what is wrong with template files, by file and line. Exit 1 when one cannot be published. */
import { LARGEST_IMAGE_BYTES } from '../../core/message/templateImages.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { imageSize } from '../imageSizes.ts';
import { checkTemplateFiles, problemLines, type TemplateFileCheck } from '../templateFiles.ts';
import { fill } from '../words/words.ts';

const KB = 1024;

interface ImageFinding {
  readonly address: string;
  /** Null where it was not reached. */
  readonly bytes: number | null;
  readonly why: string | null;
}

/** Images that are too large, or are not there; each address is asked once. */
async function imageFindings(checks: readonly TemplateFileCheck[]): Promise<ImageFinding[]> {
  const found: ImageFinding[] = [];
  for (const address of new Set(checks.flatMap(({ images }) => images))) {
    const size = await imageSize(address);
    if (size.kind === 'unreachable') found.push({ address, bytes: null, why: size.why });
    else if (size.bytes > LARGEST_IMAGE_BYTES) found.push({ address, bytes: size.bytes, why: null });
  }
  return found;
}

function imageLine({ address, bytes, why }: ImageFinding, { words }: CommandContext): string {
  const { imageLarge, imageMissing } = words.templates;
  const most = LARGEST_IMAGE_BYTES / KB;
  const said =
    bytes === null
      ? fill(imageMissing, { address, why: why ?? '' })
      : fill(imageLarge, { address, size: Math.ceil(bytes / KB), most });
  return `${words.journeys.warning}${said}`;
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, printer, words } = context;
  const checks = await checkTemplateFiles(context);
  const images = args.flag('check-images') ? await imageFindings(checks) : [];
  if (json) {
    const items = checks.map(({ file, id, kind, class: of, valid, problems, images: linked }) => {
      return { file, id, kind, class: of, valid, problems, images: linked };
    });
    await printer.document({ items, ...(args.flag('check-images') ? { images } : {}) });
  } else {
    for (const check of checks) {
      const { file, valid, problems } = check;
      await printer.lines(problemLines(check, context));
      const verdict = problems.length === 0 ? words.journeys.valid : words.journeys.validWith;
      if (valid) await printer.note(fill(verdict, { file, count: problems.length }));
    }
    await printer.lines(images.map((image) => imageLine(image, context)));
  }
  return checks.every(({ valid }) => valid) ? 0 : 1;
}
