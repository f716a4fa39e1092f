/** Routes marketers work with: segments, campaigns, loyalty, offers, win-back. On AWS they are a function of their own. */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';
import {
  customerWinBack,
  putWinBack,
  showWinBack,
  validateWinBack,
  winBackLearned,
  winBackVerdicts,
} from './routes/winBack.ts';

export function marketingRoutes(container: Container): NamedRoute[] {
  return [
    { name: 'GET /v1/win-back', route: showWinBack(container) },
    { name: 'PUT /v1/win-back', route: putWinBack(container) },
    { name: 'POST /v1/win-back/validate', route: validateWinBack(container) },
    { name: 'GET /v1/win-back/verdicts', route: winBackVerdicts(container) },
    { name: 'GET /v1/win-back/learned', route: winBackLearned(container) },
    { name: 'GET /v1/customers/{id}/win-back', route: customerWinBack(container) },
  ];
}
