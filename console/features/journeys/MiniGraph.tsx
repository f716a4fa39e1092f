/**
 * A journey drawn small, from the top down: messages filled, waits as gaps with their duration, a holdout dashed and
 * hollow, and how many people stand where. Pointing at a step says all there is to say of it.
 */
import { useTranslation } from 'react-i18next';
import type { JourneyView } from '../../api/journeyTypes.ts';
import { useFormat } from '../../format/useFormat.ts';
import { Icon } from '../../parts/Icon.tsx';
import type { Box, Drawing, Line, WaitLabel } from './drawing.ts';
import classes from './MiniGraph.module.css';
import { waitWords } from '../../phrases/momentWords.ts';
import { wayKey } from './stepsOf.ts';
import {
  nameOf,
  partingWords,
  stepIcon,
  stepLine,
  type StepReader,
  stepTitle,
} from '../../phrases/stepWords.ts';

/** A smooth way through the points, leaving and arriving upright. */
function pathThrough(points: Line['points']): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  let { y } = first;
  let { x } = first;
  for (const point of rest) {
    const middle = (y + point.y) / 2;
    path += x === point.x ? `V${point.y}` : `C${x} ${middle} ${point.x} ${middle} ${point.x} ${point.y}`;
    ({ x, y } = point);
  }
  return path;
}

/** A bow along the left, up to an earlier step. */
function pathBack([from, to]: Line['points']): string {
  if (from === undefined || to === undefined) return '';
  const bow = Math.min(from.x, to.x) - SIDE;
  return `M${from.x} ${from.y}C${bow} ${from.y} ${bow} ${to.y} ${to.x} ${to.y}`;
}

function Gap({ label, byNode }: { label: WaitLabel; byNode: JourneyView['byNode'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { x, y, width, height, waits } = label;
  const people = waits.reduce((sum, { id }) => sum + (byNode[id] ?? 0), 0);
  const waited = waits.map(({ node }) => waitWords(node, format.language)).join(' + ');
  const here = people === 0 ? '' : ` · ${t('journeys.here', { count: people, shown: format.count(people) })}`;
  return (
    <foreignObject x={x} y={y} width={width} height={height}>
      <div className={classes.gap} title={waited + here}>
        <span className={classes.lines}>
          <span className={classes.wait}>{waited + here}</span>
        </span>
      </div>
    </foreignObject>
  );
}

interface StepBoxProps {
  readonly box: Box;
  readonly people: number;
  readonly reader: StepReader;
  readonly name: string;
}

function StepBox({ box, people, reader, name }: StepBoxProps) {
  const format = useFormat();
  const { step, x, y, width, height } = box;
  const type = step.node?.type ?? 'entry';
  if (step.node === null || type === 'end')
    return (
      <circle
        className={classes.dot}
        data-type={type}
        cx={x + width / 2}
        cy={y + height / 2}
        r={height / 2 - 1}
      >
        <title>{name}</title>
      </circle>
    );
  const icon = stepIcon(step.node);
  return (
    <g>
      <title>
        {[
          `${nameOf(step.id)} ${stepLine(step.id, step.node, reader)}`,
          ...partingWords(step.node, reader),
        ].join('\n')}
      </title>
      <rect className={classes.step} data-type={type} x={x} y={y} width={width} height={height} rx={7} />
      <foreignObject x={x} y={y} width={width} height={height}>
        <div className={classes.label} data-type={type}>
          {icon !== null && <Icon name={icon} size={15} />}
          <span className={classes.name}>{name}</span>
          {people > 0 && <b className={classes.people}>{format.count(people)}</b>}
        </div>
      </foreignObject>
    </g>
  );
}

/** Room at the left for ways that lead back. */
const SIDE = 22;
/** A drawing is scrolled rather than drawn smaller than this. */
const SMALLEST = 0.85;

interface MiniGraphProps {
  readonly drawing: Drawing;
  /** How many people stand where. */
  readonly byNode: JourneyView['byNode'];
  readonly name: string;
  readonly reader: StepReader;
}

export function MiniGraph({ drawing, byNode, name, reader }: MiniGraphProps) {
  const { t } = useTranslation();
  const titleOf = ({ step: { id, node } }: Box) =>
    node === null ? t('journeys.entry') : stepTitle(id, node, reader);
  const side = drawing.backs.length === 0 ? 0 : SIDE;
  const width = drawing.width + 2 * side;
  return (
    <figure className={classes.figure}>
      <figcaption className="visually-hidden">
        {t('journeys.graph', { name })} {drawing.boxes.map(titleOf).join(' → ')}
      </figcaption>
      <svg
        className={classes.graph}
        aria-hidden="true"
        viewBox={`${-side} 0 ${width} ${drawing.height}`}
        style={{ maxWidth: width, minWidth: width * SMALLEST }}
      >
        {drawing.lines.map(({ way, points }) => (
          <path
            key={wayKey(way)}
            className={classes.way}
            data-wait={way.waits.length > 0}
            d={pathThrough(points)}
          />
        ))}
        {drawing.backs.map(({ way, points }) => (
          <path
            key={wayKey(way)}
            className={classes.way}
            data-wait={way.waits.length > 0}
            d={pathBack(points)}
          />
        ))}
        {drawing.labels.map((label) => (
          <Gap key={label.waits.map(({ id }) => id).join(' ')} label={label} byNode={byNode} />
        ))}
        {drawing.boxes.map((box) => (
          <StepBox
            key={box.step.id}
            box={box}
            name={titleOf(box)}
            reader={reader}
            people={byNode[box.step.id] ?? 0}
          />
        ))}
      </svg>
    </figure>
  );
}
