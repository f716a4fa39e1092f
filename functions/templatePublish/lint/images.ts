/** Images of a mail: what stands in their place, and how large they are as far as the template itself says. */
import { LARGEST_IMAGE_BYTES } from '../../../core/message/templateImages.ts';
import { finding, lineAt, type TemplateFinding } from './finding.ts';

const IMAGE = /<(mj-image|img)\b((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
/** Twice the width of a mail, for screens of double density. */
const WIDEST_PX = 1_280;
const TALLEST_PX = 4_000;
const SHOWN_CHARS = 80;

function attribute(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(attributes);
  return found === null ? null : (found[1] ?? found[2] ?? '');
}

function pixels(value: string | null): number {
  const [, number = '0'] = /^\s*(\d+)(?:px)?\s*$/.exec(value ?? '') ?? [];
  return Number(number);
}

export function sizeText(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}

function sizeFindings(
  attributes: string,
  image: string,
  place: Pick<TemplateFinding, 'locale' | 'field' | 'line'>,
) {
  const [width, height] = [pixels(attribute(attributes, 'width')), pixels(attribute(attributes, 'height'))];
  const isLarge = width > WIDEST_PX || height > TALLEST_PX;
  const size = `${width || '?'} × ${height || '?'} px`;
  const most = `${WIDEST_PX} × ${TALLEST_PX} px`;
  return isLarge ? [finding('warning', 'large-image', place, { image, size, most })] : [];
}

function dataFindings(source: string, place: Pick<TemplateFinding, 'locale' | 'field' | 'line'>) {
  const [, encoded] = /^data:[^,]*;base64,(.*)$/is.exec(source) ?? [];
  if (!/^data:/i.test(source)) return [];
  const bytes = encoded === undefined ? source.length : Math.floor((encoded.length * 3) / 4);
  const severity = bytes > LARGEST_IMAGE_BYTES / 10 ? 'error' : 'warning';
  return [finding(severity, 'data-image', place, { size: sizeText(bytes) })];
}

/** @param mjml without comments. */
export function imageFindings(mjml: string, locale: string): TemplateFinding[] {
  return [...mjml.matchAll(IMAGE)].flatMap((match) => {
    const [, , attributes = ''] = match;
    const place = { locale, field: 'mjml', line: lineAt(mjml, match.index) } as const;
    const source = attribute(attributes, 'src') ?? '';
    const image = source.slice(0, SHOWN_CHARS);
    return [
      ...(attribute(attributes, 'alt') === null ? [finding('warning', 'no-alt', place, { image })] : []),
      ...sizeFindings(attributes, image, place),
      ...dataFindings(source, place),
    ];
  });
}

/** Addresses of the images a template names itself, each once: somebody may look how large they are. */
export function imageAddresses(mjml: string): string[] {
  const sources = [...mjml.matchAll(IMAGE)].map(
    ([, , attributes = '']) => attribute(attributes, 'src') ?? '',
  );
  return [...new Set(sources.filter((source) => /^https?:\/\/[^{}]+$/i.test(source)))];
}
