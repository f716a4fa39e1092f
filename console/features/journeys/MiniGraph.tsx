/**
 * A journey drawn small, from the top down: messages filled, waits as gaps with their duration, a holdout dashed and
 * hollow, and how many people stand where.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { JourneyView } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { type Box, type Drawing, layoutSteps, type Line, type WaitLabel } from './layoutSteps.ts';
import classes from './MiniGraph.module.css';
import { stepsOf } from './stepsOf.ts';

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

function useLabel(): (box: Box) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ step: { id, node } }) => {
    if (node === null) return t('journeys.entry');
    switch (node.type) {
      case 'send':
        return node.template;
      case 'holdout':
        return t('journeys.heldOut', { share: format.share(node.share) });
      case 'branch':
        return id.replaceAll('-', ' ');
      case 'exit':
        return node.reason;
      case 'end':
        return t('journeys.end');
    }
  };
}

function Gap({ label, byNode }: { label: WaitLabel; byNode: JourneyView['byNode'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const people = label.waits.reduce((sum, { id }) => sum + (byNode[id] ?? 0), 0);
  const waited = label.waits.map((wait) => format.duration(wait.for)).join(' + ');
  return (
    <text className={classes.wait} x={label.x} y={label.y} dominantBaseline="central" textAnchor="middle">
      {waited}
      {people > 0 && ` · ${t('journeys.here', { count: people, shown: format.count(people) })}`}
    </text>
  );
}

function StepBox({ box, label, people }: { box: Box; label: string; people: number }) {
  const format = useFormat();
  const { step, x, y, width, height } = box;
  const type = step.node?.type ?? 'entry';
  if (type === 'entry' || type === 'end')
    return (
      <circle
        className={classes.dot}
        data-type={type}
        cx={x + width / 2}
        cy={y + height / 2}
        r={height / 2 - 1}
      >
        <title>{label}</title>
      </circle>
    );
  const hasPeople = people > 0;
  return (
    <g>
      <title>{label}</title>
      <rect className={classes.step} data-type={type} x={x} y={y} width={width} height={height} rx={7} />
      {type === 'send' && (
        <path className={classes.envelope} d={`M${x + 10} ${y + 9.5}h13v9h-13zl6.5 5 6.5-5`} />
      )}
      <foreignObject x={x} y={y} width={width} height={height}>
        <div className={classes.label} data-type={type}>
          {label}
        </div>
      </foreignObject>
      {hasPeople && (
        <text className={classes.people} x={x + width + 5} y={y + height / 2} dominantBaseline="central">
          {format.count(people)}
        </text>
      )}
    </g>
  );
}

/** Room at the sides for the number of people beside a step. */
const SIDE = 22;

export function MiniGraph({ journey, name }: { journey: JourneyView; name: string }) {
  const { t } = useTranslation();
  const labelOf = useLabel();
  const drawing: Drawing = useMemo(() => layoutSteps(stepsOf(journey)), [journey]);
  const width = drawing.width + 2 * SIDE;
  return (
    <figure className={classes.figure}>
      <figcaption className="visually-hidden">
        {t('journeys.graph', { name })} {drawing.boxes.map(labelOf).join(' → ')}
      </figcaption>
      <svg
        className={classes.graph}
        aria-hidden="true"
        viewBox={`${-SIDE} 0 ${width} ${drawing.height}`}
        style={{ maxWidth: width }}
      >
        {drawing.lines.map(({ way, points }) => (
          <path
            key={`${way.from}>${way.to}`}
            className={classes.way}
            data-wait={way.waits.length > 0}
            d={pathThrough(points)}
          />
        ))}
        {drawing.backs.map(({ way, points }) => (
          <path
            key={`${way.from}>${way.to}`}
            className={classes.way}
            data-wait={way.waits.length > 0}
            d={pathBack(points)}
          />
        ))}
        {drawing.labels.map((label) => (
          <Gap key={`${label.x} ${label.y}`} label={label} byNode={journey.byNode} />
        ))}
        {drawing.boxes.map((box) => (
          <StepBox
            key={box.step.id}
            box={box}
            label={labelOf(box)}
            people={journey.byNode[box.step.id] ?? 0}
          />
        ))}
      </svg>
    </figure>
  );
}
