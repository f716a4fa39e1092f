import { expect, it } from 'vitest';
import { withLinksHere } from '../../../local/api/linksHere.ts';

const HERE = { links: { baseUrl: 'http://127.0.0.1:4741' } };
const THERE = 'http://127.0.0.1:4600';

it('leads the links of a letter, and every answer of its question, to where pages are answered now', () => {
  const answers = [{ value: '9', label: '9', url: `${THERE}/p/survey/AVsi.x_-Y?answer=9` }];
  const survey = { id: 'recommend', url: `${THERE}/p/survey/AVsi.x_-Y`, answers };
  const links = { unsubscribe: `${THERE}/p/unsubscribe/AVsi.x`, shop: 'https://shop.example/p' };
  const { mergeData } = withLinksHere({ mergeData: { links, survey, name: 'Ann' } }, HERE);
  expect(mergeData).toEqual({
    links: { unsubscribe: 'http://127.0.0.1:4741/p/unsubscribe/AVsi.x', shop: 'https://shop.example/p' },
    survey: {
      id: 'recommend',
      url: 'http://127.0.0.1:4741/p/survey/AVsi.x_-Y',
      answers: [{ value: '9', label: '9', url: 'http://127.0.0.1:4741/p/survey/AVsi.x_-Y?answer=9' }],
    },
    name: 'Ann',
  });
});
