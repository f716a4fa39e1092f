/**
 * The pages a customer reaches from a message, without signing in: `/p/<page>/<token>`. What a token does not open answers
 * 404 with one and the same page, whatever is wrong with it. GET and HEAD change nothing.
 */
import type { Container } from '../shared/container.ts';
import { LINK_SEGMENTS } from '../shared/links.ts';
import {
  LINK_PURPOSES,
  type LinkClaims,
  type LinkKeys,
  type LinkPurpose,
  signLink,
  verifyLink,
} from '../shared/linkToken.ts';
import { answered, notAllowed } from './answers.ts';
import { type Asked, type PageDeps, readAsked } from './asked.ts';
import { confirm, showConfirm } from './confirm.ts';
import { click, open, type Report } from './followed.ts';
import { heading, page } from './frame.ts';
import { html } from './html.ts';
import { pageLocale } from './locale.ts';
import { savePreferences, showPreferences } from './preferences.ts';
import type { PageAnswer, PageRequest } from './request.ts';
import { answerSurvey, questionOf, showSurvey } from './survey.ts';
import { showUnsubscribe, unsubscribe } from './unsubscribe.ts';
import { showWhy } from './why.ts';
import { pageWords } from './words/words.ts';

const PURPOSES = new Map(LINK_PURPOSES.map((purpose) => [LINK_SEGMENTS[purpose], purpose]));

export interface PagesOptions {
  readonly container: Container;
  readonly keys: LinkKeys;
  readonly report: Report;
}

export class PublicPages {
  private readonly options: PagesOptions;
  private readonly deps: PageDeps;

  constructor(options: PagesOptions) {
    this.options = options;
    const linkTo = (purpose: LinkPurpose, claims: LinkClaims): string =>
      `../${LINK_SEGMENTS[purpose]}/${signLink(options.keys, purpose, claims)}`;
    this.deps = { container: options.container, linkTo };
  }

  /** True where this shop signed the token of the request. */
  isOurs(path: string): boolean {
    return this.opened(path) !== null;
  }

  private opened(path: string): { purpose: LinkPurpose; claims: LinkClaims } | null {
    const [, segment = '', token = ''] = /^\/p\/([a-z]+)\/([^/]+)$/.exec(path) ?? [];
    const purpose = PURPOSES.get(segment);
    const claims = purpose === undefined ? null : verifyLink(this.options.keys, purpose, token);
    return purpose === undefined || claims === null ? null : { purpose, claims };
  }

  async answer(request: PageRequest): Promise<PageAnswer> {
    const link = this.opened(request.path);
    if (link === null) return this.incomplete(request);
    const { purpose, claims } = link;
    if (purpose !== 'click' && purpose !== 'open') return this.page(purpose, claims, request);
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed('GET, HEAD');
    const now = this.options.container.now();
    if (purpose === 'open') return open(this.options.report, claims, request, now);
    return (await click(this.options.report, claims, request, now)) ?? this.incomplete(request);
  }

  private async page(
    purpose: Exclude<LinkPurpose, 'click' | 'open'>,
    claims: LinkClaims,
    request: PageRequest,
  ): Promise<PageAnswer> {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const allowed = purpose === 'why' ? 'GET, HEAD' : 'GET, HEAD, POST';
    if (!isRead && (request.method !== 'POST' || purpose === 'why')) return notAllowed(allowed);
    const asked = await readAsked(this.deps, claims, request);
    if (asked.subject.isErased) return this.gone(asked);
    switch (purpose) {
      case 'preferences':
        return isRead ? showPreferences(this.deps, asked) : savePreferences(this.deps, asked, request.body);
      case 'unsubscribe':
        return isRead ? showUnsubscribe(this.deps, asked) : unsubscribe(this.deps, asked, request.body);
      case 'confirm':
        return isRead ? showConfirm(this.deps, asked) : confirm(this.deps, asked);
      case 'why':
        return showWhy(this.deps, asked);
      case 'survey': {
        const question = questionOf(asked);
        if (question === null) return this.closed(asked);
        return isRead
          ? showSurvey(this.deps, asked, question)
          : answerSurvey(this.deps, asked, question, request.body);
      }
    }
  }

  private gone({ frame, words }: Asked): PageAnswer {
    const { title, headline, text } = words.gone;
    return answered(200, page(frame, title, html`${heading(null, headline)}<p>${text}</p>`));
  }

  private closed({ frame, words }: Asked): PageAnswer {
    const { title, closed, closedText } = words.survey;
    return answered(200, page(frame, title, html`${heading(null, closed)}<p>${closedText}</p>`));
  }

  private incomplete({ query, acceptLanguage }: PageRequest): PageAnswer {
    const { shop } = this.options.container.settings;
    const asked = { query: query.get('lang'), customer: null, header: acceptLanguage, shop: shop.locale };
    const locale = pageLocale(asked);
    const { title, headline, text } = pageWords(locale).incomplete;
    return answered(
      404,
      page({ locale, shop, query }, title, html`${heading(null, headline)}<p>${text}</p>`),
    );
  }
}
